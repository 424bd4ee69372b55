package dev.processkit.autoconfigure;

import java.time.Duration;
import java.util.List;

import dev.processkit.Dependencies;
import dev.processkit.ProcessDefinition;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.convert.DurationStyle;
import org.springframework.core.env.Environment;

/**
 * The time that Spring allows for the shutdown of one phase, in which all processes stop
 * side by side.
 *
 * @param perPhase {@code spring.lifecycle.timeout-per-shutdown-phase}
 */
record ShutdownBudget(Duration perPhase) {

	private static final String PROPERTY = "spring.lifecycle.timeout-per-shutdown-phase";

	static ShutdownBudget of(Environment environment) {
		return new ShutdownBudget(DurationStyle.detectAndParse(environment.getProperty(PROPERTY, "30s")));
	}

	/**
	 * Find out whether some process may use more than there is.
	 * @param definitions the processes
	 * @return a warning with its remedy, or {@code null}
	 */
	@Nullable String warning(List<ProcessDefinition> definitions) {
		Duration longest = new Dependencies(definitions).longestStop();
		for (ProcessDefinition definition : definitions) {
			Duration grace = definition.policies().stop().gracePeriod();
			if (grace.compareTo(this.perPhase) >= 0) {
				return "Process '%s' may take %s to stop, but %s is %s: raise it above the grace period, or the context closes before the process has ended"
					.formatted(definition.name(), DurationStyle.SIMPLE.print(grace), PROPERTY,
							DurationStyle.SIMPLE.print(this.perPhase));
			}
		}
		if (longest.compareTo(this.perPhase) >= 0) {
			return "Processes that depend on each other stop one after the other, which may take %s, but %s is %s: raise it above the sum of their grace periods"
				.formatted(DurationStyle.SIMPLE.print(longest), PROPERTY, DurationStyle.SIMPLE.print(this.perPhase));
		}
		return null;
	}

}
