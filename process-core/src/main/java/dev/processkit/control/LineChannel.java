package dev.processkit.control;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

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

	private final LineReader lines;

	private final LineQueue queue;

	private final Delivery delivery;

	private LineChannel(InputStream in, OutputStream out, ControlChannel.Listener listener, LongSupplier nanoTime) {
		this.lines = new LineReader(in);
		this.queue = new LineQueue(out);
		this.delivery = new Delivery(in, listener, nanoTime, this.queue::close, "The line to the program broke");
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
		return this.delivery.lastHeardNanos();
	}

	@Override
	public void close() {
		this.queue.close();
	}

	private void read() {
		this.delivery.read(new Replies(), "The program closed its standard output");
	}

	private void write() {
		try {
			while (this.queue.awaitWork()) {
				LineQueue.Refusal refusal = this.queue.takeRefusal();
				if (refusal != null) {
					this.delivery.deliver((listener) -> refuse(refusal, listener));
				}
				if (this.queue.write()) {
					// What did not fit before may fit now, though no reply has come.
					this.delivery.deliver(ControlChannel.Listener::onBatchEnd);
				}
			}
		}
		catch (IOException ex) {
			this.delivery.fail(ex);
		}
		finally {
			this.queue.closeStream();
		}
	}

	private void refuse(LineQueue.Refusal first, ControlChannel.Listener listener) {
		LineQueue.Refusal refusal = first;
		while (refusal != null && !this.delivery.isClosed()) {
			listener.onFailure(refusal.id(), refusal.failure());
			refusal = this.queue.takeRefusal();
		}
		if (!this.delivery.isClosed()) {
			listener.onBatchEnd();
		}
	}

	/**
	 * The lines that the program prints.
	 */
	private final class Replies implements Delivery.Source {

		@Override
		public boolean fill() throws IOException {
			return LineChannel.this.lines.fill();
		}

		@Override
		public void take(ControlChannel.Listener listener) throws BadFrameException {
			byte @Nullable [] line = LineChannel.this.lines.next();
			boolean any = line != null;
			while (line != null && !LineChannel.this.delivery.isClosed()) {
				listener.onReply(LineChannel.this.queue.answered(line), line);
				line = LineChannel.this.lines.next();
			}
			if (any && !LineChannel.this.delivery.isClosed()) {
				listener.onBatchEnd();
			}
		}

	}

}
