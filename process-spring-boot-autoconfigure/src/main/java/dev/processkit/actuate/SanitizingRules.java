package dev.processkit.actuate;

import java.util.function.BinaryOperator;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.Sanitizer;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;

/**
 * The application's {@link SanitizingFunction}s, for command lines. Thread-safe.
 *
 * @since 0.1
 */
public final class SanitizingRules implements BinaryOperator<String> {

	private final Sanitizer sanitizer;

	/**
	 * Create rules.
	 * @param functions asked in their order
	 */
	public SanitizingRules(Iterable<SanitizingFunction> functions) {
		this.sanitizer = new Sanitizer(functions);
	}

	@Override
	public String apply(String key, String value) {
		@Nullable Object sanitized = this.sanitizer.sanitize(new SanitizableData(null, key, value), true);
		return String.valueOf(sanitized);
	}

}
