package dev.processkit.autoconfigure;

import dev.processkit.InvalidDefinitionException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/**
 * Explains a definition that cannot work: the property, its value, where it stands, what
 * is wrong, what to do.
 */
@Order(Ordered.HIGHEST_PRECEDENCE + 101)
final class InvalidDefinitionFailureAnalyzer extends AbstractFailureAnalyzer<InvalidDefinitionException> {

	private final @Nullable Environment environment;

	InvalidDefinitionFailureAnalyzer(@Nullable Environment environment) {
		this.environment = environment;
	}

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidDefinitionException cause) {
		String description = PropertyReport.of("Invalid process definition", cause.property(), cause.value(),
				PropertyReport.originOf(this.environment, cause.property()));
		return new FailureAnalysis("%s%n    Reason: The value %s.".formatted(description, cause.problem()),
				cause.remedy(), cause);
	}

}
