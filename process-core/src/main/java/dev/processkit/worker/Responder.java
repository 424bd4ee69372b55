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

	Responder(Object worker, CallHandler calls, WorkerContext context, Outgoing outgoing) {
		this.worker = worker;
		this.calls = calls;
		this.context = context;
		this.outgoing = outgoing;
	}

	void respond(Request request) {
		try {
			if (request.call() != null) {
				send(request.id(), this.calls.call(request.call(), this.context));
			}
			else if (this.worker instanceof MessageHandler.OfBytes handler) {
				send(request.id(), handler.handle(request.payload(), this.context));
			}
			else if (this.worker instanceof MessageHandler handler) {
				String reply = handler.handle(new String(request.payload(), StandardCharsets.UTF_8), this.context);
				send(request.id(), (reply != null) ? reply.getBytes(StandardCharsets.UTF_8) : null);
			}
			else {
				this.outgoing.failure(request.id(), "unsupported",
						this.worker.getClass().getName() + " answers no messages; implement MessageHandler");
			}
		}
		catch (Throwable ex) {
			fail(request.id(), ex);
		}
	}

	private void send(long id, byte @Nullable [] reply) {
		if (reply == null) {
			this.outgoing.noReply(id);
		}
		else if (reply.length > ControlChannel.MAX_PAYLOAD) {
			this.outgoing.failure(id, "reply-too-long", "The reply has " + reply.length
					+ " bytes, the control channel carries " + ControlChannel.MAX_PAYLOAD);
		}
		else {
			this.outgoing.reply(id, reply);
		}
	}

	private void fail(long id, Throwable failure) {
		failure.printStackTrace();
		if (failure instanceof VirtualMachineError && !(failure instanceof StackOverflowError)) {
			// Out of memory or worse: nothing in this JVM can be trusted any more.
			Runtime.getRuntime().halt(WorkerSession.EXIT_BROKEN);
		}
		this.outgoing.failure(id, failure);
	}

}
