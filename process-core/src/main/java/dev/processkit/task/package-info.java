/**
 * Tasks: serialised callables that run in worker JVMs. What both ends of the control
 * channel know of them.
 */
@NullMarked
package dev.processkit.task;

import org.jspecify.annotations.NullMarked;
