package dev.processkit.worker;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.Executor;

import org.jspecify.annotations.Nullable;

/**
 * Starts a virtual thread for each task. Found at run time, since the baseline is Java
 * 17, and only for the first task, since it costs time and memory.
 */
final class VirtualThreads implements Executor {

	private static final int FIRST_JDK = 21;

	private VirtualThreads() {
	}

	/**
	 * Find out whether the JDK has them.
	 * @return an executor, or {@code null}
	 */
	static @Nullable Executor executor() {
		return (Runtime.version().feature() >= FIRST_JDK) ? new VirtualThreads() : null;
	}

	@Override
	public void execute(Runnable task) {
		try {
			Thread thread = (Thread) Starter.START.invokeExact(task);
			assert thread.isDaemon();
		}
		catch (RuntimeException | Error ex) {
			throw ex;
		}
		catch (Throwable ex) {
			throw new IllegalStateException("A virtual thread cannot be started", ex);
		}
	}

	private static final class Starter {

		static final MethodHandle START = find();

		private static MethodHandle find() {
			try {
				return MethodHandles.publicLookup()
					.findStatic(Thread.class, "startVirtualThread",
							MethodType.methodType(Thread.class, Runnable.class));
			}
			catch (ReflectiveOperationException ex) {
				throw new IllegalStateException("This JDK has no Thread.startVirtualThread", ex);
			}
		}

	}

}
