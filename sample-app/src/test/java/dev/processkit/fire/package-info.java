/**
 * Pools of workers under fire: mixed load while processes are killed or replaced.
 */
@NullMarked
package dev.processkit.fire;

import org.jspecify.annotations.NullMarked;
