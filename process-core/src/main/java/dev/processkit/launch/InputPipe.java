package dev.processkit.launch;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.processkit.IllegalProcessStateException;
import org.jspecify.annotations.Nullable;

/**
 * Writes to the standard input of one process, in order, on a thread that is there from
 * the first text on: a process that does not read keeps nobody else waiting. Thread-safe.
 */
final class InputPipe implements Runnable {

	/** Bytes that may wait, those that are being written included. */
	static final int LIMIT = 64 * 1024;

	private static final System.Logger LOGGER = System.getLogger(InputPipe.class.getName());

	private final String name;

	private final OutputStream out;

	private final Deque<Text> waiting = new ArrayDeque<>();

	private int queued;

	private @Nullable Thread thread;

	/** Why nothing more is taken. */
	private @Nullable String closed;

	InputPipe(String name, OutputStream out) {
		this.name = name;
		this.out = out;
	}

	/**
	 * Have something written. Does not block.
	 * @param bytes what to write
	 * @return completes, on the writing thread, when the pipe has all of it;
	 * exceptionally with an {@link IllegalProcessStateException} when it is not taken or
	 * never written
	 */
	synchronized CompletableFuture<Void> write(byte[] bytes) {
		if (this.closed != null) {
			return refused(this.closed);
		}
		if (this.queued + bytes.length > LIMIT) {
			return refused(
					"%d bytes wait to be read already, and %d more exceed the limit of %d. Write less at once, and wait until it is read"
						.formatted(this.queued, bytes.length, LIMIT));
		}
		Text text = new Text(bytes, new CompletableFuture<>());
		this.waiting.add(text);
		this.queued += bytes.length;
		if (this.thread == null) {
			this.thread = new Thread(this, "input-" + this.name);
			this.thread.setDaemon(true);
			this.thread.start();
		}
		notifyAll();
		return text.written;
	}

	/** Let the process read the end of its input behind what was written. */
	void close() {
		end("its input was closed");
	}

	/**
	 * Nobody reads any more. The text that is being written may be what the process ended
	 * upon; whether the pipe took it is known only to the thread that writes.
	 */
	void processEnded() {
		end("it has ended");
		fail(1);
	}

	private void end(String why) {
		synchronized (this) {
			if (this.closed != null) {
				return;
			}
			this.closed = why;
			notifyAll();
			if (this.thread != null) {
				return;
			}
		}
		closeStream();
	}

	@Override
	public void run() {
		try {
			for (Text text = next(); text != null; text = next()) {
				this.out.write(text.bytes);
				this.out.flush();
				written(text);
			}
		}
		catch (IOException ex) {
			LOGGER.log(System.Logger.Level.DEBUG, "Writing to " + this.name, ex);
			end("nobody reads its input any more");
		}
		fail(0);
		closeStream();
	}

	private synchronized @Nullable Text next() {
		while (this.waiting.isEmpty() && this.closed == null) {
			try {
				wait();
			}
			catch (InterruptedException ex) {
				// Left over from what somebody attached to a future.
			}
		}
		return this.waiting.peek();
	}

	private void written(Text text) {
		synchronized (this) {
			this.waiting.remove(text);
			this.queued -= text.bytes.length;
		}
		text.written.complete(null);
	}

	private void fail(int spared) {
		List<Text> rest = new ArrayList<>();
		String why;
		synchronized (this) {
			while (this.waiting.size() > spared) {
				rest.add(0, this.waiting.removeLast());
			}
			why = String.valueOf(this.closed);
		}
		rest.forEach((text) -> text.written.completeExceptionally(exception(why)));
	}

	private void closeStream() {
		try {
			this.out.close();
		}
		catch (IOException ex) {
			LOGGER.log(System.Logger.Level.DEBUG, "Closing the input of " + this.name, ex);
		}
	}

	private CompletableFuture<Void> refused(String why) {
		return CompletableFuture.failedFuture(exception(why));
	}

	private IllegalProcessStateException exception(String why) {
		return new IllegalProcessStateException("Instance '%s' takes no input: %s".formatted(this.name, why));
	}

	private record Text(byte[] bytes, CompletableFuture<Void> written) {

	}

}
