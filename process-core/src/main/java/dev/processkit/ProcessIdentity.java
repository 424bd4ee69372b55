package dev.processkit;

import java.time.Instant;

/**
 * What tells one operating-system process from all others, also after its pid was given
 * to another.
 *
 * @param pid the process id
 * @param startTicks the start time in the finest unit that the platform keeps constant:
 * clock ticks since boot on Linux (proc(5), field 22 of {@code stat}), milliseconds since
 * the epoch elsewhere
 * @param startedAt the same for people
 * @since 0.1
 */
public record ProcessIdentity(long pid, long startTicks, Instant startedAt) {

}
