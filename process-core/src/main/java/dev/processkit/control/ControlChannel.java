package dev.processkit.control;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

import dev.processkit.RemoteFailure;
import org.jspecify.annotations.Nullable;

/**
 * The application's end of the control wire to one worker. One thread,
 * {@code control-<instance>}, reads; no method blocks, although writing to a pipe may:
 * see {@link #flush()}. Thread-safe.
 *
 * @since 0.1
 */
public final class ControlChannel implements WorkerChannel {

	/** The longest payload of a request, in bytes: 16 MiB less type and id. */
	public static final int MAX_PAYLOAD = Wire.MAX_PAYLOAD;

	/** How the STATE begins of a worker that wants to be replaced; the reason follows. */
	public static final String RETIRING = "retiring: ";

	/**
	 * How many bytes may wait for the pipe before {@link #request} refuses more.
	 */
	static final int ROOM = 1 << 20;

	/**
	 * Deep enough for what listeners do; reserved, not used, until they do it.
	 */
	private static final long READER_STACK = 512 << 10;

	private final Outbound outbound;

	private final Inbound inbound;

	private ControlChannel(Outbound outbound, Inbound inbound) {
		this.outbound = outbound;
		this.inbound = inbound;
	}

	/**
	 * Open the channel to a worker that was just launched: send it its configuration and
	 * begin to read.
	 * @param fromWorker what the worker sends; closed by the channel
	 * @param toWorker what the worker reads; closed by the channel
	 * @param configuration the entries of the CONFIGURE frame
	 * @param name the name of the instance, for threads
	 * @param listener takes what the worker says
	 * @return the channel
	 * @throws IllegalArgumentException if the configuration is longer than 16 MiB
	 */
	public static ControlChannel open(InputStream fromWorker, OutputStream toWorker, Map<String, String> configuration,
			String name, Listener listener) {
		return open(fromWorker, toWorker, configuration, name, listener, System::nanoTime);
	}

	static ControlChannel open(InputStream fromWorker, OutputStream toWorker, Map<String, String> configuration,
			String name, Listener listener, LongSupplier nanoTime) {
		return open(fromWorker, toWorker, FrameType.CONFIGURE, configuration, name, listener, nanoTime);
	}

	/**
	 * Open the channel to a spare: have it prepare, and begin to read. It says so by the
	 * state {@code prepared}, and by {@code configured} that it has begun to become what
	 * {@link #configure} asks for.
	 * @param fromWorker what the spare sends; closed by the channel
	 * @param toWorker what the spare reads; closed by the channel
	 * @param preparation the entries of the PREPARE frame: what it is likely to become;
	 * empty if that may be anything
	 * @param name the name of the spare, for threads
	 * @param listener takes what the spare says
	 * @return the channel
	 * @throws IllegalArgumentException if the preparation is longer than 16 MiB
	 */
	public static ControlChannel openSpare(InputStream fromWorker, OutputStream toWorker,
			Map<String, String> preparation, String name, Listener listener) {
		return open(fromWorker, toWorker, FrameType.PREPARE, preparation, name, listener, System::nanoTime);
	}

	private static ControlChannel open(InputStream fromWorker, OutputStream toWorker, FrameType first,
			Map<String, String> entries, String name, Listener listener, LongSupplier nanoTime) {
		FrameQueue queue = new FrameQueue(toWorker);
		queue.addEntries(first, entries);
		Inbound inbound = new Inbound(fromWorker, listener, nanoTime);
		Outbound outbound = new Outbound(queue, name, inbound::fail);
		inbound.open(outbound);
		Thread reader = new Thread(null, inbound, "control-" + name, READER_STACK);
		reader.setDaemon(true);
		reader.start();
		outbound.flush();
		return new ControlChannel(outbound, inbound);
	}

	/**
	 * Tell a spare what to become. Once, and only on a channel opened by
	 * {@link #openSpare}.
	 * @param configuration the entries of the CONFIGURE frame
	 * @throws IllegalArgumentException if the configuration is longer than 16 MiB
	 */
	public void configure(Map<String, String> configuration) {
		this.outbound.entries(FrameType.CONFIGURE, configuration);
	}

	/**
	 * Add a request to the batch that {@link #flush()} sends.
	 * @param id the id, above 0 and above the one before
	 * @param payload the message; copied
	 * @return {@code false} if it was not taken: the channel is closed or has no room
	 * @throws IllegalArgumentException if the payload is longer than {@link #MAX_PAYLOAD}
	 */
	@Override
	public boolean request(long id, byte[] payload) {
		return this.outbound.request(FrameType.REQUEST, id, payload);
	}

	/**
	 * Add a call to the batch that {@link #flush()} sends.
	 * @param id the id, above 0 and above the one before
	 * @param body the {@linkplain WorkerCall#body() call}; copied
	 * @return as {@link #request}
	 * @throws IllegalArgumentException if it is longer than {@link #MAX_PAYLOAD}
	 */
	@Override
	public boolean call(long id, byte[] body) {
		return this.outbound.request(FrameType.CALL, id, body);
	}

	/**
	 * Say that the answer to a request is not wanted any more. Never refused; the worker
	 * answers all the same, if it can.
	 * @param id the id of the request
	 */
	@Override
	public void cancel(long id) {
		this.outbound.cancel(id);
	}

	/**
	 * Send what was added. Writes at once while so little is on its way that the pipe
	 * must have room for it; otherwise a thread of the channel,
	 * {@code control-write-<instance>}, is woken to do it.
	 */
	@Override
	public void flush() {
		this.outbound.flush();
	}

	/**
	 * Whether {@link #request} takes one more message, of any size: the channel is open
	 * and less than 1 MiB is waiting for the pipe. Room comes back before replies end, so
	 * the time to ask again is {@link Listener#onBatchEnd()}.
	 * @return whether there is room
	 */
	@Override
	public boolean hasRoom() {
		return this.outbound.hasRoom();
	}

	/**
	 * How much is waiting for the pipe.
	 * @return the number of bytes
	 */
	@Override
	public long unsentBytes() {
		return this.outbound.unsentBytes();
	}

	/**
	 * Ask the worker to finish what it has begun and end. Never refused, and sent once.
	 * From then on {@link #request} and {@link #call} refuse.
	 * @return completed: a worker takes a stop signal for the same request
	 */
	@Override
	public CompletableFuture<Void> stop() {
		this.outbound.stop();
		return CompletableFuture.completedFuture(null);
	}

	/**
	 * Ask the worker to take no work until {@link #resume()}. Never refused.
	 */
	@Override
	public void pause() {
		this.outbound.command(FrameType.PAUSE);
	}

	/**
	 * Ask the worker to take work again. Never refused.
	 */
	@Override
	public void resume() {
		this.outbound.command(FrameType.RESUME);
	}

	/**
	 * When the worker last said anything.
	 * @return the value of {@link System#nanoTime()} then; before the first byte, when
	 * the channel was opened
	 */
	@Override
	public long lastHeardNanos() {
		return this.inbound.lastHeardNanos();
	}

	/**
	 * Tell the worker that nobody is there any more: it ends within about a second. What
	 * is unsent is dropped; what the worker has sent already is still delivered, then
	 * comes {@link Listener#onClosed}. Without effect on a closed channel.
	 */
	@Override
	public void close() {
		this.outbound.close();
	}

	/**
	 * Takes what the worker says. Called on threads of the channel, one call at a time;
	 * must not block. A listener that throws closes the channel.
	 */
	public interface Listener {

		/**
		 * The worker may receive requests. Called once at most.
		 */
		void onReady();

		/**
		 * A request was handled.
		 * @param id the id of the request
		 * @param payload the reply; {@code null} when the handler gave none
		 */
		void onReply(long id, byte @Nullable [] payload);

		/**
		 * A request, or the worker, has failed.
		 * @param id the id of the request; 0 for the worker as a whole
		 * @param failure what happened; its type is the class name of an exception, or a
		 * word: {@code stopped}, {@code busy} (never begun, may be sent elsewhere),
		 * {@code cancelled} (never begun, since it was cancelled), {@code unsupported},
		 * {@code reply-too-long}, {@code invalid-worker}, {@code bad-frame} (what it
		 * sends cannot be read; the channel closes)
		 */
		void onFailure(long id, RemoteFailure failure);

		/**
		 * The worker says what it is doing.
		 * @param state a word, such as {@code paused}, {@code running} or
		 * {@code stopping}
		 */
		void onState(String state);

		/**
		 * All frames that one read brought have been delivered.
		 */
		void onBatchEnd();

		/**
		 * Nothing will come any more. Called exactly once, as the last call.
		 * @param reason why
		 */
		void onClosed(String reason);

	}

	/**
	 * Lets one end of the channel close it for both.
	 */
	interface FailureHandler {

		/**
		 * Deliver that the channel is closed.
		 * @param failure why
		 */
		void failed(IOException failure);

	}

}
