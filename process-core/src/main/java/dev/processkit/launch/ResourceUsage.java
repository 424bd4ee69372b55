package dev.processkit.launch;

import java.time.Duration;

import dev.processkit.ProcessIdentity;
import org.jspecify.annotations.Nullable;

/**
 * What a process has used.
 *
 * @param cpu the processor time of all its threads, user and system
 * @param residentBytes its resident memory in bytes; -1 where the platform does not tell
 * @since 0.1
 */
public record ResourceUsage(Duration cpu, long residentBytes) {

	/**
	 * Read it from the operating system: about 50 µs on Linux.
	 * @param identity the process
	 * @return the usage; {@code null} when the process is gone or its pid was reused
	 */
	public static @Nullable ResourceUsage of(ProcessIdentity identity) {
		return ProcessTable.usage(identity);
	}

}
