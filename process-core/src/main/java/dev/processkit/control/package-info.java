/**
 * The wire: framed messages between the application and one worker, over the worker's own
 * standard input and output. See {@code docs/control-wire.md}.
 */
@NullMarked
package dev.processkit.control;

import org.jspecify.annotations.NullMarked;
