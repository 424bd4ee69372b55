/**
 * Tasks in worker JVMs, behind the interfaces that Java and Spring know.
 */
@NullMarked
package dev.processkit.executor;

import org.jspecify.annotations.NullMarked;
