package dev.processkit.autoconfigure;

import java.time.Duration;
import java.util.Locale;
import java.util.Objects;

import dev.processkit.InvalidDefinitionException;
import dev.processkit.LogPolicy;
import dev.processkit.LogRotation;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.convert.DurationStyle;
import org.springframework.util.unit.DataSize;

import static dev.processkit.autoconfigure.PropertyPath.either;

/**
 * Where the text goes that an instance prints.
 *
 * @param to Destination of the text.
 * @param file File to append to, with 'to: file' only. May hold {process} and {instance}.
 * @param tailLines Number of last lines kept in memory for errors, the actuator and
 * followers.
 * @param format How lines look in the file.
 * @param maxSize Largest size of the file; 0 for any.
 * @param rotate Period after which a new file begins: daily, hourly, never or a duration.
 * @param keep Number of old files that are kept.
 * @param compress Whether old files are compressed with gzip.
 */
record LogProperties(LogPolicy.@Nullable To to, @Nullable String file, @Nullable Integer tailLines,
		LogPolicy.@Nullable Format format, @Nullable DataSize maxSize, @Nullable String rotate, @Nullable Integer keep,
		@Nullable Boolean compress) {

	/**
	 * Fill the gaps.
	 * @param defaults what to inherit; not its file, should the text go elsewhere
	 * @return the whole
	 */
	LogProperties over(LogProperties defaults) {
		boolean elsewhere = this.to != null && this.to != LogPolicy.To.FILE;
		return new LogProperties(either(this.to, defaults.to), elsewhere ? this.file : either(this.file, defaults.file),
				either(this.tailLines, defaults.tailLines), either(this.format, defaults.format),
				either(this.maxSize, defaults.maxSize), either(this.rotate, defaults.rotate),
				either(this.keep, defaults.keep), either(this.compress, defaults.compress));
	}

	LogPolicy toPolicy() {
		LogPolicy base = LogPolicy.DEFAULT;
		LogRotation rotation = base.rotation();
		return new LogPolicy(Objects.requireNonNullElse(this.to, base.to()), PropertyPath.file("file", this.file),
				Objects.requireNonNullElse(this.tailLines, base.tailLines()),
				Objects.requireNonNullElse(this.format, base.format()),
				new LogRotation((this.maxSize != null) ? this.maxSize.toBytes() : rotation.maxSize(), period(rotation),
						Objects.requireNonNullElse(this.keep, rotation.keep()),
						Objects.requireNonNullElse(this.compress, rotation.compress())));
	}

	private Duration period(LogRotation base) {
		if (this.rotate == null) {
			return base.every();
		}
		return switch (this.rotate.strip().toLowerCase(Locale.ROOT)) {
			case "daily" -> LogRotation.DAILY;
			case "hourly" -> LogRotation.HOURLY;
			case "never" -> Duration.ZERO;
			default -> duration(this.rotate);
		};
	}

	private static Duration duration(String text) {
		try {
			return DurationStyle.detectAndParse(text.strip());
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidDefinitionException("rotate", text, "is no period",
					"Use daily, hourly, never, or a duration such as 15m.");
		}
	}

}
