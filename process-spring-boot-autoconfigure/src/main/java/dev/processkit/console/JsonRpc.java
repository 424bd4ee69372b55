package dev.processkit.console;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * JSON-RPC 2.0 (jsonrpc.org): a request or a batch a line, a response a line. Confined to
 * the thread of its connection, but for notifications.
 */
final class JsonRpc {

	private static final int LARGEST_BATCH = 100;

	/** In characters; a batch must not gather more than memory holds. */
	private static final int LARGEST_BATCH_ANSWER = 4 << 20;

	private static final String VERSION = "2.0";

	private final JsonMapper mapper;

	private final Session session;

	JsonRpc(JsonMapper mapper, Session session) {
		this.mapper = mapper;
		this.session = session;
	}

	/**
	 * Answer a line.
	 * @param line what begins like JSON
	 * @return a line with its end; empty when nothing is owed
	 */
	String answer(String line) {
		JsonNode request;
		try {
			request = this.mapper.readTree(line);
		}
		catch (JacksonException ex) {
			return failure(ConsoleError.PARSE.because("The line is no JSON: " + ex.getOriginalMessage()));
		}
		String answer = request.isArray() ? answerBatch(request) : answerOne(request);
		return answer.isEmpty() ? "" : answer + "\n";
	}

	private String answerBatch(JsonNode batch) {
		try {
			this.session.require();
		}
		catch (ConsoleException ex) {
			return response(null, ex);
		}
		if (batch.isEmpty()) {
			return response(null, ConsoleError.INVALID_REQUEST.because("The batch is empty"));
		}
		if (batch.size() > LARGEST_BATCH) {
			return response(null, ConsoleError.LIMIT.because("A batch holds at most " + LARGEST_BATCH + " requests"));
		}
		StringBuilder answers = new StringBuilder();
		for (JsonNode request : batch) {
			String answer = (answers.length() < LARGEST_BATCH_ANSWER) ? answerOne(request) : response(idOf(request),
					ConsoleError.LIMIT.because("Not done: the answers before fill " + LARGEST_BATCH_ANSWER + " bytes"));
			if (!answer.isEmpty()) {
				answers.append(answers.isEmpty() ? "[" : ",").append(answer);
			}
		}
		return answers.isEmpty() ? "" : answers.append(']').toString();
	}

	private String answerOne(JsonNode request) {
		JsonNode id = idOf(request);
		JsonNode method = request.path("method");
		JsonNode params = request.get("params");
		if (!request.isObject() || !request.path("jsonrpc").asString("").equals(VERSION) || !method.isString()
				|| !(params == null || params.isContainer()) || (request.has("id") && id == null)) {
			return response(id, ConsoleError.INVALID_REQUEST.because("A request is {\"jsonrpc\":\"2.0\",\"method\":"
					+ "\"…\",\"params\":[…] or {…},\"id\":a number or a text}"));
		}
		String answer;
		try {
			answer = response(id, this.session.call(method.asString(), params));
		}
		catch (ConsoleException ex) {
			answer = response(id, ex);
		}
		return request.has("id") ? answer : "";
	}

	/**
	 * The id of a request.
	 * @param request the request
	 * @return a number, a text or JSON's null; {@code null} when it has none of these
	 */
	private static @Nullable JsonNode idOf(JsonNode request) {
		JsonNode id = request.get("id");
		return (id != null && (id.isString() || id.isNumber() || id.isNull())) ? id : null;
	}

	private String response(@Nullable JsonNode id, @Nullable Object result) {
		ObjectNode response = this.mapper.createObjectNode();
		response.put("jsonrpc", VERSION);
		try {
			response.set("result", this.mapper.valueToTree(result));
		}
		catch (JacksonException | StackOverflowError ex) {
			throw ConsoleError.INTERNAL.because("The result cannot be written as JSON: " + ex.getMessage());
		}
		response.set("id", id);
		return this.mapper.writeValueAsString(response);
	}

	private String response(@Nullable JsonNode id, ConsoleException failure) {
		ObjectNode response = this.mapper.createObjectNode();
		response.put("jsonrpc", VERSION);
		ObjectNode error = response.putObject("error");
		error.put("code", failure.error().code());
		error.put("message", failure.text());
		response.set("id", id);
		return this.mapper.writeValueAsString(response);
	}

	/**
	 * An answer to what cannot be read.
	 * @param failure why
	 * @return a line with its end
	 */
	String failure(ConsoleException failure) {
		return response(null, failure) + "\n";
	}

	/**
	 * A notification to the client. Thread-safe.
	 * @param method what it is about
	 * @param params its parameters, by name
	 * @return a line with its end
	 */
	String notification(String method, Object params) {
		ObjectNode notification = this.mapper.createObjectNode();
		notification.put("jsonrpc", VERSION);
		notification.put("method", method);
		notification.set("params", this.mapper.valueToTree(params));
		return this.mapper.writeValueAsString(notification) + "\n";
	}

}
