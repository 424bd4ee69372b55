package dev.processkit.client;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

import dev.processkit.RemoteFailure;
import dev.processkit.RequestFailedException;
import dev.processkit.RequestFailedException.Kind;
import dev.processkit.control.WorkerCall;
import dev.processkit.supervisor.Dispatcher;
import dev.processkit.worker.CallHandler;

/**
 * Has a worker object in this JVM answer, on a thread of its own, by way of the encoded
 * call; or nobody, until the test says so.
 */
final class LoopbackDispatcher implements Dispatcher, AutoCloseable {

	final List<WorkerCall> calls = new ArrayList<>();

	final List<CallOptions> options = new ArrayList<>();

	final List<ReplyCallback> held = new ArrayList<>();

	final AtomicInteger cancelled = new AtomicInteger();

	private final ExecutorService executor = Executors.newSingleThreadExecutor();

	private final CallHandler handler;

	private LoopbackDispatcher(CallHandler handler) {
		this.handler = handler;
	}

	static LoopbackDispatcher to(Object worker) throws Exception {
		return new LoopbackDispatcher(new WorkerCalls().create(worker, WorkerCalls.settings(worker.getClass())));
	}

	static LoopbackDispatcher holding() {
		return new LoopbackDispatcher(null);
	}

	@Override
	public Route route(String process, Duration timeout, Runnable afterReplies) {
		return new Route() {

			@Override
			public void dispatch(byte[] payload, ReplyCallback callback) {
				throw new UnsupportedOperationException();
			}

			@Override
			public Cancellation call(WorkerCall call, CallOptions options, ReplyCallback callback) {
				LoopbackDispatcher.this.calls.add(call);
				LoopbackDispatcher.this.options.add(options);
				if (LoopbackDispatcher.this.handler == null) {
					LoopbackDispatcher.this.held.add(callback);
				}
				else {
					LoopbackDispatcher.this.executor.execute(() -> answer(call, callback));
				}
				return () -> {
					LoopbackDispatcher.this.cancelled.incrementAndGet();
					callback.onFailure(new RequestFailedException(Kind.CANCELLED, "cancelled"));
				};
			}

			@Override
			public void flush() {
				// Everything is on its way.
			}

		};
	}

	private void answer(WorkerCall call, ReplyCallback callback) {
		byte[] reply;
		try {
			reply = this.handler.call(call, null);
		}
		catch (Throwable ex) {
			StringWriter stack = new StringWriter();
			ex.printStackTrace(new PrintWriter(stack));
			callback.onFailure(new RequestFailedException(Kind.HANDLER_FAILED, ex.getMessage(),
					new RemoteFailure(ex.getClass().getName(), ex.getMessage(), stack.toString())));
			return;
		}
		callback.onReply(reply);
	}

	@Override
	public void close() {
		this.executor.shutdownNow();
	}

}
