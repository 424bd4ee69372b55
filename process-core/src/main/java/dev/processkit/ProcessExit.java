package dev.processkit;

import java.time.Instant;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * The end of one operating-system process.
 *
 * @param code the exit code as the JDK reports it: 128 + n when signal n ended it
 * @param signal the signal that probably ended it; {@code null} after an ordinary exit. A
 * program that exits with 143 by itself cannot be told from one that TERM ended.
 * @param at when the exit was seen
 * @param leftovers whether processes of its tree outlived it and had to be killed
 * @since 0.1
 */
public record ProcessExit(int code, @Nullable ProcessSignal signal, Instant at, boolean leftovers) {

	/**
	 * Decode an exit code of the JDK.
	 * @param code the code, 128 + n for signal n
	 * @param at when the exit was seen
	 * @param leftovers whether the tree outlived its leader
	 * @return the exit
	 */
	public static ProcessExit of(int code, Instant at, boolean leftovers) {
		ProcessSignal signal = Arrays.stream(ProcessSignal.values())
			.filter((candidate) -> candidate.number() == code - 128)
			.findFirst()
			.orElse(null);
		return new ProcessExit(code, signal, at, leftovers);
	}

	/**
	 * Describe the exit in words, with a hint where the code has a known meaning.
	 * @return such as {@code exited with code 1} or {@code killed by KILL (out of
	 * memory?)}
	 */
	public String describe() {
		String text = (this.signal != null) ? "ended by signal " + this.signal : "exited with code " + this.code;
		String hint = switch (this.code) {
			case 126 -> " (not executable?)";
			case 127 -> " (command not found?)";
			case 137 -> " (out of memory?)";
			default -> "";
		};
		return text + hint + (this.leftovers ? ", leaving processes that were killed" : "");
	}

}
