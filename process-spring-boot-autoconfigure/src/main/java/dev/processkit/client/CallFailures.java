package dev.processkit.client;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;

import dev.processkit.RemoteFailure;
import dev.processkit.RequestFailedException;
import dev.processkit.RequestFailedException.Kind;
import org.jspecify.annotations.Nullable;

/**
 * What the caller of one method gets when there is no result: an exception that the
 * method declares, or an unchecked one. The worker's word alone never makes a class be
 * loaded.
 */
final class CallFailures {

	private final Map<String, Constructor<?>> declared = new HashMap<>();

	private final boolean interruptible;

	CallFailures(Method method) {
		boolean interruptible = false;
		for (Class<?> type : method.getExceptionTypes()) {
			interruptible |= type.isAssignableFrom(InterruptedException.class);
			Constructor<?> constructor = withMessage(type);
			if (constructor != null) {
				this.declared.put(type.getName(), constructor);
			}
		}
		// Of the caller's thread, not of the worker's, such an exception would tell.
		this.declared.remove(InterruptedException.class.getName());
		this.interruptible = interruptible;
	}

	private static @Nullable Constructor<?> withMessage(Class<?> type) {
		try {
			Constructor<?> constructor = type.getDeclaredConstructor(String.class);
			return constructor.trySetAccessible() ? constructor : null;
		}
		catch (NoSuchMethodException ex) {
			return null;
		}
	}

	Throwable translate(RequestFailedException failure) {
		RemoteFailure remote = failure.remote();
		if (failure.kind() == Kind.CANCELLED) {
			return cancelled(String.valueOf(failure.getMessage()), failure);
		}
		if (failure.kind() != Kind.HANDLER_FAILED || remote == null) {
			return failure;
		}
		RemoteCallException unchecked = new RemoteCallException(remote);
		Constructor<?> constructor = this.declared.get(remote.type());
		return (constructor != null) ? declared(constructor, unchecked) : unchecked;
	}

	private static Throwable declared(Constructor<?> constructor, RemoteCallException cause) {
		try {
			Throwable failure = (Throwable) constructor.newInstance(cause.getMessage());
			if (failure.getCause() == null) {
				failure.initCause(cause);
			}
			return failure;
		}
		catch (ReflectiveOperationException | IllegalStateException ex) {
			// One that cannot be made, or has no room for its cause, says less than the
			// cause itself.
			cause.addSuppressed(ex);
			return cause;
		}
	}

	Throwable interrupted(ClientCall call, InterruptedException ex) {
		if (this.interruptible) {
			return ex;
		}
		Thread.currentThread().interrupt();
		return cancelled("%s was cancelled, for its caller was interrupted".formatted(call), ex);
	}

	private static CancellationException cancelled(String message, Throwable cause) {
		CancellationException cancelled = new CancellationException(message);
		cancelled.initCause(cause);
		return cancelled;
	}

}
