package dev.processkit;

/**
 * The application itself has got a POSIX signal that {@code process.signals} names.
 * Published as an application event, on a thread of its own: listeners run in turn,
 * signals in the order in which they came. A signal that comes again before its listeners
 * run counts once.
 *
 * @param signal the signal
 * @since 0.1
 */
public record ApplicationSignalEvent(ProcessSignal signal) {

}
