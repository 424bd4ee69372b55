package dev.processkit.supervisor;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The last lines of an instance, kept over its restarts. Thread-safe.
 */
final class OutputTail {

	private final int limit;

	private final Deque<String> lines = new ArrayDeque<>();

	OutputTail(int limit) {
		this.limit = limit;
	}

	void add(String line) {
		if (this.limit == 0) {
			return;
		}
		synchronized (this.lines) {
			if (this.lines.size() == this.limit) {
				this.lines.removeFirst();
			}
			this.lines.addLast(line);
		}
	}

	List<String> lines() {
		synchronized (this.lines) {
			return new ArrayList<>(this.lines);
		}
	}

}
