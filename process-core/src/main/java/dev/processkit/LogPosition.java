package dev.processkit;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How far somebody has read what the instances of one process print. Its text is the
 * number of the last line that was read; of several instances {@code 0.57-1.12}, line 57
 * of the first and line 12 of the second.
 *
 * @param numbers the number of the last line that was read, by index of the instance; of
 * an instance that is not named nothing was
 * @since 0.1
 */
public record LogPosition(Map<Integer, Long> numbers) {

	/** Before everything that is in memory. */
	public static final LogPosition START = new LogPosition(Map.of());

	private static final Pattern ONE = Pattern.compile("\\d{1,18}");

	private static final Pattern SEVERAL = Pattern.compile("\\d{1,9}\\.\\d{1,18}(-\\d{1,9}\\.\\d{1,18})*");

	public LogPosition {
		numbers = Map.copyOf(numbers);
	}

	/**
	 * Read a text.
	 * @param text a number, or what {@link #toString()} has made
	 * @param index the instance that a number by itself is meant for
	 * @return the position
	 * @throws InvalidDefinitionException if it is neither
	 */
	public static LogPosition parse(String text, int index) {
		String stripped = text.strip();
		if (ONE.matcher(stripped).matches()) {
			return new LogPosition(Map.of(index, Long.valueOf(stripped)));
		}
		if (!SEVERAL.matcher(stripped).matches()) {
			throw new InvalidDefinitionException("after", text, "is no number of a line",
					"Use 0 for all that is in memory, or what 'next' of the last answer says.");
		}
		Map<Integer, Long> numbers = new TreeMap<>();
		for (String each : stripped.split("-")) {
			int dot = each.indexOf('.');
			numbers.put(Integer.valueOf(each.substring(0, dot)), Long.valueOf(each.substring(dot + 1)));
		}
		return new LogPosition(numbers);
	}

	/**
	 * How far an instance was read.
	 * @param index its index
	 * @return the number of the last line that was read; 0 if none was
	 */
	public long of(int index) {
		return this.numbers.getOrDefault(index, 0L);
	}

	@Override
	public String toString() {
		if (this.numbers.size() <= 1) {
			return this.numbers.values().stream().map(String::valueOf).findFirst().orElse("0");
		}
		return new TreeMap<>(this.numbers).entrySet()
			.stream()
			.map((entry) -> entry.getKey() + "." + entry.getValue())
			.collect(Collectors.joining("-"));
	}

}
