package dev.processkit.sample;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Runs as many processes as are allowed, and asks for one more.
 */
@EnabledOnOs(OS.LINUX)
@Timeout(900)
class CapacityIT {

	private static final int MOST = 256;

	@TempDir
	Path directory;

	@Test
	void processWhenAllSlotsAreTakenIsRefusedAndAllEndTogether() throws Exception {
		try (RunningSample sample = RunningSample.start(new SampleHome(this.directory), properties())) {
			long start = System.nanoTime();
			await().until(() -> sample.actuator().processes().path("live").asInt() == MOST);
			sample.actuator().awaitState("sleepers", "READY");
			report("%d processes were ready %d ms after the application", start);
			assertThat(MarkedProcesses.ofInstance(sample.token(), "sleepers-255")).hasSize(1);
			assertRefused(sample.actuator().act("sleepers", "{\"action\":\"scale\",\"instances\":257}"));
			assertThat(sample.actuator().processes().path("live").asInt()).isEqualTo(MOST);
			long stop = System.nanoTime();
			assertThat(sample.end("TERM")).isEqualTo(143);
			report("%d processes and the application were gone in %d ms", stop);
			sample.assertNothingLeft();
		}
	}

	private static String[] properties() {
		List<String> properties = new ArrayList<>(List.of(SampleHome.WITHOUT_OWN_PROCESSES));
		properties.addAll(List.of("--process.max-processes=" + MOST, "--process.processes.sleepers.command[0]=sleep",
				"--process.processes.sleepers.command[1]=1000", "--process.processes.sleepers.instances=" + MOST));
		return properties.toArray(String[]::new);
	}

	private static void assertRefused(HttpResponse<String> response) {
		assertThat(response.statusCode()).as(response.body()).isEqualTo(409);
		assertThat(response.body()).contains("sleepers", "256 of at most 256 processes are in use and 1 more",
				"raise process.max-processes or stop others");
	}

	private static void report(String message, long since) {
		System.out.printf(message + "%n", MOST, (System.nanoTime() - since) / 1_000_000);
	}

}
