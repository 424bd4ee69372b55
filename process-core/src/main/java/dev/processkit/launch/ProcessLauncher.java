package dev.processkit.launch;

import java.util.Collection;
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
	 * End the daemons of earlier runs that are not among the processes of this one. Those
	 * that are wait for their launch, which finds them. Blocks, at most for as long as
	 * their grace periods take one after the other. To be called before the first launch.
	 * @param declared all processes that will be launched
	 * @throws ProcessLaunchException if one cannot be ended
	 * @throws dev.processkit.InvalidDefinitionException if there is a daemon among them,
	 * and no place to keep it that is this application's own
	 */
	default void retainDaemons(Collection<ProcessDefinition> declared) {
	}

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
	 * what is still running, but for daemons that nobody has asked to end.
	 */
	@Override
	void close();

}
