package dev.processkit.task;

import java.io.Serializable;

import org.jspecify.annotations.Nullable;

/**
 * A function that can travel to a worker. A lambda that is passed as one can be
 * serialised, as long as all that it captures can.
 *
 * @param <T> the type of its argument
 * @param <R> the type of its result
 * @since 0.1
 */
@FunctionalInterface
public interface SerializableFunction<T extends @Nullable Object, R extends @Nullable Object> extends Serializable {

	/**
	 * Apply the function.
	 * @param argument the argument
	 * @return the result
	 * @throws Exception when there is none
	 */
	R apply(T argument) throws Exception;

	/**
	 * Bind an argument.
	 * @param argument the argument
	 * @return a task that applies this function to it
	 */
	default SerializableCallable<R> of(T argument) {
		return () -> apply(argument);
	}

}
