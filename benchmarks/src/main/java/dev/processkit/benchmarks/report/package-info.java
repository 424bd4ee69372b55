/**
 * What was measured, judged against its aims, and how it is written down.
 */
@NullMarked
package dev.processkit.benchmarks.report;

import org.jspecify.annotations.NullMarked;
