package dev.processkit.launch;

import java.util.function.Consumer;

import dev.processkit.ClassArchiveStatus;
import dev.processkit.InstanceId;
import dev.processkit.ProcessDefinition;
import dev.processkit.ProcessLaunchException;

/**
 * The only door to the operating system. Thread-safe: launches may run on several threads
 * at once.
 *
 * @since 0.1
 */
public interface ProcessLauncher extends AutoCloseable {

	/**
	 * Launch one process. Blocks for the one or two milliseconds that the operating
	 * system takes.
	 * @param instance the slot it is for
	 * @param definition what to launch
	 * @param output takes each line that the process prints, on the thread that drains
	 * it; see {@link dev.processkit.OutputListener} for what a line is
	 * @return the process, already running
	 * @throws ProcessLaunchException if the operating system refuses; nothing is left
	 * behind then
	 */
	LaunchedProcess launch(InstanceId instance, ProcessDefinition definition, Consumer<String> output);

	/**
	 * How much memory new processes may take. Asks the operating system.
	 * @return the number of bytes; {@link Long#MAX_VALUE} when that is not known
	 */
	default long availableMemory() {
		return Long.MAX_VALUE;
	}

	/**
	 * Tell that a process will be launched soon, so that what its launch needs is looked
	 * for in the background. Returns at once.
	 * @param definition what will be launched
	 */
	default void prepare(ProcessDefinition definition) {
	}

	/**
	 * What the class archive of the workers is doing.
	 * @return the status; cheap
	 */
	default ClassArchiveStatus classArchive() {
		return ClassArchiveStatus.off("this launcher makes none");
	}

	/**
	 * Release what the launcher holds: helpers, threads, the runtime directory. Kills
	 * what is still running.
	 */
	@Override
	void close();

}
