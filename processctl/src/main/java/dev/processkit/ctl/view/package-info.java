/**
 * How answers look to people. Knows terminals and JSON, but no socket.
 */
@NullMarked
package dev.processkit.ctl.view;

import org.jspecify.annotations.NullMarked;
