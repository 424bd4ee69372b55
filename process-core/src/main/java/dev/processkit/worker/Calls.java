package dev.processkit.worker;

import java.util.Map;

import dev.processkit.control.WorkerCall;
import org.jspecify.annotations.Nullable;

/**
 * The calls of one worker object: answered by itself, or by the handler that a factory
 * makes for it when it is first needed.
 */
final class Calls implements CallHandler, Runnable {

	private final Object worker;

	private final WorkerFactory maker;

	private final String factory;

	private final Map<String, String> settings;

	private @Nullable CallHandler handler;

	Calls(Object worker, WorkerFactory maker, String factory, Map<String, String> settings) {
		this.worker = worker;
		this.maker = maker;
		this.factory = factory;
		this.settings = settings;
	}

	/** Whether a factory offers calls of this worker. */
	boolean offered() {
		return !this.factory.isEmpty();
	}

	@Override
	public byte @Nullable [] call(WorkerCall call, WorkerContext context) throws Exception {
		return handler().call(call, context);
	}

	/** Make the handler, off the way to READY. */
	@Override
	public void run() {
		try {
			handler().warmUp();
		}
		catch (Exception | LinkageError ex) {
			// Calls find out for themselves.
			ex.printStackTrace();
		}
	}

	private synchronized CallHandler handler() throws Exception {
		if (this.handler == null) {
			this.handler = (this.worker instanceof CallHandler own) ? own : make();
		}
		return this.handler;
	}

	private CallHandler make() throws Exception {
		if (this.factory.isEmpty()) {
			throw new UnsupportedOperationException(
					this.worker.getClass().getName() + " answers no calls; annotate an interface of it");
		}
		// One that has made the worker knows more of it than a new one would.
		CallHandlerFactory calls = (this.maker instanceof CallHandlerFactory both
				&& both.getClass().getName().equals(this.factory)) ? both
						: ReflectiveFactory.make(CallHandlerFactory.class, this.factory);
		return calls.create(this.worker, this.settings);
	}

}
