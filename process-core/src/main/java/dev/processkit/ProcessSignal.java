package dev.processkit;

import java.util.Arrays;
import java.util.Locale;

/**
 * The POSIX signals that can be sent to a process, with the numbers that Linux and macOS
 * agree on or, where they differ, those of Linux on x86 and ARM (signal(7)). Signals are
 * always sent by name, so the numbers only serve to decode exit codes.
 *
 * @since 0.1
 */
public enum ProcessSignal {

	HUP(1), INT(2), QUIT(3), ILL(4), TRAP(5), ABRT(6), BUS(7), FPE(8), KILL(9), USR1(10), SEGV(11), USR2(12), PIPE(13),
	ALRM(14), TERM(15), CHLD(17), CONT(18), STOP(19), TSTP(20), TTIN(21), TTOU(22), URG(23), XCPU(24), XFSZ(25),
	VTALRM(26), PROF(27), WINCH(28), IO(29), SYS(31);

	private final int number;

	ProcessSignal(int number) {
		this.number = number;
	}

	public int number() {
		return this.number;
	}

	/**
	 * Parse a name as people write it: {@code TERM}, {@code SIGTERM}, {@code term}, or a
	 * number.
	 * @param text the name or number
	 * @return the signal
	 * @throws InvalidDefinitionException if there is no such signal
	 */
	public static ProcessSignal parse(String text) {
		String name = text.strip().toUpperCase(Locale.ROOT);
		String bare = name.startsWith("SIG") ? name.substring(3) : name;
		return Arrays.stream(values())
			.filter((signal) -> signal.name().equals(bare) || String.valueOf(signal.number).equals(bare))
			.findFirst()
			.orElseThrow(() -> new InvalidDefinitionException("signal", text, "is not a signal",
					"Use one of " + Arrays.toString(values()) + "."));
	}

}
