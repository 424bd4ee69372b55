package dev.processkit.supervisor;

import dev.processkit.control.FrameType;
import dev.processkit.control.WorkerCall;

/**
 * A route: what all requests of one endpoint or bean have in common.
 *
 * @param queue the requests of the process
 * @param process the name of the process
 * @param timeoutNanos how long a request may take
 * @param afterReplies what to call after each batch of replies
 * @param observer sees each request when it ends
 */
record ProcessRoute(RequestQueue queue, String process, long timeoutNanos, Runnable afterReplies,
		RequestObserver observer) implements Dispatcher.Route {

	@Override
	public void dispatch(byte[] payload, Dispatcher.ReplyCallback callback) {
		this.queue.dispatch(new PendingRequest(this, FrameType.REQUEST, payload, callback, this.timeoutNanos, false));
	}

	@Override
	public Dispatcher.Cancellation call(WorkerCall call, Dispatcher.CallOptions options,
			Dispatcher.ReplyCallback callback) {
		PendingRequest request = new PendingRequest(this, FrameType.CALL, call.body(), callback,
				options.timeout().toNanos(), options.idempotent());
		this.queue.dispatch(request);
		return () -> this.queue.cancel(request);
	}

	@Override
	public void flush() {
		this.queue.flush();
	}

}
