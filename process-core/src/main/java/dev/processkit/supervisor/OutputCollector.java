package dev.processkit.supervisor;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import dev.processkit.IllegalProcessStateException;
import dev.processkit.InstanceId;
import dev.processkit.InvalidDefinitionException;
import dev.processkit.LogFollow;
import dev.processkit.LogLine;
import dev.processkit.LogPolicy;
import dev.processkit.OutputListener;
import dev.processkit.ProcessDefinition;

/**
 * Keeps the last lines of each instance and passes lines on. Thread-safe.
 */
final class OutputCollector {

	private final OutputListener listener;

	private final Map<InstanceId, Kept> kept = new ConcurrentHashMap<>();

	private final Set<Follower> followers = new HashSet<>();

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
		OutputTail tail = new OutputTail(instance, definition.policies().log().tailLines());
		this.followers.stream()
			.filter((follower) -> follower.follows(instance))
			.forEach((follower) -> tail.follow(follower, 0));
		this.kept.put(instance, new Kept(definition, tail));
		return tail;
	}

	synchronized void forget(InstanceId instance) {
		this.kept.remove(instance);
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
	 * @param target a process or an instance
	 * @param last how many of the last lines of each instance
	 * @param consumer takes them, on a thread of its own
	 * @return to be closed
	 */
	LogFollow follow(String target, int last, Consumer<LogLine> consumer) {
		if (last < 0 || last > LogFollow.LINES) {
			throw new InvalidDefinitionException("lines", last, "is out of range", "Use 0 to " + LogFollow.LINES + ".");
		}
		Follower follower = new Follower(target, consumer, this::unfollow);
		synchronized (this) {
			if (this.followers.size() >= LogFollow.MOST) {
				throw new IllegalProcessStateException(
						"%d followers are the most there can be: close one of them".formatted(LogFollow.MOST));
			}
			List<Kept> followed = this.kept.values()
				.stream()
				.filter((each) -> follower.follows(each.tail.instance()))
				.sorted((one, other) -> Integer.compare(one.tail.instance().index(), other.tail.instance().index()))
				.toList();
			if (!followed.isEmpty() && followed.stream().noneMatch(Kept::isHeard)) {
				throw new IllegalProcessStateException(
						"What '%s' prints does not come through the application ('log.to: %s'), so nobody can follow it"
							.formatted(target, followed.get(0).definition.policies().log().to()));
			}
			this.followers.add(follower);
			followed.forEach((each) -> each.tail.follow(follower, last));
		}
		follower.start();
		return follower;
	}

	private synchronized void unfollow(Follower follower) {
		this.followers.remove(follower);
		this.kept.values().forEach((each) -> each.tail.unfollow(follower));
	}

	/** Nothing will be printed any more. */
	void close() {
		Set<Follower> all;
		synchronized (this) {
			all = Set.copyOf(this.followers);
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
