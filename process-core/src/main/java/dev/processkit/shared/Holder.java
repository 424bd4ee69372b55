package dev.processkit.shared;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

import dev.processkit.ProcessException;
import org.jspecify.annotations.Nullable;

/**
 * Who holds something, in one word, so that taking it and saying who took it is one
 * instruction: 22 bits of pid, which is what Linux has at most, and 42 of start time in
 * clock ticks, which last for a thousand years. Never 0. From {@code /proc} (proc(5)).
 */
final class Holder {

	private static final boolean PROC = Files.isReadable(Path.of("/proc/self/stat"));

	/** The word of this process; 0 where it cannot be told. */
	static final long SELF = PROC ? ownWord() : 0;

	private static final int TICK_BITS = 42;

	private Holder() {
	}

	/**
	 * Refuse what cannot be right where nobody can say who lives.
	 * @throws ProcessException if this machine has no {@code /proc}
	 */
	static void requireKnown() {
		if (!PROC) {
			throw new ProcessException(
					"Shared tables, numbers and locks need /proc, to know whether a holder still lives: use them on Linux");
		}
	}

	static long pid(long word) {
		return word >>> TICK_BITS;
	}

	/**
	 * Whether no instruction of a process will run any more.
	 * @param word the process
	 * @return {@code false} also if that cannot be told for want of a descriptor
	 */
	static boolean isDead(long word) {
		try {
			String stat = read(String.valueOf(pid(word)));
			return stat == null || isDead(word, stat);
		}
		catch (IOException ex) {
			// Also how a read ends when the process goes that moment: the next look
			// tells.
			return false;
		}
	}

	/**
	 * A killed process is a zombie as soon as its first thread has ended, while others
	 * may still have instructions to run: only the last one makes it dead.
	 */
	static boolean isDead(long word, String stat) {
		String[] fields = fields(stat);
		boolean zombie = fields[0].equals("Z") || fields[0].equals("X");
		int threads = Integer.parseInt(fields[17]);
		return word(pid(word), Long.parseLong(fields[19])) != word || (zombie && threads <= 1);
	}

	static long word(long pid, long startTicks) {
		return (pid << TICK_BITS) | (startTicks & ((1L << TICK_BITS) - 1));
	}

	/** After the name, which may hold anything: state is the first of them. */
	private static String[] fields(String stat) {
		return stat.substring(stat.lastIndexOf(')') + 2).trim().split(" ");
	}

	private static @Nullable String read(String process) throws IOException {
		try {
			return new String(Files.readAllBytes(Path.of("/proc", process, "stat")), StandardCharsets.ISO_8859_1);
		}
		catch (NoSuchFileException ex) {
			return null;
		}
	}

	private static long ownWord() {
		try {
			String stat = Files.readString(Path.of("/proc/self/stat"), StandardCharsets.ISO_8859_1);
			return word(Long.parseLong(stat.substring(0, stat.indexOf(' '))), Long.parseLong(fields(stat)[19]));
		}
		catch (IOException ex) {
			throw new ProcessException("Cannot read /proc/self/stat: " + ex, ex);
		}
	}

}
