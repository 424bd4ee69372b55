package dev.processkit.control;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * What goes to the worker, without ever blocking a caller.
 * <p>
 * Writing to a pipe blocks when it is full, and Java has no non-blocking write to one. So
 * a caller writes itself only while everything that the worker may not have read yet is
 * sure to fit. By pipe(7) a pipe holds 16 pages of 4 KiB, but only 2 for a user who has
 * more than {@code pipe-user-pages-soft} pages in pipes (about a thousand pipes); a write
 * that does not fit into the last page used begins a new one, so pages may be half empty.
 * {@value #SURE_TO_FIT} bytes fit even then: were three pages needed, the last two would
 * hold more than one page between them.
 * <p>
 * Above that a thread writes, which may block as long as it likes: it never reads, and
 * the thread that reads never writes, so that two full pipes cannot lock each other up.
 */
final class Outbound {

	private static final Logger LOGGER = System.getLogger(Outbound.class.getName());

	/** One page, which is also {@code PIPE_BUF}. */
	static final int SURE_TO_FIT = 4 << 10;

	private static final long WRITER_STACK = 128 << 10;

	private static final long WRITER_IDLE_NANOS = TimeUnit.SECONDS.toNanos(5);

	private final FrameQueue queue;

	private final String name;

	private final ControlChannel.FailureHandler failures;

	/** Up to here, counted in bytes, the worker has surely read. */
	private long readOffset;

	/** The request whose answer will move {@link #readOffset} to {@link #markOffset}. */
	private long markId;

	private long markOffset;

	private boolean marked = true;

	private @Nullable Thread writer;

	private boolean handedOver;

	/** Whether something was handed over to a writer that could not be started. */
	private volatile boolean stranded;

	private volatile boolean stopping;

	private @Nullable IOException failure;

	Outbound(FrameQueue queue, String name, ControlChannel.FailureHandler failures) {
		this.queue = queue;
		this.name = name;
		this.failures = failures;
		this.markOffset = queue.offset();
	}

	boolean request(FrameType type, long id, byte[] payload) {
		if (id <= 0) {
			throw new IllegalArgumentException("The id of a request must be above 0 but is " + id);
		}
		synchronized (this) {
			if (!hasRoom()) {
				return false;
			}
			this.queue.add(type, id, payload);
			if (!this.marked) {
				this.marked = true;
				this.markId = id;
				this.markOffset = this.queue.offset();
			}
			return true;
		}
	}

	void cancel(long id) {
		this.queue.add(FrameType.CANCEL, id);
		flush();
	}

	/**
	 * Tell a spare what to prepare for, or what to become.
	 * @param type PREPARE or CONFIGURE
	 * @param entries its entries
	 */
	void entries(FrameType type, Map<String, String> entries) {
		synchronized (this) {
			this.queue.addEntries(type, entries);
			this.markOffset = this.queue.offset();
		}
		flush();
	}

	void command(FrameType type) {
		this.queue.add(type);
		flush();
	}

	/** Whatever was asked to stop gets no more requests: none is ever behind STOP. */
	void stop() {
		synchronized (this) {
			if (this.stopping) {
				return;
			}
			this.stopping = true;
			this.queue.add(FrameType.STOP);
		}
		flush();
	}

	void flush() {
		try {
			while (this.queue.size() > 0) {
				long limit = limit();
				if (this.queue.offset() > limit) {
					handOver();
					return;
				}
				if (!this.queue.writeBatch(limit) && this.queue.offset() <= limit) {
					return;
				}
			}
		}
		catch (IOException ex) {
			failed(ex);
		}
	}

	/**
	 * The worker has answered a request, or is ready and so has read its configuration.
	 * @param id the id of the request; 0 for the configuration
	 */
	synchronized void answered(long id) {
		if (this.marked && id >= this.markId) {
			this.marked = false;
			this.readOffset = this.markOffset;
		}
	}

	boolean hasRoom() {
		return !this.stopping && !this.queue.isClosed() && this.queue.size() < ControlChannel.ROOM;
	}

	int unsentBytes() {
		return this.queue.size();
	}

	void close() {
		try {
			this.queue.close();
		}
		catch (IOException ex) {
			// It was to be closed; the worker is gone already.
		}
		synchronized (this) {
			notifyAll();
		}
	}

	private synchronized long limit() {
		return this.readOffset + SURE_TO_FIT;
	}

	/**
	 * Have the writer tell of a failure: this thread belongs to a caller, who does not
	 * expect to be called back.
	 * @param ex the failure
	 */
	private synchronized void failed(IOException ex) {
		this.failure = ex;
		handOver();
	}

	private synchronized void handOver() {
		this.handedOver = true;
		if (this.writer == null) {
			startWriter();
		}
		else {
			notifyAll();
		}
	}

	private void startWriter() {
		Thread thread = new Thread(null, this::write, "control-write-" + this.name, WRITER_STACK);
		thread.setDaemon(true);
		try {
			thread.start();
			this.writer = thread;
			this.stranded = false;
		}
		catch (OutOfMemoryError ex) {
			if (!this.stranded) {
				LOGGER.log(Level.WARNING, "No thread can be started to write to " + this.name
						+ "; it is tried again when the worker is heard of", ex);
			}
			this.stranded = true;
		}
	}

	/** Called when the worker is heard of, at least with each heartbeat. */
	void retry() {
		if (this.stranded) {
			handOver();
		}
	}

	private void write() {
		try {
			while (awaitWork()) {
				while (this.queue.writeBatch()) {
					continue;
				}
			}
		}
		catch (IOException ex) {
			this.failures.failed(ex);
		}
	}

	private synchronized boolean awaitWork() throws IOException {
		long deadline = System.nanoTime() + WRITER_IDLE_NANOS;
		long left = WRITER_IDLE_NANOS;
		while (!this.handedOver && !this.queue.isClosed() && left > 0) {
			await(left);
			left = deadline - System.nanoTime();
		}
		if (this.failure != null) {
			throw this.failure;
		}
		boolean work = this.handedOver && !this.queue.isClosed();
		this.handedOver = false;
		if (!work) {
			this.writer = null;
		}
		return work;
	}

	private void await(long nanos) {
		try {
			TimeUnit.NANOSECONDS.timedWait(this, nanos);
		}
		catch (InterruptedException ex) {
			// Nobody may interrupt this thread: it is not handed out.
		}
	}

}
