package dev.processkit.control;

import java.util.concurrent.CompletableFuture;

/**
 * The application's end of the line to one process that answers requests, whatever it
 * speaks. What comes back goes to a {@link ControlChannel.Listener}. Thread-safe; no
 * method blocks.
 *
 * @since 0.1
 */
public interface WorkerChannel extends AutoCloseable {

	/**
	 * Add a request to the batch that {@link #flush()} sends.
	 * @param id the id, above 0 and above the one before
	 * @param payload the message; not to be changed afterwards
	 * @return {@code false} if it was not taken: the channel is closed or has no room
	 * @throws IllegalArgumentException if the payload is longer than
	 * {@link ControlChannel#MAX_PAYLOAD}
	 */
	boolean request(long id, byte[] payload);

	/**
	 * Add a call to the batch that {@link #flush()} sends.
	 * @param id the id, above 0 and above the one before
	 * @param body the {@linkplain WorkerCall#body() call}; not to be changed afterwards
	 * @return as {@link #request}
	 * @throws IllegalArgumentException if it is longer than
	 * {@link ControlChannel#MAX_PAYLOAD}
	 */
	boolean call(long id, byte[] body);

	/**
	 * Say that the answer to a request is not wanted any more. Never refused.
	 * @param id the id of the request
	 */
	void cancel(long id);

	/**
	 * Send what was added.
	 */
	void flush();

	/**
	 * Whether {@link #request} takes one more message, of any size. Room comes back
	 * before replies end, so the time to ask again is
	 * {@link ControlChannel.Listener#onBatchEnd()}.
	 * @return whether there is room
	 */
	boolean hasRoom();

	/**
	 * How much is waiting to be written.
	 * @return the number of bytes
	 */
	long unsentBytes();

	/**
	 * Ask the process to finish what it has begun and end. Never refused.
	 * @return completes when a stop signal may follow: at once for one that finishes its
	 * work although it gets one, else when nothing is owed any more; never exceptionally
	 */
	CompletableFuture<Void> stop();

	/**
	 * Ask the process to take no work until {@link #resume()}, if it understands that.
	 * Never refused.
	 */
	void pause();

	/**
	 * Ask the process to take work again. Never refused.
	 */
	void resume();

	/**
	 * When the process last said anything.
	 * @return the value of {@link System#nanoTime()} then; before the first byte, when
	 * the channel was opened
	 */
	long lastHeardNanos();

	/**
	 * Tell the process that nobody is there any more. What is unsent is dropped; then
	 * comes {@link ControlChannel.Listener#onClosed}. Without effect on a closed channel.
	 */
	@Override
	void close();

}
