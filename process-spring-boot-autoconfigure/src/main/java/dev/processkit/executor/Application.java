package dev.processkit.executor;

import dev.processkit.task.SerializableCallable;
import dev.processkit.task.SerializableFunction;
import org.jspecify.annotations.Nullable;

/**
 * A function and what it is to be applied to.
 *
 * @param <T> the type of the item
 * @param <R> the type of the result
 * @param function the function
 * @param item the item
 */
record Application<T extends @Nullable Object, R extends @Nullable Object>(SerializableFunction<T, R> function,
		T item) implements SerializableCallable<R> {

	@Override
	public R call() throws Exception {
		return this.function.apply(this.item);
	}

}
