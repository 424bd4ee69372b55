/**
 * The command line: what each command asks the console, and what it prints.
 */
@NullMarked
package dev.processkit.ctl;

import org.jspecify.annotations.NullMarked;
