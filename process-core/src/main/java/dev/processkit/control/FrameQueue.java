package dev.processkit.control;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Frames on their way out of one end. Any thread adds; one at a time writes all that is
 * there, so that many small frames leave with one system call. A thread that finds
 * another one writing leaves its frames to it. Begins with the preamble. Thread-safe.
 *
 * @since 0.1
 */
public final class FrameQueue {

	private final OutputStream out;

	private FrameBuffer filling = new FrameBuffer();

	private FrameBuffer spare = new FrameBuffer();

	private long written;

	private boolean writing;

	private boolean closed;

	/**
	 * Create a queue that holds the preamble.
	 * @param out where the frames go
	 */
	public FrameQueue(OutputStream out) {
		this.out = out;
		this.filling.preamble();
	}

	/**
	 * Add a frame without a body. Adding to a closed queue has no effect.
	 * @param type the type
	 */
	public synchronized void add(FrameType type) {
		if (!this.closed) {
			this.filling.frame(type);
		}
	}

	/**
	 * Add a frame that has nothing but an id.
	 * @param type the type
	 * @param id the id of the request
	 */
	public synchronized void add(FrameType type, long id) {
		if (!this.closed) {
			this.filling.frame(type, id);
		}
	}

	/**
	 * Add a frame with an id and a payload.
	 * @param type the type
	 * @param id the id of the request
	 * @param payload the payload; copied
	 * @throws IllegalArgumentException if it is too long for a frame
	 */
	public synchronized void add(FrameType type, long id, byte[] payload) {
		if (!this.closed) {
			this.filling.frame(type, id, payload);
		}
	}

	/**
	 * Add a frame with a text.
	 * @param type the type
	 * @param text the text
	 * @throws IllegalArgumentException if it is too long for a frame
	 */
	public synchronized void addText(FrameType type, String text) {
		if (!this.closed) {
			this.filling.text(type, text);
		}
	}

	/**
	 * Add a FAILURE frame.
	 * @param id the id of the request, or 0 for the worker as a whole
	 * @param kind the class name of an exception, or a word of the wire
	 * @param message what happened
	 * @param detail a stack trace, or empty
	 * @throws IllegalArgumentException if it is too long for a frame
	 */
	public synchronized void addFailure(long id, String kind, String message, String detail) {
		if (!this.closed) {
			this.filling.failure(id, kind, message, detail);
		}
	}

	/**
	 * Add a CONFIGURE frame.
	 * @param entries its entries
	 * @throws IllegalArgumentException if they are too long for a frame
	 */
	public synchronized void addConfiguration(Map<String, String> entries) {
		addEntries(FrameType.CONFIGURE, entries);
	}

	/**
	 * Add a frame with entries: CONFIGURE or PREPARE.
	 * @param type the type
	 * @param entries its entries
	 * @throws IllegalArgumentException if they are too long for a frame
	 */
	synchronized void addEntries(FrameType type, Map<String, String> entries) {
		if (!this.closed) {
			this.filling.entries(type, entries);
		}
	}

	/**
	 * How many bytes wait to be written, those not counted that a thread is writing now.
	 * @return the number of bytes
	 */
	public synchronized int size() {
		return this.filling.size();
	}

	/**
	 * How many bytes were added so far, whether written or not.
	 * @return the number of bytes since the beginning
	 */
	synchronized long offset() {
		return this.written + this.filling.size();
	}

	synchronized boolean isClosed() {
		return this.closed;
	}

	/**
	 * Write what is there. Blocks while the other end does not read. Call it again until
	 * it returns {@code false}: other threads rely on it for what they added meanwhile.
	 * @return {@code false} if there was nothing to write, or another thread is writing
	 * @throws IOException if the stream refuses; the queue is closed then
	 */
	public boolean writeBatch() throws IOException {
		return writeBatch(Long.MAX_VALUE);
	}

	/**
	 * Write what is there, unless it goes beyond a limit.
	 * @param limit the largest {@link #offset()} at which to write
	 * @return {@code false} if nothing was written
	 * @throws IOException if the stream refuses; the queue is closed then
	 */
	boolean writeBatch(long limit) throws IOException {
		FrameBuffer batch = begin(limit);
		if (batch == null) {
			return false;
		}
		boolean done = false;
		try {
			batch.writeTo(this.out);
			done = true;
		}
		finally {
			end(done);
		}
		return true;
	}

	/**
	 * Wait until less than a number of bytes wait to be written, if another thread is
	 * writing.
	 * @param limit the number of bytes
	 * @throws InterruptedException if the thread is interrupted
	 */
	public synchronized void awaitRoom(int limit) throws InterruptedException {
		while (this.writing && this.filling.size() >= limit) {
			wait();
		}
	}

	/**
	 * Write what is there and see it written, whichever thread writes it.
	 * @throws IOException if the stream refuses; the queue is closed then
	 * @throws InterruptedException if the thread is interrupted
	 */
	public void drain() throws IOException, InterruptedException {
		do {
			while (writeBatch()) {
				continue;
			}
		}
		while (awaitWriter());
	}

	/** Whoever was writing may have left again what came meanwhile. */
	private synchronized boolean awaitWriter() throws InterruptedException {
		while (this.writing) {
			wait();
		}
		return !this.closed && this.filling.size() > 0;
	}

	/**
	 * Drop what waits and close the stream. Does not block: while a thread is writing,
	 * that one closes the stream.
	 * @throws IOException if closing fails
	 */
	public void close() throws IOException {
		synchronized (this) {
			this.closed = true;
			this.filling = new FrameBuffer();
			if (this.writing) {
				return;
			}
		}
		this.out.close();
	}

	private synchronized @Nullable FrameBuffer begin(long limit) {
		if (this.writing || this.closed || this.filling.size() == 0 || offset() > limit) {
			return null;
		}
		FrameBuffer batch = this.filling;
		this.filling = this.spare;
		this.spare = batch;
		this.written += batch.size();
		this.writing = true;
		return batch;
	}

	private void end(boolean done) throws IOException {
		boolean close;
		synchronized (this) {
			this.writing = false;
			close = this.closed || !done;
			this.closed = close;
			notifyAll();
		}
		if (close) {
			this.out.close();
		}
	}

}
