package dev.processkit.ctl;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads durations as people write them, from a millisecond to a day.
 */
class DurationConverter implements ITypeConverter<Duration> {

	private static final Pattern FORM = Pattern.compile("(\\d{1,9})(ms|s|m|h|)");

	@Override
	public Duration convert(String value) {
		Matcher matcher = FORM.matcher(value.toLowerCase(Locale.ROOT));
		if (matcher.matches()) {
			long amount = Long.parseLong(matcher.group(1));
			Duration duration = switch (matcher.group(2)) {
				case "ms" -> Duration.ofMillis(amount);
				case "m" -> Duration.ofMinutes(amount);
				case "h" -> Duration.ofHours(amount);
				default -> Duration.ofSeconds(amount);
			};
			if (!duration.isZero() && duration.compareTo(Duration.ofDays(1)) <= 0) {
				return duration;
			}
		}
		throw new TypeConversionException("'" + value + "' is no duration between 1ms and 24h, such as 500ms, 10s, 2m");
	}

}
