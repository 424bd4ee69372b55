/**
 * The operating system: launching, signalling and outliving processes. The one place that
 * uses {@code ProcessBuilder}, {@code ProcessHandle} and {@code java.lang.Process}.
 */
@NullMarked
package dev.processkit.launch;

import org.jspecify.annotations.NullMarked;
