package dev.processkit.launch;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What the platform offers to keep hold of processes.
 *
 * @param setsid the program that starts another in a session of its own; {@code null}
 * where there is none
 * @param shell the POSIX shell; {@code null} where there is none
 * @param environments whether the environment of other processes can be read, so that
 * those that left their session are found by the mark in it
 * @since 0.1
 */
public record PlatformSupport(@Nullable Path setsid, @Nullable Path shell, boolean environments) {

	/**
	 * Look at this platform.
	 * @return what it offers
	 */
	public static PlatformSupport current() {
		Path shell = Executables.search("sh", System.getenv("PATH"));
		return new PlatformSupport((shell != null) ? Executables.search("setsid", System.getenv("PATH")) : null, shell,
				ProcessTable.PROC);
	}

	/** What a command begins with to get a session of its own; empty where it cannot. */
	List<String> sessionPrefix() {
		return (this.setsid != null) ? List.of(this.setsid.toString()) : List.of();
	}

	/**
	 * What cannot be promised here, one clear sentence each, to be logged once at
	 * start-up.
	 * @return the limitations; empty on an ordinary Linux
	 */
	public List<String> limitations() {
		List<String> limitations = new ArrayList<>();
		if (this.shell == null) {
			limitations.add("There is no POSIX shell on the PATH: commands live on when the application itself is"
					+ " killed, only TERM and KILL can be sent, and text that native code of a worker prints to its"
					+ " standard output ends that worker.");
		}
		if (this.setsid == null) {
			limitations.add("There is no 'setsid' program on the PATH: processes do not get a group of their own, so"
					+ " what a crashed process had started lives on. On Linux, install util-linux.");
		}
		if (!this.environments) {
			limitations.add("There is no /proc: processes that leave the session of their parent (daemons) are not"
					+ " found once that parent has ended.");
		}
		return List.copyOf(limitations);
	}

}
