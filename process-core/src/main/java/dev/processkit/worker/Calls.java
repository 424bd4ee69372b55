package dev.processkit.worker;

import dev.processkit.control.WorkerCall;
import dev.processkit.control.WorkerConfiguration;

/**
 * Makes what answers the calls of a worker: the worker object itself, or the handler that
 * a factory makes for it.
 */
final class Calls {

	private Calls() {
	}

	/**
	 * Make the handler, and warm it: who is READY answers calls at once, and until then
	 * others get them.
	 * @param worker the worker object
	 * @param maker what has made the worker
	 * @param configuration names the factory, if there is one
	 * @return the handler
	 * @throws Exception when it cannot be made
	 */
	static CallHandler of(Object worker, WorkerFactory maker, WorkerConfiguration configuration) throws Exception {
		if (worker instanceof CallHandler own) {
			own.warmUp();
			return own;
		}
		if (configuration.calls().isEmpty()) {
			return new NoCalls(worker);
		}
		CallHandler made = factory(maker, configuration.calls()).create(worker, configuration.settings());
		made.warmUp();
		return made;
	}

	/** One that has made the worker knows more of it than a new one would. */
	private static CallHandlerFactory factory(WorkerFactory maker, String type) throws Exception {
		return (maker instanceof CallHandlerFactory both && both.getClass().getName().equals(type)) ? both
				: ReflectiveFactory.make(CallHandlerFactory.class, type);
	}

	/**
	 * Refuses calls.
	 */
	private static final class NoCalls implements CallHandler {

		private final Object worker;

		NoCalls(Object worker) {
			this.worker = worker;
		}

		@Override
		public byte[] call(WorkerCall call, WorkerContext context) {
			throw new UnsupportedOperationException(
					this.worker.getClass().getName() + " answers no calls; implement an interface with @ProcessClient");
		}

	}

}
