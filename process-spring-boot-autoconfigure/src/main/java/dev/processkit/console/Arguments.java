package dev.processkit.console;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The arguments of one request, bound to the parameters of its procedure.
 *
 * @param values what was given, by name; without {@code null}s
 */
record Arguments(Map<String, JsonNode> values) {

	/**
	 * Bind what a request carries.
	 * @param procedure what is called
	 * @param params an array, an object, or nothing
	 * @return the arguments
	 * @throws ConsoleException if one is missing or there are more than are taken
	 */
	static Arguments bind(Procedure procedure, @Nullable JsonNode params) {
		Map<String, JsonNode> values = new LinkedHashMap<>();
		List<Parameter> parameters = procedure.parameters();
		if (params != null && params.isArray()) {
			if (params.size() > parameters.size()) {
				throw invalid(procedure, "takes " + parameters.size() + " arguments, not " + params.size());
			}
			for (int i = 0; i < params.size(); i++) {
				values.put(parameters.get(i).name(), params.get(i));
			}
		}
		else if (params != null) {
			params.properties().forEach((entry) -> values.put(entry.getKey(), entry.getValue()));
		}
		values.values().removeIf(JsonNode::isNull);
		List<String> known = parameters.stream().map(Parameter::name).toList();
		values.keySet().stream().filter((name) -> !known.contains(name)).findFirst().ifPresent((name) -> {
			throw invalid(procedure, "takes no '" + name + "'");
		});
		parameters.stream()
			.filter((parameter) -> !parameter.optional() && !values.containsKey(parameter.name()))
			.findFirst()
			.ifPresent((parameter) -> {
				throw invalid(procedure, "needs '" + parameter.name() + "'");
			});
		return new Arguments(values);
	}

	private static ConsoleException invalid(Procedure procedure, String problem) {
		return ConsoleError.INVALID_PARAMS
			.because("'%s' %s; it is %s".formatted(procedure.name(), problem, procedure.usage()));
	}

	/**
	 * A text that must be there.
	 * @param name the parameter
	 * @return the text
	 */
	String text(String name) {
		String text = optionalText(name);
		if (text == null) {
			throw ConsoleError.INVALID_PARAMS.because("'" + name + "' is missing");
		}
		return text;
	}

	/**
	 * A text, number or boolean as text.
	 * @param name the parameter
	 * @return the text; {@code null} when it was not given
	 */
	@Nullable String optionalText(String name) {
		JsonNode value = this.values.get(name);
		if (value == null) {
			return null;
		}
		if (!value.isValueNode()) {
			throw ConsoleError.INVALID_PARAMS.because("'" + name + "' is no text");
		}
		return value.asString();
	}

	/**
	 * A whole number.
	 * @param name the parameter
	 * @param otherwise the number when it was not given
	 * @param least the smallest that is taken
	 * @param most the largest that is taken
	 * @return the number
	 */
	long number(String name, long otherwise, long least, long most) {
		String text = optionalText(name);
		if (text == null) {
			return otherwise;
		}
		try {
			long number = Long.parseLong(text);
			if (number >= least && number <= most) {
				return number;
			}
		}
		catch (NumberFormatException ex) {
			// refused below, like a number out of bounds
		}
		throw ConsoleError.INVALID_PARAMS
			.because("'%s' is '%s', but must be a whole number from %d to %d".formatted(name, text, least, most));
	}

}
