/**
 * The sockets: one event loop per endpoint that serves TCP and Unix-domain sockets as a
 * Spring Integration connection factory, the framings, and the gateway that hands
 * messages to the dispatcher.
 */
@NullMarked
package dev.processkit.integration;

import org.jspecify.annotations.NullMarked;
