package dev.processkit.control;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

import dev.processkit.RemoteFailure;
import org.jspecify.annotations.Nullable;

/**
 * The line to a program that answers each line of its standard input with one line on its
 * standard output, in the same order. One thread, {@code lines-<instance>}, reads, and
 * one, {@code lines-write-<instance>}, writes: unlike a worker, a program may print
 * before it has read, so what it has read is never known, and no caller may write itself.
 * Thread-safe.
 *
 * @since 0.1
 */
public final class LineChannel implements WorkerChannel {

	private static final long STACK = 512 << 10;

	/** How long the reader may take to find the end of a stream that broke. */
	private static final long LAST_WORDS_SECONDS = 1;

	private final InputStream in;

	private final LineQueue queue;

	private final ControlChannel.Listener listener;

	private final LongSupplier nanoTime;

	/**
	 * Held while the listener is called, so that it is called by one thread at a time.
	 */
	private final ReentrantLock delivery = new ReentrantLock();

	private final CountDownLatch finished = new CountDownLatch(1);

	private boolean closed;

	private volatile long lastHeardNanos;

	private LineChannel(InputStream in, OutputStream out, ControlChannel.Listener listener, LongSupplier nanoTime) {
		this.in = in;
		this.queue = new LineQueue(out);
		this.listener = listener;
		this.nanoTime = nanoTime;
		this.lastHeardNanos = nanoTime.getAsLong();
	}

	/**
	 * Open the channel to a program that was just launched.
	 * @param fromProgram its standard output; closed by the channel
	 * @param toProgram its standard input; closed by the channel
	 * @param name the name of the instance, for threads
	 * @param listener takes the replies, and failures of the type {@code unsupported} for
	 * what cannot be said in one line; {@link ControlChannel.Listener#onReady()} is never
	 * called
	 * @return the channel
	 */
	public static LineChannel open(InputStream fromProgram, OutputStream toProgram, String name,
			ControlChannel.Listener listener) {
		LineChannel channel = new LineChannel(fromProgram, toProgram, listener, System::nanoTime);
		start(channel::read, "lines-" + name);
		start(channel::write, "lines-write-" + name);
		return channel;
	}

	private static void start(Runnable task, String name) {
		Thread thread = new Thread(null, task, name, STACK);
		thread.setDaemon(true);
		thread.start();
	}

	@Override
	public boolean request(long id, byte[] payload) {
		return this.queue.add(id, payload);
	}

	/**
	 * Take a call, and fail it: there is no way to say one in a line that every program
	 * would understand.
	 */
	@Override
	public boolean call(long id, byte[] body) {
		return this.queue.refuse(id, "A command with 'protocol: lines' takes messages only, no calls; "
				+ "let it speak 'protocol: wire', or send it a message");
	}

	/** Without effect: its reply will come, and find nobody who waits for it. */
	@Override
	public void cancel(long id) {
		// A program that reads lines knows no such thing.
	}

	@Override
	public void flush() {
		this.queue.wake();
	}

	@Override
	public boolean hasRoom() {
		return this.queue.hasRoom();
	}

	@Override
	public long unsentBytes() {
		return this.queue.unsentBytes();
	}

	/**
	 * End the program's input once it has all that was added.
	 */
	@Override
	public CompletableFuture<Void> stop() {
		return this.queue.end();
	}

	/** Without effect: requests are held back in the application. */
	@Override
	public void pause() {
		// The dispatcher sends nothing to an instance that is paused.
	}

	/** As {@link #pause()}. */
	@Override
	public void resume() {
		// See above.
	}

	@Override
	public long lastHeardNanos() {
		return this.lastHeardNanos;
	}

	@Override
	public void close() {
		this.queue.close();
	}

	private void read() {
		String reason = "The thread of the channel failed; its stack trace was printed";
		try {
			LineReader lines = new LineReader(this.in);
			while (lines.fill()) {
				this.lastHeardNanos = this.nanoTime.getAsLong();
				deliver(lines);
			}
			reason = "The program closed its standard output";
		}
		catch (BadFrameException ex) {
			reason = String.valueOf(ex.getMessage());
			fail(reason);
		}
		catch (IOException ex) {
			reason = broke(ex);
		}
		finally {
			close(reason);
			this.finished.countDown();
		}
	}

	/** Without this, its exit at the end of its input would be all that is known. */
	private void fail(String reason) {
		this.delivery.lock();
		try {
			if (!this.closed) {
				this.listener.onFailure(0, new RemoteFailure("bad-frame", reason, ""));
			}
		}
		finally {
			this.delivery.unlock();
		}
	}

	private void deliver(LineReader lines) throws BadFrameException {
		this.delivery.lock();
		try {
			byte @Nullable [] line = lines.next();
			boolean any = line != null;
			while (line != null && !this.closed) {
				this.listener.onReply(this.queue.answered(line), line);
				line = lines.next();
			}
			if (any && !this.closed) {
				this.listener.onBatchEnd();
			}
		}
		finally {
			this.delivery.unlock();
		}
	}

	private void write() {
		try {
			while (this.queue.awaitWork()) {
				refuse();
				if (this.queue.write()) {
					room();
				}
			}
		}
		catch (IOException ex) {
			broken(ex);
		}
		finally {
			this.queue.closeStream();
		}
	}

	private void refuse() {
		LineQueue.Refusal refusal = this.queue.takeRefusal();
		if (refusal == null) {
			return;
		}
		this.delivery.lock();
		try {
			while (refusal != null && !this.closed) {
				this.listener.onFailure(refusal.id(), refusal.failure());
				refusal = this.queue.takeRefusal();
			}
			if (!this.closed) {
				this.listener.onBatchEnd();
			}
		}
		finally {
			this.delivery.unlock();
		}
	}

	/** What did not fit before may fit now, though no reply has come. */
	private void room() {
		this.delivery.lock();
		try {
			if (!this.closed) {
				this.listener.onBatchEnd();
			}
		}
		finally {
			this.delivery.unlock();
		}
	}

	/**
	 * Close because the program does not read any more. Usually it is gone; then what it
	 * said last is delivered first.
	 * @param failure how writing failed
	 */
	private void broken(IOException failure) {
		try {
			if (this.finished.await(LAST_WORDS_SECONDS, TimeUnit.SECONDS)) {
				return;
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		close(broke(failure));
	}

	private void close(String reason) {
		this.delivery.lock();
		try {
			if (this.closed) {
				return;
			}
			this.closed = true;
			this.queue.close();
			this.listener.onClosed(reason);
		}
		finally {
			this.delivery.unlock();
			closeInput();
		}
	}

	private void closeInput() {
		try {
			this.in.close();
		}
		catch (IOException ex) {
			// The channel is closed with its reason; that its pipe resists adds nothing.
		}
	}

	private static String broke(IOException failure) {
		return "The line to the program broke: " + failure.getMessage();
	}

}
