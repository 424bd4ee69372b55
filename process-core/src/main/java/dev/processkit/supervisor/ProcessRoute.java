package dev.processkit.supervisor;

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
		this.queue.dispatch(new PendingRequest(this, payload, callback, System.nanoTime()));
	}

	@Override
	public void flush() {
		this.queue.flush();
	}

}
