/**
 * The vocabulary: what should run, under which policies, in which state, and what
 * happened. Imports nothing.
 */
@NullMarked
package dev.processkit;

import org.jspecify.annotations.NullMarked;
