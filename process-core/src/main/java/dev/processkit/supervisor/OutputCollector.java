package dev.processkit.supervisor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

import dev.processkit.IllegalProcessStateException;
import dev.processkit.InstanceId;
import dev.processkit.InvalidDefinitionException;
import dev.processkit.LogFollow;
import dev.processkit.LogLine;
import dev.processkit.LogPage;
import dev.processkit.LogPolicy;
import dev.processkit.LogPosition;
import dev.processkit.OutputListener;
import dev.processkit.ProcessDefinition;

/**
 * Keeps the last lines of each instance and passes lines on. Thread-safe.
 */
final class OutputCollector {

	private final OutputListener listener;

	private final Map<InstanceId, Kept> kept = new ConcurrentHashMap<>();

	private final Set<Follower> followers = new HashSet<>();

	private final Set<LineWait> waits = new HashSet<>();

	/** No number is used twice, or who reads on would take new lines for old ones. */
	private long used;

	private boolean closed;

	OutputCollector(OutputListener listener) {
		this.listener = listener;
	}

	Consumer<String> of(InstanceId instance, ProcessDefinition definition) {
		OutputTail tail = tail(instance, definition);
		if (definition.policies().log().to() != LogPolicy.To.LOGGER) {
			return tail::add;
		}
		return (line) -> {
			tail.add(line);
			this.listener.onLine(instance, line);
		};
	}

	/** Restarts bring the same definition again; another one has taken the name over. */
	private synchronized OutputTail tail(InstanceId instance, ProcessDefinition definition) {
		Kept old = this.kept.get(instance);
		if (old != null && old.definition == definition) {
			return old.tail;
		}
		OutputTail tail = new OutputTail(instance, definition.policies().log().tailLines(),
				(old != null) ? old.tail.number() : this.used);
		Stream.concat(this.followers.stream(), this.waits.stream())
			.filter((follower) -> follower.follows(instance))
			.forEach((follower) -> tail.follow(follower, 0));
		this.kept.put(instance, new Kept(definition, tail));
		return tail;
	}

	synchronized void forget(InstanceId instance) {
		Kept forgotten = this.kept.remove(instance);
		if (forgotten != null) {
			this.used = Math.max(this.used, forgotten.tail.number());
		}
	}

	/** A spare's lines go to the logger, under its own name; nothing is kept of them. */
	Consumer<String> ofSpare(InstanceId spare) {
		return (line) -> this.listener.onLine(spare, line);
	}

	List<String> lines(InstanceId instance) {
		Kept found = this.kept.get(instance);
		return (found != null) ? found.tail.lines() : List.of();
	}

	/**
	 * Hand the last lines of a target to a consumer, and each further one.
	 * @param target whose lines
	 * @param last how many of the last lines of each instance
	 * @param consumer takes them, on a thread of its own
	 * @return to be closed
	 */
	LogFollow follow(Follower.Target target, int last, Consumer<LogLine> consumer) {
		if (last < 0 || last > LogFollow.LINES) {
			throw new InvalidDefinitionException("lines", last, "is out of range", "Use 0 to " + LogFollow.LINES + ".");
		}
		Follower follower = new Follower(target, consumer, this::unfollow);
		synchronized (this) {
			if (this.followers.size() >= LogFollow.MOST) {
				throw new IllegalProcessStateException(
						"%d followers are the most there can be: close one of them".formatted(LogFollow.MOST));
			}
			List<OutputTail> followed = heard(target.name(), follower);
			this.followers.add(follower);
			followed.forEach((each) -> each.follow(follower, last));
		}
		follower.start();
		return follower;
	}

	private synchronized void unfollow(Follower follower) {
		this.followers.remove(follower);
		this.kept.values().forEach((each) -> each.tail.unfollow(follower));
	}

	/**
	 * Read on, as soon as there is anything to read.
	 * @param target a process or an instance
	 * @param after how far it was read
	 * @param wait how long to wait for a line
	 * @return the lines, without any when none came in time or nothing will be printed
	 * any more; completed on a thread of the common pool
	 */
	CompletableFuture<LogPage> read(String target, LogPosition after, Duration wait) {
		LineWait next = new LineWait(target);
		LogPage page = page(heard(target, next), after);
		if (!page.isEmpty() || wait.isZero()) {
			return CompletableFuture.completedFuture(page);
		}
		// What came before it was heard wakes nobody.
		if (!page(begin(next, target), after).isEmpty()) {
			next.end();
		}
		CompletableFuture<LogPage> later = next.woken()
			.completeOnTimeout(null, wait.toNanos(), TimeUnit.NANOSECONDS)
			.thenApplyAsync((woken) -> page(heard(target, next), after));
		// Who cancels waits no more.
		later.whenComplete((done, failure) -> release(next));
		return later;
	}

	private synchronized List<OutputTail> begin(LineWait wait, String target) {
		if (this.waits.size() >= LogFollow.MOST) {
			throw new IllegalProcessStateException(
					"%d wait for a line, the most there can be: try again later".formatted(LogFollow.MOST));
		}
		List<OutputTail> tails = heard(target, wait);
		this.waits.add(wait);
		tails.forEach((each) -> each.follow(wait, 0));
		if (this.closed) {
			wait.end();
		}
		return tails;
	}

	private synchronized void release(LineWait wait) {
		if (this.waits.remove(wait)) {
			this.kept.values().forEach((each) -> each.tail.unfollow(wait));
		}
		wait.end();
	}

	private static LogPage page(List<OutputTail> tails, LogPosition after) {
		List<LogLine> lines = new ArrayList<>();
		Map<Integer, Long> numbers = new HashMap<>();
		long missed = 0;
		for (OutputTail tail : tails) {
			OutputTail.Since since = tail.since(after.of(tail.instance().index()));
			lines.addAll(since.lines());
			numbers.put(tail.instance().index(), since.number());
			missed += since.missed();
		}
		return new LogPage(lines, new LogPosition(numbers), missed);
	}

	/** What a target prints, if anybody can hear it. */
	private synchronized List<OutputTail> heard(String target, LineConsumer consumer) {
		List<Kept> followed = this.kept.values()
			.stream()
			.filter((each) -> consumer.follows(each.tail.instance()))
			.sorted(Comparator.comparing((Kept each) -> each.tail.instance().process())
				.thenComparingInt((each) -> each.tail.instance().index()))
			.toList();
		if (!followed.isEmpty() && followed.stream().noneMatch(Kept::isHeard)) {
			throw new IllegalProcessStateException(
					"What '%s' prints does not come through the application ('log.to: %s'), so nobody can follow it"
						.formatted(target, followed.get(0).definition.policies().log().to()));
		}
		return followed.stream().map(Kept::tail).toList();
	}

	/** Nothing will be printed any more. */
	void close() {
		Set<Follower> all;
		synchronized (this) {
			all = Set.copyOf(this.followers);
			this.closed = true;
			this.waits.forEach(LineWait::end);
		}
		all.forEach(Follower::close);
	}

	private record Kept(ProcessDefinition definition, OutputTail tail) {

		boolean isHeard() {
			LogPolicy.To to = this.definition.policies().log().to();
			return to == LogPolicy.To.LOGGER || to == LogPolicy.To.FILE;
		}

	}

}
