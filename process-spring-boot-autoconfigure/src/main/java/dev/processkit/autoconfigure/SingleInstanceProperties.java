package dev.processkit.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Whether the application runs once only.
 *
 * @param enabled Whether a second application of the same name refuses to start.
 * @param name Name that counts. By default, that of the application.
 * @param directory Directory of the lock file, the same for all that must not run side by
 * side. By default, 'processkit/locks' in the cache directory of the user.
 */
record SingleInstanceProperties(@DefaultValue("false") boolean enabled, @Nullable String name,
		@Nullable String directory) {
}
