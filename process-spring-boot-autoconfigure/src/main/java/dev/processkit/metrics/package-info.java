/**
 * The meters. Their names begin with {@code supervisor.}, since Micrometer owns
 * {@code process.} for the application's own JVM; none carries a pid. See
 * {@code docs/observability.md}.
 */
@NullMarked
package dev.processkit.metrics;

import org.jspecify.annotations.NullMarked;
