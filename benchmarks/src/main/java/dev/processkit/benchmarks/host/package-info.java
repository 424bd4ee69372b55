/**
 * The machine: child processes, tools that it may lack, its own accounting.
 */
@NullMarked
package dev.processkit.benchmarks.host;

import org.jspecify.annotations.NullMarked;
