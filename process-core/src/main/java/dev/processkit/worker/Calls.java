package dev.processkit.worker;

import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

import dev.processkit.control.WorkerCall;
import org.jspecify.annotations.Nullable;

/**
 * The calls of one worker object: answered by itself, or by the handler that a factory
 * makes for it, off the way to READY. Until it is made and warm, calls wait where a
 * cancellation reaches them: a young worker is not to be replaced for being slow.
 */
final class Calls implements CallHandler, Callable<CallHandler>, Runnable {

	private final Object worker;

	private final WorkerFactory maker;

	private final String factory;

	private final Map<String, String> settings;

	private final FutureTask<CallHandler> making = new FutureTask<>(this);

	private volatile @Nullable CallHandler handler;

	Calls(Object worker, WorkerFactory maker, String factory, Map<String, String> settings) {
		this.worker = worker;
		this.maker = maker;
		this.factory = factory;
		this.settings = settings;
		if (worker instanceof CallHandler own) {
			this.handler = own;
		}
	}

	/** Whether a factory offers calls of this worker: a thread is to run this then. */
	boolean offered() {
		return !this.factory.isEmpty();
	}

	@Override
	public byte @Nullable [] call(WorkerCall call, WorkerContext context) throws Exception {
		CallHandler ready = this.handler;
		return ((ready != null) ? ready : await()).call(call, context);
	}

	/** Make the handler. */
	@Override
	public void run() {
		this.making.run();
	}

	private CallHandler await() throws Exception {
		if (!offered()) {
			throw new UnsupportedOperationException(
					this.worker.getClass().getName() + " answers no calls; implement an interface with @ProcessClient");
		}
		try {
			return this.making.get();
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof Exception cause) {
				throw cause;
			}
			if (ex.getCause() instanceof Error error) {
				throw error;
			}
			throw ex;
		}
	}

	/** Make the handler; called once. */
	@Override
	public CallHandler call() throws Exception {
		CallHandler made = (this.worker instanceof CallHandler own) ? own
				: factory().create(this.worker, this.settings);
		try {
			made.warmUp();
		}
		catch (RuntimeException | LinkageError ex) {
			// The first call will tell its caller.
			ex.printStackTrace();
		}
		this.handler = made;
		return made;
	}

	/** One that has made the worker knows more of it than a new one would. */
	private CallHandlerFactory factory() throws Exception {
		return (this.maker instanceof CallHandlerFactory both && both.getClass().getName().equals(this.factory)) ? both
				: ReflectiveFactory.make(CallHandlerFactory.class, this.factory);
	}

}
