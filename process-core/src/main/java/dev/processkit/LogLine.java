package dev.processkit;

/**
 * A line that reaches somebody who follows or reads on.
 *
 * @param instance the instance that printed it
 * @param number the number of the line: those of an instance rise by one, over its
 * restarts, and none is used twice while the application runs
 * @param text the line without its end; see {@link OutputListener} for what a line is
 * @param skipped how many lines were left out right before this one: for a follower of
 * any instance that is followed, because the follower was too slow; in a {@link LogPage}
 * of this instance, because they had left the memory
 * @since 0.1
 */
public record LogLine(InstanceId instance, long number, String text, long skipped) {

}
