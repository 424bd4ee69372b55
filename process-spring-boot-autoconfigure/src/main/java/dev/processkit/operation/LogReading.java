package dev.processkit.operation;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

import dev.processkit.IllegalProcessStateException;
import dev.processkit.InstanceId;
import dev.processkit.InvalidDefinitionException;
import dev.processkit.LogLine;
import dev.processkit.LogPage;
import dev.processkit.LogPosition;
import dev.processkit.ProcessManager;
import dev.processkit.UnknownProcessException;

/**
 * Reads what processes print, for those who come back for more. Thread-safe.
 *
 * @since 0.1
 */
public final class LogReading {

	private final ProcessManager manager;

	/**
	 * Create a reading over a manager.
	 * @param manager has the lines
	 */
	public LogReading(ProcessManager manager) {
		this.manager = manager;
	}

	/**
	 * The last lines of a target, and where to read on.
	 * @param text a process, an instance or a pid
	 * @param lines how many of each instance
	 * @return the lines; none counts as missed
	 * @throws UnknownProcessException if the target is unknown
	 * @throws InvalidDefinitionException if the target is a group
	 * @throws IllegalProcessStateException if what it prints does not come through the
	 * application
	 */
	public LogPage last(String text, int lines) {
		LogPage page = this.manager.read(target(text), LogPosition.START, Duration.ZERO).join();
		Map<InstanceId, Long> ends = page.lines()
			.stream()
			.collect(Collectors.toMap(LogLine::instance, LogLine::number, Math::max));
		List<LogLine> last = page.lines()
			.stream()
			.filter((line) -> line.number() > ends.getOrDefault(line.instance(), 0L) - lines)
			.toList();
		return new LogPage(last, page.next(), 0);
	}

	/**
	 * The lines of a target after a position. Does not block.
	 * @param text a process, an instance or a pid
	 * @param after the number of a line, or the position that was told last
	 * @param wait how long to wait for a line
	 * @return the lines as soon as there is one
	 * @throws UnknownProcessException if the target is unknown
	 * @throws InvalidDefinitionException if there is no such position, or no such wait,
	 * or the target is a group
	 * @throws IllegalProcessStateException as of {@link ProcessManager#read}
	 */
	public CompletableFuture<LogPage> after(String text, String after, Duration wait) {
		ProcessTarget target = resolve(text);
		int index = (target.instance() != null) ? target.instance().index() : 0;
		return this.manager.read(name(target), LogPosition.parse(after, index), wait);
	}

	private String target(String text) {
		return name(resolve(text));
	}

	private ProcessTarget resolve(String text) {
		ProcessTarget target = ProcessTarget.resolve(this.manager.status(), text);
		if (target == null) {
			throw new UnknownProcessException(text);
		}
		if (target.group() != null) {
			throw new InvalidDefinitionException("target", text, "is a group, in whose lines nobody can read on",
					"Name one of its members, or ask for the last lines as text.");
		}
		return target;
	}

	private static String name(ProcessTarget target) {
		return (target.instance() != null) ? target.instance().toString() : target.name();
	}

}
