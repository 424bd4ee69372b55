package dev.processkit.autoconfigure;

import dev.processkit.client.InvalidClientException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Explains an interface that cannot be a client: interface, method, what is wrong, what
 * to do.
 */
@Order(Ordered.HIGHEST_PRECEDENCE + 101)
final class InvalidClientFailureAnalyzer extends AbstractFailureAnalyzer<InvalidClientException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidClientException cause) {
		return new FailureAnalysis("%s %s.".formatted(cause.subject(), cause.problem()), cause.remedy(), cause);
	}

}
