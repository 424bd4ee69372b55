/**
 * The application that makes typed calls: apart from the programs, whose applications
 * would take the interface for theirs.
 */
@NullMarked
package dev.processkit.benchmarks.typed;

import org.jspecify.annotations.NullMarked;
