package dev.processkit.supervisor;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

import dev.processkit.InstanceId;

/**
 * The last lines of an instance, kept over its restarts, and those that follow it.
 * Thread-safe.
 */
final class OutputTail {

	private final InstanceId instance;

	private final int limit;

	private final Deque<String> lines = new ArrayDeque<>();

	private List<Follower> followers = List.of();

	OutputTail(InstanceId instance, int limit) {
		this.instance = instance;
		this.limit = limit;
	}

	InstanceId instance() {
		return this.instance;
	}

	void add(String line) {
		synchronized (this.lines) {
			if (this.limit > 0) {
				if (this.lines.size() == this.limit) {
					this.lines.removeFirst();
				}
				this.lines.addLast(line);
			}
			for (Follower follower : this.followers) {
				follower.add(this.instance, line);
			}
		}
	}

	List<String> lines() {
		synchronized (this.lines) {
			return new ArrayList<>(this.lines);
		}
	}

	/**
	 * Hand the last lines to a follower, and each further one, with none in between.
	 * @param follower the follower
	 * @param last how many of the last lines
	 */
	void follow(Follower follower, int last) {
		synchronized (this.lines) {
			this.lines.stream()
				.skip(Math.max(0, this.lines.size() - last))
				.forEach((line) -> follower.add(this.instance, line));
			List<Follower> more = new ArrayList<>(this.followers);
			more.add(follower);
			this.followers = more;
		}
	}

	void unfollow(Follower follower) {
		synchronized (this.lines) {
			List<Follower> fewer = new ArrayList<>(this.followers);
			fewer.remove(follower);
			this.followers = fewer;
		}
	}

}
