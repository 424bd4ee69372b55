package dev.processkit.shared;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.processkit.InvalidDefinitionException;

/**
 * A column of a shared table.
 *
 * @param name the name: a letter, then letters, digits, dash and underscore, at most 63
 * @param type what it holds
 * @param bytes the largest size of a string in UTF-8, 1 to {@value #LONGEST}; 8 for the
 * other types
 * @since 0.1
 */
public record SharedColumn(String name, Type type, int bytes) {

	/** The largest string column, in bytes. */
	public static final int LONGEST = 65_536;

	private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,62}");

	private static final Pattern STRING = Pattern.compile("string\\s*\\(\\s*(\\d{1,9})\\s*\\)");

	public SharedColumn {
		if (!NAME.matcher(name).matches()) {
			throw new InvalidDefinitionException("columns." + name, name, "is not a column name",
					"Use a letter, then letters, digits, '-' or '_', 63 at most.");
		}
		if (type != Type.STRING && bytes != Long.BYTES) {
			throw new InvalidDefinitionException("columns." + name, bytes, "is no size of a number", "Use 8.");
		}
		if (bytes < 1 || bytes > LONGEST) {
			throw new InvalidDefinitionException("columns." + name, "string(" + bytes + ")", "is out of range",
					"Use string(1) to string(" + LONGEST + ").");
		}
	}

	/**
	 * A column of 64-bit integers.
	 * @param name the name
	 * @return the column
	 */
	public static SharedColumn ofLong(String name) {
		return new SharedColumn(name, Type.LONG, Long.BYTES);
	}

	/**
	 * A column of 64-bit floating-point numbers.
	 * @param name the name
	 * @return the column
	 */
	public static SharedColumn ofDouble(String name) {
		return new SharedColumn(name, Type.DOUBLE, Double.BYTES);
	}

	/**
	 * A column of strings.
	 * @param name the name
	 * @param bytes their largest size in UTF-8
	 * @return the column
	 */
	public static SharedColumn ofString(String name, int bytes) {
		return new SharedColumn(name, Type.STRING, bytes);
	}

	/**
	 * Read a column as it is configured.
	 * @param name the name
	 * @param type {@code long}, {@code double} or {@code string(n)}
	 * @return the column
	 * @throws InvalidDefinitionException if there is no such type
	 */
	public static SharedColumn parse(String name, String type) {
		String plain = type.strip().toLowerCase(Locale.ROOT);
		if (plain.equals("long")) {
			return ofLong(name);
		}
		if (plain.equals("double")) {
			return ofDouble(name);
		}
		Matcher string = STRING.matcher(plain);
		if (string.matches()) {
			return ofString(name, Integer.parseInt(string.group(1)));
		}
		throw new InvalidDefinitionException("columns." + name, type, "is not a type of column",
				"Use long, double, or string(n) with the largest size in bytes.");
	}

	/** The form that {@link #parse} reads. */
	String describe() {
		return (this.type == Type.STRING) ? "string(" + this.bytes + ")" : this.type.name().toLowerCase(Locale.ROOT);
	}

	/**
	 * What a column holds.
	 */
	public enum Type {

		/** A 64-bit integer. */
		LONG,

		/** A 64-bit floating-point number. */
		DOUBLE,

		/** A text of limited size. */
		STRING

	}

}
