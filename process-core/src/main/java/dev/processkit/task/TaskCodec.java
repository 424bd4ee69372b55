package dev.processkit.task;

import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectInputFilter;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

import org.jspecify.annotations.Nullable;

/**
 * How tasks and what comes of them travel: Java serialisation, and in front of each task
 * the token that its application has given to the worker. Without that token a worker
 * deserialises nothing. Immutable and thread-safe, if the filter is.
 *
 * @since 0.1
 */
public final class TaskCodec {

	private static final byte[] RESULT = { 0 };

	private static final byte[] FAILURE = { 1 };

	private final byte[] token;

	private final ClassLoader loader;

	private final @Nullable ObjectInputFilter filter;

	/**
	 * Create a codec.
	 * @param token the secret of application and worker
	 * @param loader finds the classes of what is read
	 * @param filter decides which classes may be read, besides the filter of the JVM
	 * ({@code jdk.serialFilter}); {@code null} for that one alone
	 */
	public TaskCodec(String token, ClassLoader loader, @Nullable ObjectInputFilter filter) {
		this.token = token.getBytes(StandardCharsets.UTF_8);
		this.loader = loader;
		this.filter = filter;
	}

	/**
	 * Write a task.
	 * @param task a callable or runnable
	 * @return the token and the task
	 * @throws TaskSerializationException if it cannot be serialised
	 */
	public byte[] write(Object task) {
		return write(this.token, task, "The task");
	}

	/**
	 * Read a task, if it carries our token; otherwise nothing is deserialised.
	 * @param payload the token and the task
	 * @return the task
	 * @throws SecurityException if the token is another one
	 * @throws TaskSerializationException if the task cannot be read
	 */
	Object read(byte[] payload) {
		int length = Math.min(payload.length, this.token.length);
		byte[] given = new byte[length];
		System.arraycopy(payload, 0, given, 0, length);
		if (!MessageDigest.isEqual(given, this.token)) {
			throw new SecurityException("The task does not carry the token of this worker's application; refused");
		}
		Object task = read(payload, length, "The task cannot be read in its worker");
		if (task == null) {
			throw new TaskSerializationException("The task cannot be read in its worker: it is null", null);
		}
		return task;
	}

	/** Write a result. */
	byte[] result(@Nullable Object result) {
		return write(RESULT, result, "The result of the task");
	}

	/** Write what a task threw. */
	byte[] failure(Throwable failure) {
		return write(FAILURE, failure, "The exception of the task");
	}

	/**
	 * Read what came of a task.
	 * @param outcome what its worker has answered; {@code null} for the result
	 * {@code null}
	 * @return the result
	 * @throws TaskSerializationException if it cannot be read
	 * @throws Throwable what the task threw
	 */
	public @Nullable Object outcome(byte @Nullable [] outcome) throws Throwable {
		if (outcome == null) {
			return null;
		}
		boolean failed = outcome.length > 0 && outcome[0] == FAILURE[0];
		Object value = read(outcome, 1, failed ? "The exception of the task cannot be read in the application"
				: "The result of the task cannot be read in the application");
		if (failed && value instanceof Throwable failure) {
			throw failure;
		}
		return value;
	}

	private static byte[] write(byte[] prefix, @Nullable Object object, String what) {
		try {
			return Serialized.write(prefix, object);
		}
		catch (NotSerializableException ex) {
			throw new TaskSerializationException(Culprit.describe(what, object, String.valueOf(ex.getMessage())), ex);
		}
		catch (StackOverflowError ex) {
			throw new TaskSerializationException(what + " cannot be serialised: it is nested too deeply", ex);
		}
		catch (IOException | RuntimeException ex) {
			throw new TaskSerializationException(what + " cannot be serialised: " + ex, ex);
		}
	}

	private @Nullable Object read(byte[] bytes, int offset, String problem) {
		try {
			return Serialized.read(bytes, offset, this.loader, this.filter);
		}
		catch (StackOverflowError ex) {
			throw new TaskSerializationException(problem + ": it is nested too deeply", ex);
		}
		catch (IOException | ClassNotFoundException | RuntimeException | LinkageError ex) {
			throw new TaskSerializationException(problem + ": " + ex, ex);
		}
	}

}
