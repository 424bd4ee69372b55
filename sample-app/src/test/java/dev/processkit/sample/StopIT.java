package dev.processkit.sample;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

/**
 * Ends the packaged application in every way that an operator or the kernel has.
 */
@EnabledOnOs(OS.LINUX)
@Timeout(900)
class StopIT {

	private static final String[] FAMILY = { "--process.processes.family.command[0]=sh",
			"--process.processes.family.command[1]=-c",
			"--process.processes.family.command[2]=sleep 1000 & setsid sleep 1000 & trap '' TERM; wait",
			"--process.processes.family.stop.grace-period=500ms" };

	@TempDir
	Path directory;

	@TempDir
	Path other;

	@ParameterizedTest
	@CsvSource({ "TERM, 143", "INT, 130" })
	void signalWhenRunningEndsEverythingInOrder(String signal, int exitCode) throws Exception {
		try (RunningSample sample = RunningSample.start(new SampleHome(this.directory), FAMILY)) {
			assumeThat(ignoresInterrupts(sample.process().pid())).as("started by a shell in the background").isFalse();
			sample.actuator().awaitAllReady();
			await().until(() -> MarkedProcesses.ofInstance(sample.token(), "family-0").size() == 3);
			assertThat(sample.end(signal)).isEqualTo(exitCode);
			sample.assertNothingLeft();
			assertThat(sample.home().log()).contains("family-0 is STOPPED", "measurements-0 is STOPPED")
				.doesNotContain(" ERROR ");
		}
	}

	@Test
	void killWhenRunningLeavesNothingAndNextStartIsClean() throws Exception {
		SampleHome home = new SampleHome(this.directory);
		try (RunningSample neighbour = RunningSample.start(new SampleHome(this.other),
				RunningSample.SILENCE_IS_BORNE)) {
			neighbour.actuator().awaitAllReady();
			long worker = neighbour.actuator().pid("measurements");
			String dead = kill(home);
			startAgain(home, dead);
			assertThat(neighbour.actuator().pid("measurements")).isEqualTo(worker);
			assertThat(SocketClient.ask("unix:" + neighbour.home().socket(), "{}")).contains("'file' is missing");
		}
	}

	@Test
	void killOfApplicationAndGuardianIsMadeGoodByTheNextStart() throws Exception {
		SampleHome home = new SampleHome(this.directory);
		RunningSample killed = RunningSample.start(home, FAMILY);
		try {
			killed.actuator().awaitAllReady();
			await().until(() -> MarkedProcesses.ofInstance(killed.token(), "family-0").size() == 3);
			// It would replace its guardian.
			RunningSample.signal("STOP", killed.process().pid());
			RunningSample.signal("KILL", killed.guardian());
			assertThat(killed.end("KILL")).isEqualTo(137);
			await("workers end by themselves").until(() -> killed.marked().size() == 3);
			assertThat(home.runs()).hasSize(1);
			startAgain(home, killed.token());
			assertThat(killed.marked()).isEmpty();
		}
		finally {
			killed.process().destroyForcibly();
		}
	}

	private static String kill(SampleHome home) throws Exception {
		RunningSample killed = RunningSample.start(home, FAMILY);
		try {
			killed.actuator().awaitAllReady();
			await().until(() -> MarkedProcesses.ofInstance(killed.token(), "family-0").size() == 3);
			assertThat(killed.end("KILL")).isEqualTo(137);
			long start = System.nanoTime();
			await().until(() -> killed.marked().isEmpty());
			Duration took = Duration.ofNanos(System.nanoTime() - start);
			System.out.printf("After kill -9 of the application nothing was left in %d ms%n", took.toMillis());
			assertThat(took).isLessThan(RunningSample.PATIENCE);
			assertThat(Files.exists(home.socket())).as("what a killed application cannot remove").isTrue();
			return killed.token();
		}
		finally {
			killed.process().destroyForcibly();
		}
	}

	private static void startAgain(SampleHome home, String dead) throws Exception {
		try (RunningSample again = RunningSample.start(home)) {
			again.actuator().awaitAllReady();
			assertThat(home.runs()).hasSize(1).allMatch((run) -> !run.endsWith("pk-" + dead));
			assertThat(SocketClient.ask("unix:" + home.socket(), "{}")).contains("'file' is missing");
		}
	}

	/** A shell without job control has its background commands ignore INT; see sh(1). */
	private static boolean ignoresInterrupts(long pid) throws Exception {
		String ignored = Files.readAllLines(Path.of("/proc/" + pid + "/status"))
			.stream()
			.filter((line) -> line.startsWith("SigIgn:"))
			.findFirst()
			.orElseThrow();
		return (Long.parseLong(ignored.substring("SigIgn:".length()).strip(), 16) & 2) != 0;
	}

}
