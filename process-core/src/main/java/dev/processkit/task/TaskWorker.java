package dev.processkit.task;

import java.util.concurrent.Callable;

import dev.processkit.control.WorkerCall;
import dev.processkit.worker.CallHandler;
import dev.processkit.worker.WorkerContext;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks in a child JVM, one after the other. After as many as it may run, and after
 * one that was interrupted, it has itself replaced: what a task left half done must not
 * be found by the next one.
 */
final class TaskWorker implements CallHandler {

	private final TaskCodec codec;

	private final int maxTasks;

	private int served;

	private boolean interrupted;

	/**
	 * Create a worker.
	 * @param codec reads tasks, writes outcomes
	 * @param maxTasks how many to run; 0 for no limit
	 */
	TaskWorker(TaskCodec codec, int maxTasks) {
		this.codec = codec;
		this.maxTasks = maxTasks;
	}

	@Override
	public byte @Nullable [] call(WorkerCall call, WorkerContext context) throws Exception {
		Object task = this.codec.read(call.arguments());
		try {
			Object result = run(task);
			return (result != null) ? this.codec.result(result) : null;
		}
		catch (VirtualMachineError ex) {
			if (ex instanceof StackOverflowError) {
				return failure(ex);
			}
			throw ex;
		}
		catch (Throwable ex) {
			return failure(ex);
		}
		finally {
			retireIfDue(context);
		}
	}

	private static @Nullable Object run(Object task) throws Exception {
		if (task instanceof Callable<?> callable) {
			return callable.call();
		}
		((Runnable) task).run();
		return null;
	}

	/** What cannot be serialised travels as type, message and stack. */
	private byte[] failure(Throwable failure) throws Exception {
		this.interrupted |= failure instanceof InterruptedException;
		try {
			return this.codec.failure(failure);
		}
		catch (TaskSerializationException ex) {
			if (failure instanceof Exception exception) {
				throw exception;
			}
			throw (Error) failure;
		}
	}

	private void retireIfDue(WorkerContext context) {
		this.served++;
		if (this.served == this.maxTasks) {
			context.retire("served " + this.served + ((this.served == 1) ? " task" : " tasks"));
		}
		else if (this.interrupted || Thread.currentThread().isInterrupted()) {
			context.retire("a task was interrupted");
		}
	}

}
