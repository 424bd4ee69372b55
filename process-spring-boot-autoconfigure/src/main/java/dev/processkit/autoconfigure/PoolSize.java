package dev.processkit.autoconfigure;

import dev.processkit.InvalidDefinitionException;
import dev.processkit.Scaling;
import org.jspecify.annotations.Nullable;

/**
 * How many instances a process begins with, and whether that follows its load.
 *
 * @param instances the number to begin with
 * @param scaling the bounds; {@code null} for a fixed number
 */
record PoolSize(int instances, @Nullable Scaling scaling) {

	/**
	 * Read the size of a process.
	 * @param path where the process stands
	 * @param properties its {@code instances} as they were bound
	 * @param sources know whether they were written as one number
	 * @return the size
	 * @throws InvalidDefinitionException if it is neither a number nor bounds
	 */
	static PoolSize of(String path, InstancesProperties properties, DefinitionSources sources) {
		String number = sources.instances(path + ".instances");
		if (number == null) {
			return new PoolSize(properties.fixed(), null);
		}
		if (number.isEmpty()) {
			Scaling scaling = PropertyPath.at("instances", properties::toScaling);
			return new PoolSize(scaling.initial(), scaling);
		}
		try {
			return new PoolSize(Integer.parseInt(number), null);
		}
		catch (NumberFormatException ex) {
			throw new InvalidDefinitionException("instances", number, "is not a number",
					"Write a number, or bounds such as {min: 1, max: 8}.");
		}
	}

}
