package dev.processkit;

import java.util.Arrays;
import java.util.Locale;

/**
 * The POSIX signals that can be sent to a process, with the numbers that Linux and macOS
 * agree on or, where they differ, those of Linux on x86 and ARM (signal(7)). Signals are
 * always sent by name, so the numbers only serve to decode exit codes; but for those of
 * real time, which Linux alone has and shells name differently.
 *
 * @since 0.1
 */
public enum ProcessSignal {

	HUP(1), INT(2), QUIT(3), ILL(4), TRAP(5), ABRT(6), BUS(7), FPE(8), KILL(9), USR1(10), SEGV(11), USR2(12), PIPE(13),
	ALRM(14), TERM(15), STKFLT(16), CHLD(17), CONT(18), STOP(19), TSTP(20), TTIN(21), TTOU(22), URG(23), XCPU(24),
	XFSZ(25), VTALRM(26), PROF(27), WINCH(28), IO(29), PWR(30), SYS(31), RTMIN(34), RTMIN_1(35), RTMIN_2(36),
	RTMIN_3(37), RTMIN_4(38), RTMIN_5(39), RTMIN_6(40), RTMIN_7(41), RTMIN_8(42), RTMIN_9(43), RTMIN_10(44),
	RTMIN_11(45), RTMIN_12(46), RTMIN_13(47), RTMIN_14(48), RTMIN_15(49), RTMAX_14(50), RTMAX_13(51), RTMAX_12(52),
	RTMAX_11(53), RTMAX_10(54), RTMAX_9(55), RTMAX_8(56), RTMAX_7(57), RTMAX_6(58), RTMAX_5(59), RTMAX_4(60),
	RTMAX_3(61), RTMAX_2(62), RTMAX_1(63), RTMAX(64);

	private final int number;

	ProcessSignal(int number) {
		this.number = number;
	}

	public int number() {
		return this.number;
	}

	/**
	 * What {@code kill -s} calls it.
	 * @return the name, or the number of a signal of real time
	 */
	public String argument() {
		return (this.number < RTMIN.number) ? name() : String.valueOf(this.number);
	}

	/**
	 * Parse a name as people write it: {@code TERM}, {@code SIGTERM}, {@code term},
	 * {@code RTMIN+3}, or a number.
	 * @param text the name or number
	 * @return the signal
	 * @throws InvalidDefinitionException if there is no such signal
	 */
	public static ProcessSignal parse(String text) {
		String name = text.strip().toUpperCase(Locale.ROOT);
		String bare = canonical((name.startsWith("SIG") ? name.substring(3) : name).replaceAll("[+-](?=\\d)", "_"));
		return Arrays.stream(values())
			.filter((signal) -> signal.name().equals(bare) || String.valueOf(signal.number).equals(bare))
			.findFirst()
			.orElseThrow(() -> new InvalidDefinitionException("signal", text, "is not a signal",
					"Use one of " + Arrays.stream(values()).filter((signal) -> signal.number <= RTMIN.number).toList()
							+ ", RTMIN+1 and so on."));
	}

	/** Names that the kernel has for the same number. */
	private static String canonical(String name) {
		return switch (name) {
			case "IOT" -> "ABRT";
			case "CLD" -> "CHLD";
			case "POLL" -> "IO";
			case "RTMAX_15" -> "RTMIN_15";
			default -> name;
		};
	}

}
