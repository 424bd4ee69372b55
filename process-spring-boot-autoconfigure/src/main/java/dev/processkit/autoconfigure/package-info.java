/**
 * The wiring: {@code process.*} properties, what they become, and the errors that name
 * them.
 */
@NullMarked
package dev.processkit.autoconfigure;

import org.jspecify.annotations.NullMarked;
