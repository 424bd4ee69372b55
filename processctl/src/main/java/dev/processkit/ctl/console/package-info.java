/**
 * The road to the console: JSON-RPC 2.0, a message a line, over a socket.
 */
@NullMarked
package dev.processkit.ctl.console;

import org.jspecify.annotations.NullMarked;
