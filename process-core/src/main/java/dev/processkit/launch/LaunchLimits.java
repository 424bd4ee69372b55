package dev.processkit.launch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import dev.processkit.ResourcePolicy;
import org.jspecify.annotations.Nullable;

/**
 * The resources of one process at its launch.
 *
 * @param shellText what a shell runs to become the program
 * @param group the control group that was made for it; {@code null} if there is none
 */
record LaunchLimits(String shellText, @Nullable Path group) {

	private static final String RUN = "exec \"$@\"";

	/** It runs as the application does. */
	static final LaunchLimits NONE = new LaunchLimits(RUN, null);

	/**
	 * Make ready what a process needs.
	 * @param policy its resources
	 * @param name a name for it, unique on the machine
	 * @return the limits
	 * @throws IOException if there is no control group to be had after all
	 */
	static LaunchLimits of(ResourcePolicy policy, String name) throws IOException {
		return policy.equals(ResourcePolicy.INHERITED) ? NONE : of(policy, name, ResourceSupport.current());
	}

	static LaunchLimits of(ResourcePolicy policy, String name, ResourceSupport support) throws IOException {
		// Checked again, for definitions made by beans: better no process than one as
		// root.
		support.require(policy);
		ControlGroups groups = support.groups();
		Path group = (groups != null) ? groups.create(name, policy) : null;
		String enter = (group != null) ? "echo $$ >" + ResourceSupport.quoted(group.resolve("cgroup.procs")) + "; "
				: "";
		return new LaunchLimits(enter + support.shellText(policy), group);
	}

	/**
	 * The shell that prepares the ground, and becomes the program.
	 * @param shell the shell; {@code null} where there is none
	 * @param before what else it does, first; may be empty
	 * @return the beginning of a command; empty if there is nothing to do
	 */
	List<String> shell(@Nullable Path shell, String before) {
		boolean idle = before.isEmpty() && this.shellText.equals(RUN);
		return (shell == null || idle) ? List.of() : List.of(shell.toString(), "-c", before + this.shellText, "sh");
	}

	/** Have the group removed when the process has ended. */
	JvmStart until(JvmStart start) {
		Path made = this.group;
		return (made != null) ? start.after(() -> ControlGroups.remove(made)) : start;
	}

}
