/**
 * State that the application and all its processes share through memory: tables, numbers
 * and locks, correct also when whoever is changing them is killed.
 */
@NullMarked
package dev.processkit.shared;

import org.jspecify.annotations.NullMarked;
