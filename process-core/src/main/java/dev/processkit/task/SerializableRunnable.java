package dev.processkit.task;

import java.io.Serializable;

/**
 * A runnable that can travel to a worker. A lambda that is passed as one can be
 * serialised, as long as all that it captures can.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface SerializableRunnable extends Runnable, Serializable {

}
