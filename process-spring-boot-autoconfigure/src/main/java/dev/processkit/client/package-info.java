/**
 * Typed calls: an interface of the application, answered by a worker in another process.
 */
@NullMarked
package dev.processkit.client;

import org.jspecify.annotations.NullMarked;
