package dev.processkit.client.pricing;

import dev.processkit.worker.MessageHandler;
import dev.processkit.worker.WorkerContext;

/**
 * Answers messages, but no calls.
 */
public class OtherWorker implements MessageHandler {

	@Override
	public String handle(String message, WorkerContext context) {
		return message;
	}

}
