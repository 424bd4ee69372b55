/**
 * The decisions: one thread owns all state, takes signals and runs their effects. Also
 * the dispatcher, which picks a ready instance for a request.
 */
@NullMarked
package dev.processkit.supervisor;

import org.jspecify.annotations.NullMarked;
