package dev.processkit.worker;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.Executor;

import org.jspecify.annotations.Nullable;

/**
 * Starts virtual threads where the JDK has them. Found at run time: the baseline is Java
 * 17.
 */
final class VirtualThreads implements Executor {

	private static final @Nullable MethodHandle START = find();

	private final MethodHandle start;

	private VirtualThreads(MethodHandle start) {
		this.start = start;
	}

	/**
	 * Find out whether the JDK has them.
	 * @return an executor with a virtual thread for each task, or {@code null}
	 */
	static @Nullable Executor executor() {
		return (START != null) ? new VirtualThreads(START) : null;
	}

	@Override
	public void execute(Runnable task) {
		try {
			Thread thread = (Thread) this.start.invokeExact(task);
			assert thread.isDaemon();
		}
		catch (RuntimeException | Error ex) {
			throw ex;
		}
		catch (Throwable ex) {
			throw new IllegalStateException("A virtual thread cannot be started", ex);
		}
	}

	private static @Nullable MethodHandle find() {
		if (Runtime.version().feature() < 21) {
			return null;
		}
		try {
			return MethodHandles.publicLookup()
				.findStatic(Thread.class, "startVirtualThread", MethodType.methodType(Thread.class, Runnable.class));
		}
		catch (ReflectiveOperationException ex) {
			return null;
		}
	}

}
