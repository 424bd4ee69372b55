package dev.processkit.operation;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

import dev.processkit.InstanceState;

/**
 * One instance, as the actuator shows it. What belongs to an operating-system process is
 * {@code null} while it has none.
 *
 * @param id the instance, such as {@code mailer-0}
 * @param state its state
 * @param pid its process id
 * @param startedAt when its process was launched
 * @param uptime the time since then
 * @param restarts how often it was relaunched since it was added or last started by an
 * operator
 * @param lastExit how it last ended; {@code null} if it never did
 * @param cpu the processor time of its process so far, user and system
 * @param memory the resident memory of its process in bytes; {@code null} also where the
 * platform does not tell
 * @param activity what its worker has last said that it is doing; {@code null} for one
 * that says nothing of the kind
 * @since 0.1
 */
public record InstanceDescriptor(String id, InstanceState state, @Nullable Long pid, @Nullable Instant startedAt,
		@Nullable Duration uptime, long restarts, @Nullable ExitDescriptor lastExit, @Nullable Duration cpu,
		@Nullable Long memory, @Nullable ActivityDescriptor activity) {

}
