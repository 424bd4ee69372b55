package dev.processkit.supervisor;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

import dev.processkit.InstanceId;
import dev.processkit.LogLine;

/**
 * The last lines of an instance, numbered and kept over its restarts, and those that
 * follow it. Thread-safe.
 */
final class OutputTail {

	private final InstanceId instance;

	private final int limit;

	private final long start;

	private final Deque<String> lines = new ArrayDeque<>();

	private List<LineConsumer> followers = List.of();

	private long number;

	/**
	 * Begin with no lines.
	 * @param instance the instance
	 * @param limit how many lines are kept
	 * @param start the number before that of the first line
	 */
	OutputTail(InstanceId instance, int limit, long start) {
		this.instance = instance;
		this.limit = limit;
		this.start = start;
		this.number = start;
	}

	InstanceId instance() {
		return this.instance;
	}

	void add(String line) {
		synchronized (this.lines) {
			this.number++;
			if (this.limit > 0) {
				if (this.lines.size() == this.limit) {
					this.lines.removeFirst();
				}
				this.lines.addLast(line);
			}
			for (LineConsumer follower : this.followers) {
				follower.add(this.instance, this.number, line);
			}
		}
	}

	List<String> lines() {
		synchronized (this.lines) {
			return new ArrayList<>(this.lines);
		}
	}

	long number() {
		synchronized (this.lines) {
			return this.number;
		}
	}

	/**
	 * Read on.
	 * @param after the number of the last line that was read; one that is still to come
	 * is from an earlier life of the application, and counts as none
	 * @return what came since
	 */
	Since since(long after) {
		synchronized (this.lines) {
			long read = (after > this.number) ? this.start : Math.max(after, this.start);
			long left = this.number - this.lines.size();
			long missed = Math.max(0, left - read);
			List<LogLine> more = new ArrayList<>();
			long next = Math.max(left, read);
			for (String line : (Iterable<String>) this.lines.stream().skip(next - left)::iterator) {
				more.add(new LogLine(this.instance, ++next, line, more.isEmpty() ? missed : 0));
			}
			return new Since(more, this.number, missed);
		}
	}

	/**
	 * Hand the last lines to a follower, and each further one, with none in between.
	 * @param follower the follower
	 * @param last how many of the last lines
	 */
	void follow(LineConsumer follower, int last) {
		synchronized (this.lines) {
			long next = this.number - Math.min(this.lines.size(), last);
			for (String line : (Iterable<String>) this.lines.stream()
				.skip(Math.max(0, this.lines.size() - last))::iterator) {
				follower.add(this.instance, ++next, line);
			}
			List<LineConsumer> more = new ArrayList<>(this.followers);
			more.add(follower);
			this.followers = more;
		}
	}

	void unfollow(LineConsumer follower) {
		synchronized (this.lines) {
			List<LineConsumer> fewer = new ArrayList<>(this.followers);
			fewer.remove(follower);
			this.followers = fewer;
		}
	}

	/**
	 * Lines that came after another one.
	 *
	 * @param lines those that are in memory
	 * @param number the number of the last one
	 * @param missed how many have left the memory
	 */
	record Since(List<LogLine> lines, long number, long missed) {

	}

}
