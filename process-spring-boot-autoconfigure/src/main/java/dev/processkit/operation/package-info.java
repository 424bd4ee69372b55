/**
 * What an operator sees and asks for, whatever carries it: descriptors and actions of the
 * actuator endpoint and of the admin console.
 */
@NullMarked
package dev.processkit.operation;

import org.jspecify.annotations.NullMarked;
