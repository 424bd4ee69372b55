/**
 * The actuator endpoint {@code processes}: shows the snapshot and passes actions on. See
 * {@code docs/observability.md}.
 */
@NullMarked
package dev.processkit.actuate;

import org.jspecify.annotations.NullMarked;
