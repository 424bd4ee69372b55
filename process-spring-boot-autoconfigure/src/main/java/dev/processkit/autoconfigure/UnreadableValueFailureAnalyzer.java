package dev.processkit.autoconfigure;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.convert.ConversionFailedException;
import org.springframework.util.ClassUtils;
import org.springframework.util.unit.DataSize;

/**
 * Explains a value under {@code process} that cannot be read, such as a duration, by what
 * may be written instead.
 */
@Order(Ordered.HIGHEST_PRECEDENCE + 103)
final class UnreadableValueFailureAnalyzer extends AbstractFailureAnalyzer<ConversionFailedException> {

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, ConversionFailedException cause) {
		BindException bindFailure = innermost(rootFailure);
		ConfigurationProperty property = (bindFailure != null) ? bindFailure.getProperty() : null;
		if (property == null || !UnknownPropertyFailureAnalyzer.PREFIX.isAncestorOf(property.getName())) {
			return null;
		}
		Class<?> type = ClassUtils.resolvePrimitiveIfNecessary(cause.getTargetType().getType());
		String description = PropertyReport.of("Unreadable value", property);
		return new FailureAnalysis("%s%n    Reason: The value is not %s.".formatted(description, nameOf(type)),
				remedyFor(type), cause);
	}

	private @Nullable BindException innermost(Throwable failure) {
		BindException innermost = null;
		for (Throwable candidate = failure; candidate != null; candidate = candidate.getCause()) {
			if (candidate instanceof BindException bindFailure && bindFailure.getProperty() != null) {
				innermost = bindFailure;
			}
		}
		return innermost;
	}

	private String nameOf(Class<?> type) {
		if (type == Duration.class) {
			return "a duration";
		}
		if (type == DataSize.class) {
			return "a size";
		}
		if (type.isEnum()) {
			return "one of the words known here";
		}
		return (type == Boolean.class) ? "a boolean" : "a number";
	}

	private String remedyFor(Class<?> type) {
		if (type == Duration.class) {
			return "Write a number and a unit without a space, such as 500ms, 10s or 5m.";
		}
		if (type == DataSize.class) {
			return "Write a number and a unit without a space, such as 512KB or 128MB.";
		}
		if (type.isEnum()) {
			return "Use one of " + Arrays.stream(type.getEnumConstants())
				.map((constant) -> ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-'))
				.toList() + ".";
		}
		return (type == Boolean.class) ? "Write true or false." : "Write a number.";
	}

}
