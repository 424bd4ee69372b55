package dev.processkit.launch;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Reads what one process prints until nobody can print any more, on a thread of its own.
 * Memory is bounded by one buffer and one line: a consumer that is slow makes the pipe
 * fill and the process wait.
 */
final class OutputDrain implements LineSplitter.Target {

	private static final System.Logger LOGGER = System.getLogger(OutputDrain.class.getName());

	private static final int SMALL = 8 * 1024;

	private static final int LARGE = 64 * 1024;

	/** Enough for a logging framework's depth of calls, an eighth of the default. */
	private static final long STACK_SIZE = 128 * 1024;

	private final String name;

	private final InputStream source;

	private volatile Sink sink;

	private final CompletableFuture<Void> drained = new CompletableFuture<>();

	private boolean consumerFailed;

	private boolean ended;

	OutputDrain(String name, InputStream source, Consumer<String> consumer, @Nullable LogWriter file) {
		this.name = name;
		this.source = source;
		this.sink = new Sink(consumer, file);
	}

	/**
	 * Deliver lines elsewhere from now on, those of a spare, which have no file so far.
	 * @param consumer takes each line
	 * @param file gets each line; closed with the output, at once if that has ended
	 */
	synchronized void handOver(Consumer<String> consumer, @Nullable LogWriter file) {
		this.sink = new Sink(consumer, file);
		if (this.ended) {
			this.sink.close();
		}
	}

	/** Have further lines written to what the name of the log file means by then. */
	void reopenLog() {
		LogWriter file = this.sink.file;
		if (file != null) {
			file.reopen();
		}
	}

	/**
	 * Start the thread.
	 * @param afterwards run on that thread once the output was drained
	 */
	void start(Runnable afterwards) {
		Thread thread = new Thread(null, () -> {
			run();
			afterwards.run();
		}, "output-" + this.name, STACK_SIZE);
		thread.setDaemon(true);
		thread.start();
	}

	/**
	 * Completes, never exceptionally, when the last line was delivered.
	 * @return the end of the output
	 */
	CompletableFuture<Void> drained() {
		return this.drained;
	}

	/**
	 * Stop reading, although somebody may still print.
	 */
	void close() {
		try {
			this.source.close();
		}
		catch (IOException ex) {
			LOGGER.log(System.Logger.Level.DEBUG, "Closing the output of " + this.name, ex);
		}
	}

	private void run() {
		LineSplitter splitter = new LineSplitter(this);
		try {
			copy(splitter);
		}
		catch (IOException ex) {
			// How a read ends when close() was called meanwhile.
			LOGGER.log(System.Logger.Level.TRACE, "The output of " + this.name + " was closed", ex);
		}
		finally {
			splitter.finish();
			close();
			finish();
		}
	}

	private void finish() {
		synchronized (this) {
			this.ended = true;
			this.sink.close();
		}
		this.drained.complete(null);
	}

	private void copy(LineSplitter splitter) throws IOException {
		byte[] buffer = new byte[SMALL];
		int length;
		while ((length = this.source.read(buffer)) >= 0) {
			splitter.accept(buffer, 0, length);
			boolean full = length == buffer.length;
			if (full && length < LARGE) {
				buffer = new byte[LARGE];
			}
			if (!full) {
				this.sink.flush();
			}
		}
	}

	@Override
	public boolean wantsWhole() {
		return this.sink.file != null;
	}

	@Override
	public void onLine(String shown, String whole) {
		Sink current = this.sink;
		if (current.file != null) {
			current.file.append(whole);
		}
		try {
			current.consumer.accept(shown);
		}
		catch (RuntimeException | Error ex) {
			if (!this.consumerFailed) {
				this.consumerFailed = true;
				LOGGER.log(System.Logger.Level.ERROR, "The listener for the output of " + this.name
						+ " threw; it goes on receiving lines, further errors of it are not reported", ex);
			}
		}
	}

	/**
	 * Where lines go.
	 *
	 * @param consumer takes each line
	 * @param file gets each line; {@code null} for none
	 */
	private record Sink(Consumer<String> consumer, @Nullable LogWriter file) {

		void flush() {
			if (this.file != null) {
				this.file.flush();
			}
		}

		void close() {
			if (this.file != null) {
				this.file.close();
			}
		}

	}

}
