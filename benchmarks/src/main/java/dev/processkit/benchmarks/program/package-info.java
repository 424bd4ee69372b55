/**
 * Floors, peers and products under measurement: main classes of processes of their own.
 */
@NullMarked
package dev.processkit.benchmarks.program;

import org.jspecify.annotations.NullMarked;
