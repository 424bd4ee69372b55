package dev.processkit.ctl;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * What surrounds a command.
 *
 * @param environment the environment variables
 * @param out the standard output
 * @param err the standard error
 * @param terminal whether the standard output is a terminal
 */
record Surroundings(Map<String, String> environment, OutputStream out, OutputStream err, boolean terminal) {

	static Surroundings ofThisProcess() {
		return new Surroundings(System.getenv(), new FileOutputStream(FileDescriptor.out),
				new FileOutputStream(FileDescriptor.err), isTerminal());
	}

	/**
	 * Ask for the width of a line.
	 * @return how many characters; 0 if nobody says, as bash does not unless asked to
	 */
	int columns() {
		return size("COLUMNS");
	}

	/**
	 * Ask for the height of the terminal.
	 * @return how many lines; 0 if nobody says
	 */
	int rows() {
		return size("LINES");
	}

	private int size(String variable) {
		String size = this.environment.getOrDefault(variable, "");
		return (this.terminal && size.matches("[1-9]\\d{0,4}")) ? Integer.parseInt(size) : 0;
	}

	private static boolean isTerminal() {
		try {
			// The console of the JDK looks at the standard input too.
			String target = Files.readSymbolicLink(Path.of("/proc/self/fd/1")).toString();
			return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
		}
		catch (IOException | UnsupportedOperationException ex) {
			// Since JDK 22 there would be one without a terminal too.
			System.setProperty("jdk.console", "java.base");
			return System.console() != null;
		}
	}

}
