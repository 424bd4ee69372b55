package dev.processkit.client;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What travels beside the arguments of the call that the current thread answers, such as
 * {@code traceparent}. For workers without Spring; in one with an
 * {@code ObservationRegistry} the observation of the call is current already.
 *
 * @since 0.1
 */
public final class CallHeaders {

	private static final ThreadLocal<@Nullable Map<String, String>> CURRENT = new ThreadLocal<>();

	private CallHeaders() {
	}

	/**
	 * The headers of the call that the current thread answers.
	 * @return the headers, unmodifiable; empty outside of a call
	 */
	public static Map<String, String> current() {
		Map<String, String> headers = CURRENT.get();
		return (headers != null) ? headers : Map.of();
	}

	static void set(Map<String, String> headers) {
		CURRENT.set(headers);
	}

	static void clear() {
		CURRENT.remove();
	}

}
