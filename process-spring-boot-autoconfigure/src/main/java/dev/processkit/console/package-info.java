/**
 * The admin console: JSON-RPC 2.0 and plain words over a socket. See
 * {@code docs/admin-console.md}.
 */
@NullMarked
package dev.processkit.console;

import org.jspecify.annotations.NullMarked;
