package dev.processkit.sample;

import java.util.LinkedHashMap;
import java.util.Map;

import tools.jackson.databind.json.JsonMapper;

/**
 * The replies of the sample's workers: {@code status} is {@code ok} or {@code error},
 * {@code data} holds a result, {@code message} is for people.
 */
final class Reply {

	static final JsonMapper JSON = JsonMapper.shared();

	private Reply() {
	}

	static String ok(String message) {
		return JSON.writeValueAsString(ordered("ok", "message", message));
	}

	static String data(Object data) {
		return JSON.writeValueAsString(ordered("ok", "data", data));
	}

	static String error(String message) {
		return JSON.writeValueAsString(ordered("error", "message", message));
	}

	private static Map<String, Object> ordered(String status, String key, Object value) {
		Map<String, Object> reply = new LinkedHashMap<>();
		reply.put("status", status);
		reply.put(key, value);
		return reply;
	}

}
