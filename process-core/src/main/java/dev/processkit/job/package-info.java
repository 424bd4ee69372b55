/**
 * Jobs: work that is run to completion, many at a time but no more than is wanted.
 */
@NullMarked
package dev.processkit.job;

import org.jspecify.annotations.NullMarked;
