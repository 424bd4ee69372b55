package dev.processkit.console;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

import org.jspecify.annotations.Nullable;

/**
 * What waits to be sent to one client, up to a number of bytes. Answers wait for room,
 * which holds up their own client only; notifications do not wait, and when there is no
 * room for one, the client is too slow and its outbox ends. Thread-safe.
 */
final class Outbox {

	private final Deque<byte[]> lines = new ArrayDeque<>();

	private final long limit;

	private long bytes;

	private boolean ended;

	Outbox(long limit) {
		this.limit = limit;
	}

	/**
	 * Send an answer. Blocks until there is room for it, or nothing else in the way.
	 * @param text lines, each with its end; dropped when the outbox has ended
	 * @throws InterruptedException if interrupted
	 */
	synchronized void put(String text) throws InterruptedException {
		byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
		while (!this.ended && this.bytes > 0 && this.bytes + encoded.length > this.limit) {
			wait();
		}
		if (!this.ended) {
			append(encoded);
		}
	}

	/**
	 * Send a notification. Does not block.
	 * @param text one line, with its end
	 * @param lastWords what is said instead, when there is no room: it is the last thing
	 * that this client is told
	 * @return whether there was room; {@code true} also when the outbox had ended before
	 */
	synchronized boolean offer(String text, String lastWords) {
		byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
		if (!this.ended && this.bytes + encoded.length > this.limit) {
			end(lastWords);
			return false;
		}
		if (!this.ended) {
			append(encoded);
		}
		return true;
	}

	private void append(byte[] encoded) {
		this.lines.add(encoded);
		this.bytes += encoded.length;
		notifyAll();
	}

	/**
	 * Take what is to be sent next. Blocks until there is something.
	 * @return the bytes; {@code null} when the outbox has ended and is empty
	 * @throws InterruptedException if interrupted
	 */
	synchronized byte @Nullable [] take() throws InterruptedException {
		while (this.lines.isEmpty() && !this.ended) {
			wait();
		}
		byte[] next = this.lines.poll();
		if (next != null) {
			this.bytes -= next.length;
			notifyAll();
		}
		return next;
	}

	/**
	 * Take nothing more; what is there still goes out.
	 * @param lastWords appended, whether there is room or not
	 */
	synchronized void end(String lastWords) {
		if (!this.ended) {
			append(lastWords.getBytes(StandardCharsets.UTF_8));
			this.ended = true;
		}
	}

	synchronized boolean hasEnded() {
		return this.ended;
	}

}
