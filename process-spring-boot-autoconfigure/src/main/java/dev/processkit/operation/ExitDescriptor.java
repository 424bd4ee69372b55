package dev.processkit.operation;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import dev.processkit.ProcessSignal;

/**
 * The end of a process, as the actuator shows it.
 *
 * @param code the exit code; 128 + n when signal n ended it
 * @param signal the signal that probably ended it; {@code null} after an ordinary exit
 * @param at when the exit was seen
 * @param reason what it meant
 * @since 0.1
 */
public record ExitDescriptor(int code, @Nullable ProcessSignal signal, Instant at, String reason) {

}
