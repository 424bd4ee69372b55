/**
 * The packaged command-line client, and terminals, at the console of a real application.
 */
@NullMarked
package dev.processkit.operating;

import org.jspecify.annotations.NullMarked;
