package dev.processkit.operating;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Ctrl-C without a terminal.
 */
final class Interrupts {

	private static final int INT = 2;

	private Interrupts() {
	}

	/**
	 * Whether this JVM ignores them, and with it whatever it starts: a shell without job
	 * control has its background commands do so; see sh(1).
	 * @return {@code true} where nothing can be ended by Ctrl-C
	 */
	static boolean areIgnored() throws IOException {
		String ignored = Files.readAllLines(Path.of("/proc/self/status"))
			.stream()
			.filter((line) -> line.startsWith("SigIgn:"))
			.findFirst()
			.orElseThrow();
		return (Long.parseUnsignedLong(ignored.substring("SigIgn:".length()).strip(), 16) & (1 << (INT - 1))) != 0;
	}

	/**
	 * Interrupt a process and wait for its end.
	 * @param process the process
	 * @return its exit code
	 */
	static int end(Process process) throws IOException, InterruptedException {
		Process kill = new ProcessBuilder("kill", "-s", "INT", String.valueOf(process.pid())).inheritIO().start();
		assertThat(kill.waitFor()).isZero();
		assertThat(process.waitFor(OperatedApplication.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
		return process.exitValue();
	}

}
