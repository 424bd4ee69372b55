package dev.processkit;

/**
 * A line that reaches a follower.
 *
 * @param instance the instance that printed it
 * @param text the line without its end; see {@link OutputListener} for what a line is
 * @param skipped how many lines were left out right before this one, of any instance that
 * is followed, because the follower was too slow
 * @since 0.1
 */
public record LogLine(InstanceId instance, String text, long skipped) {

}
