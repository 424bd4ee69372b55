package dev.processkit.autoconfigure;

import dev.processkit.ProcessException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Explains what else stops the processes from starting, such as an address in use. The
 * messages of this library say themselves what to do.
 */
@Order(Ordered.HIGHEST_PRECEDENCE + 102)
final class ProcessExceptionFailureAnalyzer extends AbstractFailureAnalyzer<ProcessException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, ProcessException cause) {
		StringBuilder description = new StringBuilder("The processes of the application cannot start: ")
			.append(cause.getMessage());
		for (Throwable reason = cause.getCause(); reason != null; reason = reason.getCause()) {
			description.append("%n    Caused by: %s".formatted(reason));
		}
		return new FailureAnalysis(description.toString(),
				"Follow the advice above, disable the process with 'enabled: false', or all of them with "
						+ "'process.enabled: false'.",
				cause);
	}

}
