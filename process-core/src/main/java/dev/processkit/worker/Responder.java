package dev.processkit.worker;

import java.nio.charset.StandardCharsets;

import dev.processkit.control.ControlChannel;
import org.jspecify.annotations.Nullable;

/**
 * Has the worker object answer one message, and queues its answer.
 */
final class Responder {

	private final Object worker;

	private final CallHandler calls;

	private final WorkerContext context;

	private final Outgoing outgoing;

	private final Actions actions;

	private final @Nullable RecycleWatch watch;

	/**
	 * Create a responder.
	 * @param worker the worker object
	 * @param calls answers calls
	 * @param context the worker's view of itself
	 * @param outgoing where answers go
	 * @param watch counts messages and calls; {@code null} if nobody does
	 */
	Responder(Object worker, CallHandler calls, WorkerContext context, Outgoing outgoing,
			@Nullable RecycleWatch watch) {
		this.worker = worker;
		this.calls = calls;
		this.context = context;
		this.outgoing = outgoing;
		this.actions = new Actions(worker);
		this.watch = watch;
	}

	void respond(Request request) {
		if (request.call() == null && !(this.worker instanceof MessageHandler)
				&& !(this.worker instanceof MessageHandler.OfBytes)) {
			this.outgoing.failure(request, "unsupported",
					this.worker.getClass().getName() + " answers no messages; implement MessageHandler");
			return;
		}
		if (!request.begin()) {
			// Cancelled, and answered by who cancelled it.
			return;
		}
		byte[] reply = null;
		Throwable failure = null;
		try {
			reply = handle(request);
		}
		catch (Throwable ex) {
			failure = ex;
		}
		request.end();
		if (failure == null) {
			send(request, reply);
		}
		else {
			fail(request, failure);
		}
		if (this.watch != null && !request.isAction()) {
			this.watch.jobDone();
		}
	}

	private byte @Nullable [] handle(Request request) throws Exception {
		if (request.call() != null) {
			if (request.isAction()) {
				String result = this.actions.perform(request.call(), this.context);
				return (result != null) ? result.getBytes(StandardCharsets.UTF_8) : null;
			}
			return this.calls.call(request.call(), this.context);
		}
		if (this.worker instanceof MessageHandler.OfBytes handler) {
			return handler.handle(request.payload(), this.context);
		}
		String message = new String(request.payload(), StandardCharsets.UTF_8);
		String reply = ((MessageHandler) this.worker).handle(message, this.context);
		return (reply != null) ? reply.getBytes(StandardCharsets.UTF_8) : null;
	}

	private void send(Request request, byte @Nullable [] reply) {
		if (reply == null) {
			this.outgoing.noReply(request);
		}
		else if (reply.length > ControlChannel.MAX_PAYLOAD) {
			this.outgoing.failure(request, "reply-too-long", "The reply has " + reply.length
					+ " bytes, the control channel carries " + ControlChannel.MAX_PAYLOAD);
		}
		else {
			this.outgoing.reply(request, reply);
		}
	}

	private void fail(Request request, Throwable failure) {
		try {
			tell(request, failure);
		}
		catch (RuntimeException | StackOverflowError ex) {
			// What a handler throws is code of its own when it is asked for its message.
			this.outgoing.failure(request, failure.getClass().getName(),
					"its message cannot be told: " + ex.getClass().getName());
		}
	}

	private void tell(Request request, Throwable failure) {
		boolean broken = failure instanceof VirtualMachineError && !(failure instanceof StackOverflowError);
		// A caller gets the stack of its call; of a message only the log tells.
		if (broken || request.call() == null) {
			failure.printStackTrace();
		}
		if (broken) {
			// Out of memory or worse: nothing in this JVM can be trusted any more.
			Runtime.getRuntime().halt(WorkerSession.EXIT_BROKEN);
		}
		this.outgoing.failure(request, failure);
	}

}
