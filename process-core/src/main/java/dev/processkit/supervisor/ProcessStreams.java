package dev.processkit.supervisor;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import dev.processkit.IllegalProcessStateException;
import dev.processkit.InvalidDefinitionException;
import dev.processkit.LogFollow;
import dev.processkit.LogLine;
import dev.processkit.LogPage;
import dev.processkit.LogPosition;
import dev.processkit.ProcessStatus;
import dev.processkit.Program;
import dev.processkit.StandardInput;
import dev.processkit.UnknownProcessException;

/**
 * What processes print, and what they are given to read. Thread-safe; nothing blocks.
 *
 * @since 0.1
 */
public final class ProcessStreams {

	private final Acts acts;

	private final StatusBoard board;

	private final OutputCollector output;

	ProcessStreams(Acts acts, StatusBoard board, OutputCollector output) {
		this.acts = acts;
		this.board = board;
		this.output = output;
	}

	/**
	 * The last lines of a target.
	 * @param target a process, a group or an instance
	 * @return the lines, oldest first, instance after instance
	 * @throws UnknownProcessException if there is no such target
	 */
	public List<String> tail(String target) {
		List<String> lines = new ArrayList<>();
		this.board.instances(target).forEach((instance) -> lines.addAll(this.output.lines(instance)));
		return lines;
	}

	/**
	 * Follow what a target prints: the last lines of each instance, then each further
	 * line, without a gap and in the order of the instance, also of instances that are
	 * launched later.
	 * @param target a process, a group or an instance
	 * @param last how many of the last lines of each instance, as far as its log policy
	 * keeps them; at most {@link LogFollow#LINES}
	 * @param consumer takes them on a thread of its own and may block: then the oldest
	 * lines that wait are dropped, and the next one says how many. What it throws ends it
	 * @return to be closed
	 * @throws UnknownProcessException if there is no such target
	 * @throws IllegalProcessStateException if what it prints does not come through the
	 * application, or there are {@link LogFollow#MOST} followers already
	 */
	public LogFollow follow(String target, int last, Consumer<LogLine> consumer) {
		this.board.instances(target);
		return this.output.follow(new Follower.Target(target, this.board.meaning(target)), last, consumer);
	}

	/**
	 * Read on what a target prints, as soon as there is anything to read.
	 * @param target a process or an instance
	 * @param after how far it was read
	 * @param wait how long to wait for a line; at most {@link LogPage#LONGEST_WAIT}
	 * @return the lines after it; without any when none came in time, or the supervisor
	 * was closed
	 * @throws UnknownProcessException if there is no such target
	 * @throws InvalidDefinitionException if there is no such wait
	 * @throws IllegalProcessStateException if what it prints does not come through the
	 * application, or {@link LogFollow#MOST} wait already
	 */
	public CompletableFuture<LogPage> read(String target, LogPosition after, Duration wait) {
		this.board.instances(target);
		if (wait.isNegative() || wait.compareTo(LogPage.LONGEST_WAIT) > 0) {
			throw new InvalidDefinitionException("wait", wait, "is out of range",
					"Use 0s to " + LogPage.LONGEST_WAIT.toSeconds() + "s.");
		}
		return this.output.read(target, after, wait);
	}

	/**
	 * Have the next lines written to whatever the name of the log file means then; what
	 * was the file so far may be moved or compressed. Without effect on what has none.
	 * @param target a process, a group, an instance or a pid
	 * @return completes once nothing more is written to what was the file
	 */
	public CompletableFuture<ProcessStatus> reopenLog(String target) {
		return this.acts.on(target, null,
				(step, instances) -> instances.forEach((instance) -> step.effect(new Effect.ReopenLog(instance.id()))));
	}

	/**
	 * Write to the standard input of each live instance of a target.
	 * @param target a process, a group, an instance or a pid
	 * @param text what to write, as UTF-8; a line needs its end
	 * @return completes when the pipes have it; exceptionally with an
	 * {@link IllegalProcessStateException} if it is no command with {@code stdin: pipe},
	 * is not running, has ended its input, or has 64 KiB waiting
	 */
	public CompletableFuture<Void> write(String target, String text) {
		byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		List<CompletableFuture<Void>> written = new ArrayList<>();
		return this.acts.on(target, null, (step, instances) -> {
			requireInput(instances);
			instances.forEach((instance) -> {
				CompletableFuture<Void> each = new CompletableFuture<>();
				written.add(each);
				step.effect(new Effect.WriteInput(instance.id(), bytes, each));
			});
		}).thenCompose((status) -> CompletableFuture.allOf(written.toArray(CompletableFuture[]::new)));
	}

	/**
	 * End the standard input of each live instance of a target, behind what was written.
	 * @param target a process, a group, an instance or a pid
	 * @return completes at once; exceptionally as {@link #write}
	 */
	public CompletableFuture<Void> closeInput(String target) {
		return this.acts.on(target, null, (step, instances) -> {
			requireInput(instances);
			instances.forEach((instance) -> step.effect(new Effect.CloseInput(instance.id())));
		}).thenApply((status) -> null);
	}

	private static void requireInput(List<Instance> instances) {
		Acts.require(instances,
				(instance) -> instance.definition().program() instanceof Program.Command command
						&& command.stdin() == StandardInput.PIPE,
				"reads no input: only a command with 'stdin: pipe' does");
		Acts.require(instances, (instance) -> instance.identity() != null, "has no process to write to");
	}

}
