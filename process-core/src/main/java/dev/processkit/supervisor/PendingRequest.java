package dev.processkit.supervisor;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

import dev.processkit.RequestFailedException;
import dev.processkit.RequestFailedException.Kind;
import dev.processkit.control.FrameType;
import dev.processkit.supervisor.Dispatcher.ReplyCallback;
import org.jspecify.annotations.Nullable;

/**
 * A request on its way. At any time exactly one place holds it (the queue of its process
 * or the pending requests of one worker), and who takes it out of there ends it: so every
 * request ends once, without a flag.
 *
 * @param route the road it came by
 * @param type REQUEST or CALL
 * @param payload the body of its frame
 * @param callback takes the outcome
 * @param startNanos when it was dispatched
 * @param timeoutNanos how long it may take
 * @param idempotent whether it may be sent to another worker when the first one exits
 */
record PendingRequest(ProcessRoute route, FrameType type, byte[] payload, ReplyCallback callback, long startNanos,
		long timeoutNanos, boolean idempotent) {

	private static final Logger LOGGER = System.getLogger(PendingRequest.class.getName());

	boolean isOverdue(long nowNanos) {
		return nowNanos - this.startNanos >= this.timeoutNanos;
	}

	void succeed(byte @Nullable [] reply, long nowNanos) {
		end(null, nowNanos, () -> this.callback.onReply(reply));
	}

	void fail(Kind kind, String message, long nowNanos) {
		fail(new RequestFailedException(kind, message), nowNanos);
	}

	void fail(RequestFailedException failure, long nowNanos) {
		end(failure.kind(), nowNanos, () -> this.callback.onFailure(failure));
	}

	/** A callback that throws must not keep others from theirs. */
	private void end(@Nullable Kind failure, long nowNanos, Runnable outcome) {
		try {
			this.route.observer().onRequestEnd(this.route.process(), nowNanos - this.startNanos, failure);
			outcome.run();
		}
		catch (RuntimeException ex) {
			LOGGER.log(Level.ERROR, "The end of a request to '" + this.route.process() + "' could not be told", ex);
		}
	}

}
