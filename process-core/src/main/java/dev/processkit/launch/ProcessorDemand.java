package dev.processkit.launch;

import java.io.File;
import java.time.Duration;

import dev.processkit.ProcessIdentity;
import org.jspecify.annotations.Nullable;

/**
 * What a process wants of the processors, and what it has had of them. Tells one that
 * hangs from one that is kept waiting.
 *
 * @param runnable whether a thread of it runs or waits for a processor, state {@code R}
 * of proc(5)
 * @param used the processor time of all its threads, user and system, in the kernel's
 * ticks of usually 10 ms
 * @since 0.1
 */
public record ProcessorDemand(boolean runnable, Duration used) {

	/**
	 * Read it from the operating system: a small file for each thread.
	 * @param identity the process
	 * @return the demand; {@code null} when the process is gone, its pid was reused, or
	 * the platform does not tell
	 */
	public static @Nullable ProcessorDemand of(ProcessIdentity identity) {
		String @Nullable [] threads = new File("/proc/" + identity.pid() + "/task").list();
		ResourceUsage usage = ProcessTable.usage(identity);
		if (threads == null || usage == null) {
			return null;
		}
		boolean runnable = false;
		for (String thread : threads) {
			ProcessTable.Row row = ProcessTable.row(identity.pid() + "/task/" + thread);
			runnable |= row != null && row.runnable();
		}
		return new ProcessorDemand(runnable, usage.cpu());
	}

}
