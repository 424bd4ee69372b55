package dev.processkit.autoconfigure;

import org.jspecify.annotations.Nullable;

/**
 * Encryption of an endpoint.
 *
 * @param bundle Name of the SSL bundle. Without one the endpoint speaks plain text.
 */
record SslProperties(@Nullable String bundle) {
}
