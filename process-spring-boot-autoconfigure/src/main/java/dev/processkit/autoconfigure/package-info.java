/**
 * The wiring: everything that Spring Boot configures by itself.
 */
@NullMarked
package dev.processkit.autoconfigure;

import org.jspecify.annotations.NullMarked;
