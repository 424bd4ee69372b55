package dev.processkit.supervisor;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;

import dev.processkit.InstanceId;
import dev.processkit.RequestFailedException;
import dev.processkit.RequestFailedException.Kind;
import dev.processkit.control.FrameType;
import dev.processkit.supervisor.Dispatcher.ReplyCallback;
import org.jspecify.annotations.Nullable;

/**
 * A request on its way. At any time at most one place holds it (the queue of its process
 * or the table of one worker), and who takes it out of there ends it: so every request
 * ends once, without a flag.
 */
final class PendingRequest implements RequestTable.Slot {

	private static final Logger LOGGER = System.getLogger(PendingRequest.class.getName());

	/**
	 * A request that may be repeated is sent to so many workers before it is given up.
	 */
	private static final int MOST_ATTEMPTS = 3;

	/** A time-out is kept to within a twentieth of itself, but not to less than this. */
	private static final long LEAST_SLACK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

	private static final long MOST_SLACK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

	private final ProcessRoute route;

	private final FrameType type;

	private final byte[] payload;

	private final ReplyCallback callback;

	private final long startNanos;

	private final long timeoutNanos;

	private final boolean idempotent;

	private final @Nullable InstanceId only;

	private int attempts;

	/** Guarded by the queue that it waits in. */
	private long waitingSinceNanos;

	/** Written under the lock of the line. */
	private volatile @Nullable WorkerLine line;

	private long id;

	private volatile boolean cancelled;

	/**
	 * Create a request.
	 * @param route the road it came by
	 * @param type REQUEST or CALL
	 * @param payload the body of its frame
	 * @param callback takes the outcome
	 * @param timeoutNanos how long it may take from now on
	 * @param idempotent whether it may be sent to another worker when the first one exits
	 * @param only the only instance that may have it; {@code null} for any
	 */
	PendingRequest(ProcessRoute route, FrameType type, byte[] payload, ReplyCallback callback, long timeoutNanos,
			boolean idempotent, @Nullable InstanceId only) {
		this.route = route;
		this.type = type;
		this.payload = payload;
		this.callback = callback;
		this.startNanos = System.nanoTime();
		this.timeoutNanos = timeoutNanos;
		this.idempotent = idempotent;
		this.only = only;
	}

	ProcessRoute route() {
		return this.route;
	}

	FrameType type() {
		return this.type;
	}

	byte[] payload() {
		return this.payload;
	}

	@Override
	public int bytes() {
		return this.payload.length;
	}

	boolean isCall() {
		return this.type == FrameType.CALL;
	}

	long timeoutNanos() {
		return this.timeoutNanos;
	}

	/** The only instance that may have it. */
	@Nullable InstanceId only() {
		return this.only;
	}

	boolean isOverdue(long nowNanos) {
		return nowNanos - this.startNanos >= this.timeoutNanos;
	}

	/** When to look whether it is overdue. */
	long dueNanos() {
		return this.startNanos + this.timeoutNanos + slack(this.timeoutNanos);
	}

	/**
	 * How late a time may be noticed.
	 * @param nanos the time
	 * @return the delay
	 */
	static long slack(long nanos) {
		return Math.min(MOST_SLACK_NANOS, Math.max(LEAST_SLACK_NANOS, nanos / 20));
	}

	void waitsSince(long nanos) {
		this.waitingSinceNanos = nanos;
	}

	long waitingSinceNanos() {
		return this.waitingSinceNanos;
	}

	void sentTo(WorkerLine line, long id) {
		this.attempts++;
		this.id = id;
		this.line = line;
		try {
			this.callback.onTaken();
		}
		catch (RuntimeException ex) {
			LOGGER.log(Level.ERROR, "That a request to '" + this.route.process() + "' was taken could not be told", ex);
		}
	}

	/** The worker has not begun it: that was no attempt. */
	void refused() {
		this.attempts--;
	}

	/** Where it was sent last. */
	@Nullable WorkerLine line() {
		return this.line;
	}

	/** Its number there. */
	long id() {
		return this.id;
	}

	boolean mayBeRepeated() {
		return this.idempotent && this.only == null && this.attempts < MOST_ATTEMPTS;
	}

	/** Have who moves it from place to place know that nobody wants it any more. */
	void cancel() {
		this.cancelled = true;
	}

	boolean isCancelled() {
		return this.cancelled;
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
