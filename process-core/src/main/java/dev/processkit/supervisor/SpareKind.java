package dev.processkit.supervisor;

import java.time.Duration;
import java.util.Map;

import dev.processkit.JvmSettings;
import dev.processkit.ProcessDefinition;
import dev.processkit.Program;
import dev.processkit.control.WorkerConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * What a spare can become: any worker of a shape, or the one that it is prepared for.
 *
 * @param shape the shape
 * @param prepared the only definition it is for; {@code null} for a lean spare
 */
record SpareKind(SpareShape shape, @Nullable ProcessDefinition prepared) {

	/** What must stay free beside a spare: an application in need of memory needs it. */
	private static final long RESERVE = 256L << 20;

	/**
	 * The kind that serves a definition best.
	 * @param definition the definition
	 * @return the kind; {@code null} if it is a command, or wants no spare; a spare ends
	 * with the application, a daemon must not
	 */
	static @Nullable SpareKind of(ProcessDefinition definition) {
		if (!(definition.program() instanceof Program.Worker worker) || definition.daemon()
				|| worker.jvm().spare() == JvmSettings.Spare.NONE) {
			return null;
		}
		boolean prepared = worker.jvm().spare() == JvmSettings.Spare.PREPARED;
		// Scaling makes copies of a definition that differ in the number alone.
		return new SpareKind(SpareShape.of(definition, worker), prepared ? definition.withInstances(1) : null);
	}

	SpareKind lean() {
		return new SpareKind(this.shape, null);
	}

	boolean isLean() {
		return this.prepared == null;
	}

	/** How much memory must be available for such a spare to be launched. */
	long memoryNeeded() {
		return RESERVE + (isLean() ? 0 : this.shape.heapBytes());
	}

	/**
	 * What the spare is told to prepare for.
	 * @param spare the name of the spare
	 * @return the entries of the PREPARE frame
	 */
	Map<String, String> preparation(String spare) {
		return (this.prepared != null) ? configuration(this.prepared, spare).entries() : Map.of();
	}

	static WorkerConfiguration configuration(ProcessDefinition definition, String instance) {
		Duration interval = definition.policies().heartbeat().interval();
		if (definition.program() instanceof Program.Worker worker) {
			return new WorkerConfiguration(definition.name(), instance, worker.type(), worker.factory(), worker.calls(),
					worker.virtualThreads(), interval, definition.policies().loop(), definition.policies().recycle(),
					worker.args(), worker.settings());
		}
		Program.Command command = (Program.Command) definition.program();
		return new WorkerConfiguration(definition.name(), instance, command.argv().get(0), "", "", false, interval,
				definition.policies().loop(), definition.policies().recycle(), command.args(), Map.of());
	}

	@Override
	public String toString() {
		return (this.prepared != null) ? "prepared for '" + this.prepared.name() + "'" : "lean";
	}

}
