package dev.processkit.task;

import dev.processkit.ProcessException;
import org.jspecify.annotations.Nullable;

/**
 * A task, or what came of it, that cannot travel between the application and a worker.
 *
 * @since 0.1
 */
public class TaskSerializationException extends ProcessException {

	/**
	 * Create an exception.
	 * @param message what cannot travel and what to do
	 * @param cause what serialisation said
	 */
	public TaskSerializationException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
