package dev.processkit.control;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;

import dev.processkit.RemoteFailure;
import org.jspecify.annotations.Nullable;

/**
 * What goes to a program that reads lines, and the requests that it owes an answer, in
 * order. Any thread adds; the writing thread of the channel takes. Thread-safe.
 */
final class LineQueue {

	/** A buffer beyond this is not kept for the next batch. */
	private static final int KEPT = 64 << 10;

	private final OutputStream out;

	private ByteArrayOutputStream filling = new ByteArrayOutputStream();

	private ByteArrayOutputStream writing = new ByteArrayOutputStream();

	/** Those whose lines are in the pipe or will be: lines are never taken back. */
	private final Deque<Long> owed = new ArrayDeque<>();

	private final Deque<Refusal> refusals = new ArrayDeque<>();

	private final CompletableFuture<Void> settled = new CompletableFuture<>();

	private int inHand;

	private boolean woken;

	private boolean ending;

	private boolean closed;

	private boolean full;

	LineQueue(OutputStream out) {
		this.out = out;
	}

	synchronized boolean add(long id, byte[] payload) {
		if (payload.length > Wire.MAX_PAYLOAD) {
			throw new IllegalArgumentException(
					"A request of " + payload.length + " bytes is too long; at most " + Wire.MAX_PAYLOAD + " fit");
		}
		if (!hasRoom()) {
			this.full = !this.closed && !this.ending;
			return false;
		}
		int length = lengthOfLine(payload);
		if (length < 0) {
			return refuse(id, "A command with 'protocol: lines' reads one request a line, "
					+ "so a request must hold no line feed, carriage return or NUL");
		}
		this.owed.addLast(id);
		this.filling.write(payload, 0, length);
		this.filling.write('\n');
		return true;
	}

	synchronized boolean refuse(long id, String why) {
		if (this.closed || this.ending) {
			return false;
		}
		this.refusals.addLast(new Refusal(id, new RemoteFailure("unsupported", why, "")));
		return true;
	}

	/**
	 * How long the line is, without an end of its own; negative if it is not one line.
	 */
	private static int lengthOfLine(byte[] payload) {
		int length = payload.length;
		if (length > 0 && payload[length - 1] == '\n') {
			length--;
		}
		for (int i = 0; i < length; i++) {
			byte b = payload[i];
			// Programs differ in what ends a line. One request must never become two.
			if (b == '\n' || b == '\r' || b == 0) {
				return -1;
			}
		}
		return length;
	}

	synchronized boolean hasRoom() {
		return !this.closed && !this.ending && unsentBytes() < ControlChannel.ROOM;
	}

	/** With those in hand: a program that does not read keeps them there. */
	synchronized int unsentBytes() {
		return this.filling.size() + this.inHand;
	}

	synchronized void wake() {
		if (this.filling.size() > 0 || !this.refusals.isEmpty()) {
			this.woken = true;
			notifyAll();
		}
	}

	/**
	 * The oldest request has its answer.
	 * @param line the answer
	 * @return the id of the request
	 * @throws BadFrameException if nothing was asked
	 */
	long answered(byte[] line) throws BadFrameException {
		Long id;
		boolean last;
		synchronized (this) {
			id = this.owed.pollFirst();
			last = this.ending && this.owed.isEmpty();
		}
		if (id == null) {
			throw new BadFrameException("The program printed a line that nobody asked for: " + excerpt(line)
					+ "; with 'protocol: lines' it prints one line for each line it reads, and logs to standard error");
		}
		if (last) {
			this.settled.complete(null);
		}
		return id;
	}

	/**
	 * End the stream once all is written.
	 * @return completes when every request has its answer, or the queue is closed
	 */
	CompletableFuture<Void> end() {
		boolean idle;
		synchronized (this) {
			this.ending = true;
			this.woken = true;
			notifyAll();
			idle = this.owed.isEmpty();
		}
		if (idle) {
			this.settled.complete(null);
		}
		return this.settled;
	}

	/** Drop what waits. The writing thread closes the stream, since closing may block. */
	void close() {
		synchronized (this) {
			this.closed = true;
			this.filling = new ByteArrayOutputStream(0);
			this.refusals.clear();
			notifyAll();
		}
		this.settled.complete(null);
	}

	/**
	 * Wait until there is something to write or to refuse.
	 * @return {@code false} when nothing will be any more
	 */
	synchronized boolean awaitWork() {
		while (!this.woken && !this.closed) {
			try {
				wait();
			}
			catch (InterruptedException ex) {
				// Nobody may interrupt this thread: it is not handed out.
			}
		}
		boolean last = this.ending && this.filling.size() == 0 && this.refusals.isEmpty();
		this.woken = this.ending;
		return !this.closed && !last;
	}

	synchronized @Nullable Refusal takeRefusal() {
		return this.refusals.pollFirst();
	}

	/**
	 * Write what is there. Blocks while the program does not read.
	 * @return whether somebody found no room meanwhile
	 * @throws IOException if the program does not read any more
	 */
	boolean write() throws IOException {
		synchronized (this) {
			if (this.closed) {
				return false;
			}
			ByteArrayOutputStream batch = this.filling;
			this.filling = this.writing;
			this.writing = batch;
			this.inHand = batch.size();
		}
		this.writing.writeTo(this.out);
		this.out.flush();
		if (this.writing.size() > KEPT) {
			this.writing = new ByteArrayOutputStream();
		}
		this.writing.reset();
		synchronized (this) {
			this.inHand = 0;
			boolean wanted = this.full;
			this.full = false;
			return wanted;
		}
	}

	/** On the writing thread, as its last act. */
	void closeStream() {
		try {
			this.out.close();
		}
		catch (IOException ex) {
			// The program is gone, or was to get the end of its input and does not read.
		}
	}

	private static String excerpt(byte[] line) {
		StringBuilder text = new StringBuilder("\"");
		for (int i = 0; i < Math.min(line.length, 40); i++) {
			text.append((line[i] >= ' ' && line[i] < 0x7F) ? (char) line[i] : '.');
		}
		return text.append((line.length > 40) ? "…\"" : "\"").toString();
	}

	/**
	 * A request that cannot be said.
	 *
	 * @param id its id
	 * @param failure why not
	 */
	record Refusal(long id, RemoteFailure failure) {

	}

}
