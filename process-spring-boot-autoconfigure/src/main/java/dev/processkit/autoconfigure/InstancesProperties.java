package dev.processkit.autoconfigure;

import java.time.Duration;
import java.util.Objects;

import dev.processkit.InvalidDefinitionException;
import dev.processkit.Scaling;
import org.jspecify.annotations.Nullable;

/**
 * How many instances a process has: one number, or bounds between which the number
 * follows the load. One number is bound as {@code min} alone; whether it was written so,
 * {@link DefinitionSources} knows.
 *
 * @param min Smallest number of instances.
 * @param max Largest number of instances.
 * @param strategy When instances are added.
 * @param idleTimeout Time that an instance beyond the smallest number may have nothing to
 * do before it is stopped.
 */
record InstancesProperties(@Nullable Integer min, @Nullable Integer max, Scaling.@Nullable Strategy strategy,
		@Nullable Duration idleTimeout) {

	private static final Duration IDLE_TIMEOUT = Duration.ofMinutes(1);

	/**
	 * Bind one number. Public because only then the conversion service finds it.
	 * @param number the number
	 * @return the properties
	 */
	public static InstancesProperties of(String number) {
		return of(Integer.valueOf(number.strip()));
	}

	/**
	 * Bind one number, as YAML has it.
	 * @param number the number
	 * @return the properties
	 */
	public static InstancesProperties of(Integer number) {
		return new InstancesProperties(number, null, null, null);
	}

	/** The one number, unless it follows the load. */
	int fixed() {
		return Objects.requireNonNullElse(this.min, 1);
	}

	Scaling toScaling() {
		if (this.max == null) {
			throw new InvalidDefinitionException("max", "", "is missing",
					"Give 'max', or one number such as 'instances: 2'.");
		}
		return new Scaling(fixed(), this.max, Objects.requireNonNullElse(this.strategy, Scaling.Strategy.LAZY),
				Objects.requireNonNullElse(this.idleTimeout, IDLE_TIMEOUT));
	}

}
