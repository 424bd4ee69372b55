package dev.processkit.launch;

import java.util.Objects;

/**
 * What to do when a process cannot be launched. The JDK tells the number of the system's
 * error in the text of its exception only.
 */
final class LaunchRemedy {

	private LaunchRemedy() {
	}

	/**
	 * Say what to do about it.
	 * @param cause how the launch failed
	 * @return a sentence
	 */
	static String of(Exception cause) {
		String message = Objects.requireNonNullElse(cause.getMessage(), "");
		if (message.contains("posix_spawn failed") || message.contains("pawn helper")
				|| message.contains("jspawnhelper")) {
			return "The JDK was probably replaced under this running application: restart the application.";
		}
		if (message.contains("error=7,")) {
			return "Arguments and environment are too long: shorten them.";
		}
		if (message.contains("error=11,") || message.contains("error=12,") || message.contains("error=24,")) {
			return "The machine has no process, memory or descriptor left: raise the limit (ulimit -u, -n).";
		}
		if (cause instanceof IllegalArgumentException) {
			return "Correct its environment: names and values take no NUL, names no '='.";
		}
		return "Check that its files, log file included, are there and may be used.";
	}

}
