package dev.processkit.autoconfigure;

import dev.processkit.worker.MessageHandler;
import dev.processkit.worker.Worker;
import dev.processkit.worker.WorkerContext;

import org.springframework.stereotype.Component;

/**
 * Classes to be named in definitions.
 */
public final class Workers {

	static boolean initialised;

	private Workers() {
	}

	public static class PlainWorker implements Worker {

		@Override
		public void run(WorkerContext context) {
		}

	}

	public static class EagerWorker extends PlainWorker {

		static {
			initialised = true;
		}

	}

	public static class PricingProcess implements MessageHandler {

		public PricingProcess(WorkerContext context) {
		}

		@Override
		public String handle(String message, WorkerContext context) {
			return message;
		}

	}

	public static class HTMLParser2 implements MessageHandler.OfBytes {

		@Override
		public byte[] handle(byte[] message, WorkerContext context) {
			return message;
		}

	}

	@Component
	public static class ComponentWorker extends PlainWorker {

		public ComponentWorker(String anything) {
		}

	}

	public abstract static class AbstractWorker extends PlainWorker {

	}

	public static class NeedyWorker extends PlainWorker {

		public NeedyWorker(String name) {
		}

	}

	public static class NoWorker {

	}

}
