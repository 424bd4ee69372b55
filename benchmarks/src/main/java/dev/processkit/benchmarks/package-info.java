/**
 * The command, the scenarios' contract and the interleaving of contenders.
 */
@NullMarked
package dev.processkit.benchmarks;

import org.jspecify.annotations.NullMarked;
