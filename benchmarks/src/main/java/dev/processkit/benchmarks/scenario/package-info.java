/**
 * The rows of the table, a scenario a class.
 */
@NullMarked
package dev.processkit.benchmarks.scenario;

import org.jspecify.annotations.NullMarked;
