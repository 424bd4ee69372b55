/**
 * Typed calls as Micrometer observations, in the application and in its workers.
 */
@NullMarked
package dev.processkit.observation;

import org.jspecify.annotations.NullMarked;
