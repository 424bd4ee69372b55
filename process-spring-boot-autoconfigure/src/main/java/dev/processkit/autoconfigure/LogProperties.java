package dev.processkit.autoconfigure;

import java.util.Objects;

import dev.processkit.LogPolicy;
import org.jspecify.annotations.Nullable;

import static dev.processkit.autoconfigure.PropertyPath.either;

/**
 * Where the text goes that an instance prints.
 *
 * @param to Destination of the text.
 * @param file File to append to, with 'to: file' only.
 * @param tailLines Number of last lines kept in memory for errors and the actuator.
 */
record LogProperties(LogPolicy.@Nullable To to, @Nullable String file, @Nullable Integer tailLines) {

	/**
	 * Fill the gaps.
	 * @param defaults what to inherit; not its file, should the text go elsewhere
	 * @return the whole
	 */
	LogProperties over(LogProperties defaults) {
		boolean elsewhere = this.to != null && this.to != LogPolicy.To.FILE;
		return new LogProperties(either(this.to, defaults.to), elsewhere ? this.file : either(this.file, defaults.file),
				either(this.tailLines, defaults.tailLines));
	}

	LogPolicy toPolicy() {
		LogPolicy base = LogPolicy.DEFAULT;
		return new LogPolicy(Objects.requireNonNullElse(this.to, base.to()), PropertyPath.file("file", this.file),
				Objects.requireNonNullElse(this.tailLines, base.tailLines()));
	}

}
