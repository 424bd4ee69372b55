package dev.processkit.task;

import java.io.Serializable;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;

/**
 * A callable that can travel to a worker. A lambda that is passed as one can be
 * serialised, as long as all that it captures can.
 *
 * @param <V> the type of its result
 * @since 0.1
 */
@FunctionalInterface
public interface SerializableCallable<V extends @Nullable Object> extends Callable<V>, Serializable {

}
