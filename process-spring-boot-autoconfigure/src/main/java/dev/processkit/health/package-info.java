/**
 * The verdict: whether what should run can run.
 */
@NullMarked
package dev.processkit.health;

import org.jspecify.annotations.NullMarked;
