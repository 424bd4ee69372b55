package dev.processkit.control;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A call of one method of a worker: the content of a CALL frame.
 *
 * @param method the name of the method
 * @param headers what travels beside the arguments, such as the trace context; small
 * @param arguments the arguments, encoded by a codec that both ends know; not copied
 * @since 0.1
 */
public record WorkerCall(String method, Map<String, String> headers, byte[] arguments) {

	/** How the method of a call begins that is an action of the worker, and no method. */
	private static final String ACTION = "@";

	/** The header that tells an action without an argument from one with an empty one. */
	private static final String WITHOUT_ARGUMENT = "without-argument";

	public WorkerCall {
		headers = Map.copyOf(headers);
	}

	/**
	 * Ask for an action of the worker.
	 * @param name its name
	 * @param argument its argument; {@code null} for none
	 * @return the call
	 */
	public static WorkerCall action(String name, @Nullable String argument) {
		return (argument != null) ? new WorkerCall(ACTION + name, Map.of(), argument.getBytes(StandardCharsets.UTF_8))
				: new WorkerCall(ACTION + name, Map.of(WITHOUT_ARGUMENT, ""), new byte[0]);
	}

	/**
	 * The action that is asked for.
	 * @return its name; {@code null} if this is a call of a method
	 */
	public @Nullable String action() {
		return this.method.startsWith(ACTION) ? this.method.substring(ACTION.length()) : null;
	}

	/**
	 * The argument of the action.
	 * @return the argument; {@code null} if there is none
	 */
	public @Nullable String argument() {
		return this.headers.containsKey(WITHOUT_ARGUMENT) ? null : new String(this.arguments, StandardCharsets.UTF_8);
	}

	/**
	 * Encode what follows the id in a CALL frame.
	 * @return method, headers and arguments
	 */
	public byte[] body() {
		Map<byte[], byte[]> texts = new LinkedHashMap<>();
		byte[] name = this.method.getBytes(StandardCharsets.UTF_8);
		int length = 2 * Integer.BYTES + name.length + this.arguments.length;
		for (Map.Entry<String, String> header : this.headers.entrySet()) {
			byte[] key = header.getKey().getBytes(StandardCharsets.UTF_8);
			byte[] value = header.getValue().getBytes(StandardCharsets.UTF_8);
			texts.put(key, value);
			length += 2 * Integer.BYTES + key.length + value.length;
		}
		ByteBuffer body = ByteBuffer.allocate(length);
		body.putInt(name.length).put(name).putInt(texts.size());
		texts.forEach((key, value) -> body.putInt(key.length).put(key).putInt(value.length).put(value));
		return body.put(this.arguments).array();
	}

	@Override
	public String toString() {
		return "WorkerCall[" + this.method + ", " + this.arguments.length + " bytes]";
	}

}
