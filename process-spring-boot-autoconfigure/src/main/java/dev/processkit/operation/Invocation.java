package dev.processkit.operation;

import dev.processkit.InvalidDefinitionException;
import org.jspecify.annotations.Nullable;

/**
 * An action of a worker that an operator asks for.
 *
 * @param name its name
 * @param argument what it is given; {@code null} for nothing
 * @since 0.1
 */
public record Invocation(String name, @Nullable String argument) {

	/** The action of the endpoint that leads here. */
	public static final String ACTION = "invoke";

	private static final int LONGEST_NAME = 256;

	private static final int LONGEST_ARGUMENT = 1 << 16;

	/**
	 * Read a request.
	 * @param name the name
	 * @param argument the argument
	 * @return the action
	 * @throws InvalidDefinitionException if the name is missing or something is too long
	 */
	public static Invocation of(@Nullable String name, @Nullable String argument) {
		if (name == null || name.isBlank() || name.length() > LONGEST_NAME) {
			throw new InvalidDefinitionException("name", (name != null) ? cut(name) : "",
					(name == null || name.isBlank()) ? "is missing" : "is too long",
					"Say which action of the worker, such as {\"action\":\"invoke\",\"name\":\"reload-cache\"}.");
		}
		if (argument != null && argument.length() > LONGEST_ARGUMENT) {
			throw new InvalidDefinitionException("argument", cut(argument), "is too long",
					"Use at most " + LONGEST_ARGUMENT + " characters, or have a bean send it as a message.");
		}
		return new Invocation(name.strip(), argument);
	}

	/**
	 * Refuse what only this action takes.
	 * @param name the name that came with another action; {@code null} for none
	 * @param argument the argument that came with it; {@code null} for none
	 * @param action the other action
	 * @throws InvalidDefinitionException if there is a name or an argument
	 */
	public static void refuse(@Nullable String name, @Nullable String argument, @Nullable String action) {
		String misplaced = (name != null) ? name : argument;
		if (misplaced != null) {
			throw new InvalidDefinitionException((name != null) ? "name" : "argument", cut(misplaced),
					"is not taken by the action '" + action + "'", "Remove it.");
		}
	}

	private static String cut(String text) {
		return (text.length() > LONGEST_NAME) ? text.substring(0, LONGEST_NAME) + "…" : text;
	}

}
