package dev.processkit.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What the application itself may use of the machine, which bounds what it can give.
 *
 * @param user the name of its user
 * @param capabilities the effective ones, as capability.h numbers them
 * @param niceness its niceness
 * @param lowestNiceness how low it may go without a capability
 * @param cpus the processors it may run on, as a list
 * @param openFiles the hard limit on file descriptors
 * @param coreSize the hard limit on core dumps, in bytes
 */
record OwnLimits(String user, long capabilities, int niceness, int lowestNiceness, String cpus, long openFiles,
		long coreSize) {

	private static final Path SELF = Path.of("/proc/self");

	boolean may(int capability) {
		return (this.capabilities & (1L << capability)) != 0;
	}

	static OwnLimits read() {
		return read(SELF, System.getProperty("user.name"));
	}

	/**
	 * Read them as proc(5) describes them.
	 * @param directory the directory of the process
	 * @param user the name of its user
	 * @return the limits; where there is no such directory, none that are known
	 */
	static OwnLimits read(Path directory, String user) {
		try {
			List<String> status = Files.readAllLines(directory.resolve("status"));
			List<String> limits = Files.readAllLines(directory.resolve("limits"));
			String stat = Files.readString(directory.resolve("stat"));
			// The 19th field; the name before it may hold spaces.
			String niceness = stat.substring(stat.lastIndexOf(')') + 2).split(" ")[16];
			return new OwnLimits(user, Long.parseUnsignedLong(value(status, "CapEff:"), 16), Integer.parseInt(niceness),
					(int) (20 - Math.min(40, soft(limits, "Max nice priority"))), value(status, "Cpus_allowed_list:"),
					hard(limits, "Max open files"), hard(limits, "Max core file size"));
		}
		catch (IOException ex) {
			// Not Linux: nothing is known to be forbidden but what needs capabilities.
			return new OwnLimits(user, 0, 0, 0, "0-4095", Long.MAX_VALUE, Long.MAX_VALUE);
		}
	}

	private static String value(List<String> lines, String key) throws IOException {
		return lines.stream()
			.filter((line) -> line.startsWith(key))
			.map((line) -> line.substring(key.length()).strip())
			.findFirst()
			.orElseThrow(() -> new IOException("There is no line '" + key + "'"));
	}

	private static long soft(List<String> lines, String key) throws IOException {
		return limit(value(lines, key).split("\\s+")[0]);
	}

	private static long hard(List<String> lines, String key) throws IOException {
		return limit(value(lines, key).split("\\s+")[1]);
	}

	private static long limit(String text) {
		return text.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(text);
	}

}
