/**
 * The child's side: what an application class implements, and the small main class that
 * runs it.
 */
@NullMarked
package dev.processkit.worker;

import org.jspecify.annotations.NullMarked;
