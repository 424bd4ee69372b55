package dev.processkit.autoconfigure;

import dev.processkit.InvalidDefinitionException;
import dev.processkit.ResourcePolicy;
import dev.processkit.launch.ResourceSupport;
import org.jspecify.annotations.Nullable;

import org.springframework.util.unit.DataSize;

import static dev.processkit.autoconfigure.PropertyPath.either;

/**
 * What an instance may use of the machine.
 *
 * @param nice Niceness, from -20 (first) to 19 (last).
 * @param cpu Largest share of the processors: 50% for half of one, 1.5 for one and a
 * half.
 * @param cpus Processors it may run on, as '0-1,3'.
 * @param memory Memory above which it is killed and restarted.
 * @param memoryHigh Memory above which it is replaced in order.
 * @param openFiles Largest number of open file descriptors.
 * @param coreSize Largest core dump; 0 for none.
 * @param user Name of the user that a command runs as.
 * @param group Name of the group it runs as. By default, that of the user.
 * @param umask Permissions that new files do not get, as '0027'. In quotes, since YAML
 * reads it as another number without them.
 */
record ResourceProperties(@Nullable Integer nice, @Nullable String cpus, @Nullable DataSize memory,
		@Nullable DataSize memoryHigh, @Nullable String cpu, @Nullable Integer openFiles, @Nullable DataSize coreSize,
		@Nullable String user, @Nullable String group, @Nullable String umask) {

	ResourceProperties over(ResourceProperties defaults) {
		return new ResourceProperties(either(this.nice, defaults.nice), either(this.cpus, defaults.cpus),
				either(this.memory, defaults.memory), either(this.memoryHigh, defaults.memoryHigh),
				either(this.cpu, defaults.cpu), either(this.openFiles, defaults.openFiles),
				either(this.coreSize, defaults.coreSize), either(this.user, defaults.user),
				either(this.group, defaults.group), either(this.umask, defaults.umask));
	}

	ResourcePolicy toPolicy() {
		ResourcePolicy policy = new ResourcePolicy(this.nice, this.cpus, bytes(this.memory), bytes(this.memoryHigh),
				share(this.cpu), this.openFiles, bytes(this.coreSize), this.user, this.group, this.umask);
		return policy.equals(ResourcePolicy.INHERITED) ? policy : ResourceSupport.current().require(policy);
	}

	private static @Nullable Long bytes(@Nullable DataSize size) {
		return (size != null) ? size.toBytes() : null;
	}

	private static @Nullable Double share(@Nullable String cpu) {
		if (cpu == null) {
			return null;
		}
		String text = cpu.strip();
		boolean percent = text.endsWith("%");
		try {
			double number = Double.parseDouble(percent ? text.substring(0, text.length() - 1) : text);
			return percent ? number / 100 : number;
		}
		catch (NumberFormatException ex) {
			InvalidDefinitionException refusal = new InvalidDefinitionException("cpu", cpu, "is no share of processors",
					"Use 50% for half of one processor, or 1.5 for one and a half.");
			refusal.initCause(ex);
			throw refusal;
		}
	}

}
