/**
 * A Spring Boot application that shows each feature with real work, one idea per class.
 */
@NullMarked
package dev.processkit.sample;

import org.jspecify.annotations.NullMarked;
