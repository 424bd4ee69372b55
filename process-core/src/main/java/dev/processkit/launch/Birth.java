package dev.processkit.launch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the machine had come to when a process was born. Linux gives pids in ascending
 * order and begins anew only behind the largest, so as long as fewer processes and
 * threads were born since than there was room for, whatever descends from a process has a
 * larger pid. That spares a look at all older processes of the machine, which takes
 * longer than anything else when a process is replaced.
 *
 * @param births how many processes and threads the machine had seen (proc(5), "processes"
 * of {@code /proc/stat}); 0 where that is unknown
 */
record Birth(long births) {

	static final Birth UNKNOWN = new Birth(0);

	private static final Path STAT = Path.of("/proc/stat");

	private static final Path LARGEST = Path.of("/proc/sys/kernel/pid_max");

	/**
	 * Look, before the process is born.
	 * @return what there is
	 */
	static Birth now() {
		return ProcessTable.PROC ? new Birth(countBirths()) : UNKNOWN;
	}

	/**
	 * The smallest pid that a descendant of the process may have.
	 * @param pid the process
	 * @return a pid; 1 if it may be any
	 */
	long firstDescendant(long pid) {
		return (this.births > 0) ? firstDescendant(pid, countBirths(), largest()) : 1;
	}

	long firstDescendant(long pid, long birthsNow, long largest) {
		long since = birthsNow - this.births;
		// The process itself is one of them: a count that stands still is none. Twice,
		// since pids are also used up by births that fail.
		return (this.births > 0 && since > 0 && pid + 2 * since < largest) ? pid + 1 : 1;
	}

	private static long countBirths() {
		try {
			String stat = Files.readString(STAT, StandardCharsets.ISO_8859_1);
			int at = stat.indexOf("\nprocesses ");
			return (at < 0) ? 0 : number(stat.substring(at + 11, stat.indexOf('\n', at + 1)));
		}
		catch (IOException | IndexOutOfBoundsException ex) {
			// Hidden: any pid is possible.
			return 0;
		}
	}

	private static long largest() {
		try {
			return number(Files.readString(LARGEST, StandardCharsets.ISO_8859_1));
		}
		catch (IOException ex) {
			// Hidden, as above.
			return 0;
		}
	}

	private static long number(String text) {
		try {
			return Long.parseLong(text.strip());
		}
		catch (NumberFormatException ex) {
			return 0;
		}
	}

}
