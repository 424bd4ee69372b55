package dev.processkit.worker;

import dev.processkit.ProcessException;
import org.jspecify.annotations.Nullable;

/**
 * A class that cannot be a worker. The message says why and what to do.
 */
class InvalidWorkerException extends ProcessException {

	InvalidWorkerException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
