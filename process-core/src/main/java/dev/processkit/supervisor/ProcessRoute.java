package dev.processkit.supervisor;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.function.Supplier;

import dev.processkit.control.FrameType;
import dev.processkit.control.WorkerCall;

/**
 * A route: what all requests of one endpoint or bean have in common. It outlives the
 * process: when another one of the same name is added, it leads to that.
 */
final class ProcessRoute implements Dispatcher.Route {

	private static final Logger LOGGER = System.getLogger(ProcessRoute.class.getName());

	private final String process;

	private final Supplier<RequestQueue> queues;

	private final long timeoutNanos;

	private final Runnable afterReplies;

	private final RequestObserver observer;

	private volatile RequestQueue queue;

	/**
	 * Create a route.
	 * @param process the name of the process
	 * @param queues gives the queue that the process has now
	 * @param timeout how long a request may take
	 * @param afterReplies what to call after each batch of replies
	 * @param observer sees each request when it ends
	 */
	ProcessRoute(String process, Supplier<RequestQueue> queues, Duration timeout, Runnable afterReplies,
			RequestObserver observer) {
		this.process = process;
		this.queues = queues;
		this.timeoutNanos = Durations.nanos(timeout);
		this.afterReplies = () -> runGuarded(afterReplies);
		this.observer = observer;
		this.queue = queues.get();
	}

	String process() {
		return this.process;
	}

	RequestObserver observer() {
		return this.observer;
	}

	/** What to run after replies; never throws, so that no other request suffers. */
	Runnable afterReplies() {
		return this.afterReplies;
	}

	private void runGuarded(Runnable task) {
		try {
			task.run();
		}
		catch (RuntimeException ex) {
			LOGGER.log(Level.ERROR, "What follows the replies of '" + this.process + "' failed", ex);
		}
	}

	private RequestQueue queue() {
		RequestQueue current = this.queue;
		if (current.isClosed()) {
			current = this.queues.get();
			this.queue = current;
		}
		return current;
	}

	@Override
	public void dispatch(byte[] payload, Dispatcher.ReplyCallback callback) {
		queue()
			.dispatch(new PendingRequest(this, FrameType.REQUEST, payload, callback, this.timeoutNanos, false, null));
	}

	@Override
	public Dispatcher.Cancellation call(WorkerCall call, Dispatcher.CallOptions options,
			Dispatcher.ReplyCallback callback) {
		PendingRequest request = new PendingRequest(this, FrameType.CALL, call.body(), callback,
				Durations.nanos(options.timeout()), options.idempotent(), options.instance());
		RequestQueue taking = queue();
		taking.dispatch(request);
		return () -> taking.cancel(request);
	}

	@Override
	public void flush() {
		this.queue.flush();
	}

}
