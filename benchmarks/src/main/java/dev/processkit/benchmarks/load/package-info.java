/**
 * The load on servers, the same for all of them.
 */
@NullMarked
package dev.processkit.benchmarks.load;

import org.jspecify.annotations.NullMarked;
