package dev.processkit.benchmarks.program;

import dev.processkit.control.WorkerCall;
import dev.processkit.worker.CallHandler;
import dev.processkit.worker.MessageHandler;
import dev.processkit.worker.WorkerContext;

/**
 * The worker of ours: gives messages and the arguments of calls back.
 *
 * @since 0.1
 */
public final class EchoWorker implements MessageHandler.OfBytes, CallHandler {

	@Override
	public byte[] handle(byte[] message, WorkerContext context) {
		return message;
	}

	@Override
	public byte[] call(WorkerCall call, WorkerContext context) {
		return call.arguments();
	}

}
