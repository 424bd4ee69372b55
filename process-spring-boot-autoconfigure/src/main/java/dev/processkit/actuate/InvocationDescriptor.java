package dev.processkit.actuate;

import org.jspecify.annotations.Nullable;

/**
 * What an action of a worker has returned.
 *
 * @param reply the text; {@code null} if it returns nothing
 * @since 0.1
 */
public record InvocationDescriptor(@Nullable String reply) {

}
