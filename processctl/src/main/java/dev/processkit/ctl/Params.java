package dev.processkit.ctl;

import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes the parameters of requests.
 */
final class Params {

	private Params() {
	}

	static ObjectNode none() {
		return JsonNodeFactory.instance.objectNode();
	}

	static ObjectNode target(String target) {
		return none().put("target", target);
	}

	/**
	 * Read parameters from the command line.
	 * @param arguments {@code key=value} each, or one JSON object or array
	 * @return the parameters
	 * @throws UsageException if they are neither
	 */
	static JsonNode parse(List<String> arguments) {
		if (arguments.size() == 1 && arguments.get(0).matches("(?s)\\s*[\\[{].*")) {
			JsonNode json = json(arguments.get(0));
			if (json == null) {
				throw new UsageException("'" + arguments.get(0) + "' is no JSON: check quotes and brackets");
			}
			return json;
		}
		ObjectNode params = none();
		for (String argument : arguments) {
			int equals = argument.indexOf('=');
			if (equals < 1) {
				throw new UsageException("'" + argument + "' is neither KEY=VALUE nor the one JSON object or array");
			}
			String value = argument.substring(equals + 1);
			JsonNode json = json(value);
			params.set(argument.substring(0, equals),
					(json != null) ? json : JsonNodeFactory.instance.stringNode(value));
		}
		return params;
	}

	private static @Nullable JsonNode json(String text) {
		ObjectReader reader = JsonMapper.shared().reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
		try {
			JsonNode json = reader.readTree(text);
			return json.isMissingNode() ? null : json;
		}
		catch (JacksonException ex) {
			// Then it is text.
			return null;
		}
	}

}
