package dev.processkit.operation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.processkit.ProcessDefinition;
import dev.processkit.Program;

/**
 * Masks what looks secret in a command line: values of options and variables whose name
 * says so, and passwords in URLs. Then the application's own rules have their say: each
 * argument is offered under the key {@code process.processes.<name>.command[<index>]},
 * the value of an option or variable also under its bare name. What is masked by mistake
 * costs a look into the configuration, what is shown by mistake costs a password: in
 * doubt it masks. Thread-safe.
 *
 * @since 0.1
 */
public final class CommandLineSanitizer {

	private static final String MASK = "******";

	private static final String SECRET_NAME = "[\\w.-]*(?:pass|pwd|secret|token|credential|key|authorization|cookie)[\\w.-]*+";

	/** A {@code --password}, whose value is the next argument. */
	private static final Pattern SECRET_OPTION = Pattern.compile("(?i)-" + SECRET_NAME);

	/** A {@code -u} of curl and its like, whose value is {@code user:password}. */
	private static final Pattern USER_OPTION = Pattern.compile("-u|-U|--(?:proxy-)?user");

	/** A {@code --password=…}, {@code PASSWORD=…} or {@code Authorization: …}. */
	private static final Pattern ASSIGNMENT = Pattern.compile("(?is)(" + SECRET_NAME + "[=:]\\s*)(.+)");

	/** The same inside of a longer text: a script, JSON, a query. */
	private static final Pattern INNER_ASSIGNMENT = Pattern.compile("(?i)(?<![\\w.-])(" + SECRET_NAME
			+ "[\"']?\\s*[=:]\\s*|--" + SECRET_NAME + "\\s+)(\"[^\"]*\"|'[^']*'|[^\\s&;,\"'}]+)");

	private static final Pattern URL_PASSWORD = Pattern.compile("(://[^/\\s:@]*:)[^/\\s]*(?=@)");

	/** A {@code user:password@host} without a scheme. */
	private static final Pattern BARE_PASSWORD = Pattern.compile("([^\\s:/@=]+:)[^\\s/@]+(?=@[\\w.-])");

	private static final Pattern ANY_ASSIGNMENT = Pattern.compile("(?s)-*(?<key>[\\w.-]+)=(?<value>.*)");

	private final BinaryOperator<String> rules;

	/** Create a sanitizer with the built-in rules only. */
	public CommandLineSanitizer() {
		this((key, value) -> value);
	}

	/**
	 * Create a sanitizer.
	 * @param rules applied after the built-in ones: given a key and its value, the value
	 * that may be shown
	 */
	public CommandLineSanitizer(BinaryOperator<String> rules) {
		this.rules = rules;
	}

	/**
	 * Make a program fit to be shown.
	 * @param definition what it belongs to
	 * @return the worker class as it is, or the masked command
	 */
	public SanitizedProgram sanitize(ProcessDefinition definition) {
		if (!(definition.program() instanceof Program.Command command)) {
			return new SanitizedProgram(definition.program().what(), Map.of());
		}
		List<String> shown = new ArrayList<>();
		Map<String, String> masked = new LinkedHashMap<>();
		String previous = "";
		for (String argument : command.argv()) {
			String key = "process.processes." + definition.name() + ".command[" + shown.size() + "]";
			String sanitized = applyRules(key, mask(argument, previous), previous);
			if (!sanitized.equals(argument)) {
				masked.put(argument, sanitized);
			}
			shown.add(sanitized);
			previous = argument;
		}
		return new SanitizedProgram(String.join(" ", shown), masked);
	}

	private static String mask(String argument, String previous) {
		if (SECRET_OPTION.matcher(previous).matches() && !isOption(argument)) {
			return MASK;
		}
		if (USER_OPTION.matcher(previous).matches() && argument.indexOf(':') > 0) {
			return argument.substring(0, argument.indexOf(':') + 1) + MASK;
		}
		Matcher assignment = ASSIGNMENT.matcher(argument);
		if (assignment.matches()) {
			return assignment.group(1) + MASK;
		}
		String masked = INNER_ASSIGNMENT.matcher(argument).replaceAll("$1" + Matcher.quoteReplacement(MASK));
		masked = URL_PASSWORD.matcher(masked).replaceAll("$1" + Matcher.quoteReplacement(MASK));
		return BARE_PASSWORD.matcher(masked).replaceFirst("$1" + Matcher.quoteReplacement(MASK));
	}

	/** A secret may begin with a dash, but hardly with two or as a single letter. */
	private static boolean isOption(String argument) {
		return argument.startsWith("--") || (argument.startsWith("-") && argument.length() <= 2);
	}

	private String applyRules(String key, String argument, String previous) {
		Matcher assignment = ANY_ASSIGNMENT.matcher(argument);
		String result = argument;
		if (assignment.matches()) {
			String value = assignment.group("value");
			result = argument.substring(0, argument.length() - value.length())
					+ this.rules.apply(assignment.group("key"), value);
		}
		else if (previous.startsWith("-") && !isOption(argument)) {
			result = this.rules.apply(previous.replaceFirst("^-+", ""), argument);
		}
		return this.rules.apply(key, result);
	}

}
