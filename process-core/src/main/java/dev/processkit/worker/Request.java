package dev.processkit.worker;

import dev.processkit.control.WorkerCall;
import org.jspecify.annotations.Nullable;

/**
 * A message to be handled.
 *
 * @param id what its answer is to carry
 * @param payload the message, or the arguments of the call
 * @param call the call; {@code null} for a message
 */
record Request(long id, byte[] payload, @Nullable WorkerCall call) {

}
