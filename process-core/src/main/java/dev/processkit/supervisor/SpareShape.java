package dev.processkit.supervisor;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import dev.processkit.JvmSettings;
import dev.processkit.LogPolicy;
import dev.processkit.LogPolicy.To;
import dev.processkit.ProcessDefinition;
import dev.processkit.Program;
import dev.processkit.ResourcePolicy;
import dev.processkit.StopPolicy;
import org.jspecify.annotations.Nullable;

/**
 * All that is fixed when a JVM is launched: workers that agree in it can be made of the
 * same spare.
 *
 * @param heapBytes the largest heap
 * @param options the options of the JVM
 * @param environment added environment variables
 * @param directory the working directory
 * @param output where its text goes; what is written to a file comes through the same
 * pipe as what goes to the logger
 * @param killTree whether its tree ends with it
 * @param resources what it may use of the machine
 */
record SpareShape(long heapBytes, List<String> options, Map<String, String> environment, @Nullable Path directory,
		To output, boolean killTree, ResourcePolicy resources) {

	/**
	 * The shape of a worker.
	 * @param definition the definition
	 * @param worker its program
	 * @return the shape
	 */
	static SpareShape of(ProcessDefinition definition, Program.Worker worker) {
		To to = definition.policies().log().to();
		return new SpareShape(worker.jvm().heapBytes(), worker.jvm().options(), definition.environment(),
				definition.directory(), (to == To.FILE) ? To.LOGGER : to, definition.policies().stop().killTree(),
				definition.policies().resources());
	}

	/**
	 * What to launch.
	 * @return a definition that has this shape
	 */
	ProcessDefinition definition() {
		Program.Worker program = new Program.Worker("", Map.of(), new JvmSettings(this.heapBytes, this.options), false,
				"", "", Map.of());
		ProcessDefinition plain = ProcessDefinition.of("spare", program);
		return new ProcessDefinition(plain.name(), program, 1, this.environment, this.directory, plain.policies()
			.withResources(this.resources)
			.withLog(new LogPolicy(this.output, null, 0))
			.withStop(new StopPolicy(StopPolicy.DEFAULT.signal(), StopPolicy.DEFAULT.gracePeriod(), this.killTree)),
				List.of(), null);
	}

}
