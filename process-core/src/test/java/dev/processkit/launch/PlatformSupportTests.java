package dev.processkit.launch;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import dev.processkit.ProcessDefinition;
import dev.processkit.ProcessSignal;
import dev.processkit.Program;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static dev.processkit.launch.LaunchFixture.exitOf;
import static dev.processkit.launch.LaunchFixture.isRunning;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What still works where the platform offers less.
 */
@Timeout(180)
class PlatformSupportTests {

	private static final PlatformSupport NO_SESSIONS = new PlatformSupport(null, PlatformSupport.current().shell(),
			false);

	private static final PlatformSupport NO_SHELL = new PlatformSupport(null, null, false);

	private static final String FAMILY = "sleep 1000 & echo grandchild $!; wait; sleep 1000";

	@TempDir
	Path base;

	@Test
	void limitationsOfLinuxAreNone() {
		assertThat(PlatformSupport.current().limitations()).isEmpty();
		assertThat(NO_SESSIONS.limitations()).hasSize(2);
		assertThat(NO_SHELL.limitations()).hasSize(3).allMatch((sentence) -> sentence.endsWith("."));
	}

	@Test
	void stopWithoutSessionsReachesDescendants() throws Exception {
		try (LaunchFixture fixture = new LaunchFixture(this.base, NO_SESSIONS)) {
			LaunchedProcess process = fixture.launch("sh", "-c", FAMILY);
			long grandchild = fixture.awaitNumber("grandchild");
			process.stop(ProcessSignal.TERM);
			assertThat(exitOf(process).signal()).isEqualTo(ProcessSignal.TERM);
			assertThat(isRunning(grandchild)).isFalse();
		}
	}

	@Test
	void signalWithoutSessionsReachesProcess() throws Exception {
		try (LaunchFixture fixture = new LaunchFixture(this.base, NO_SESSIONS)) {
			LaunchedProcess process = fixture.launchAndAwait("ready", "sh", "-c",
					"trap 'exit 9' USR2; echo ready; while :; do sleep 0.05; done");
			process.signal(ProcessSignal.USR2);
			assertThat(exitOf(process).code()).isEqualTo(9);
		}
	}

	@Test
	void killWithoutShellReachesDescendants() throws Exception {
		try (LaunchFixture fixture = new LaunchFixture(this.base, NO_SHELL)) {
			LaunchedProcess process = fixture.launch("sh", "-c", FAMILY);
			long grandchild = fixture.awaitNumber("grandchild");
			assertThatExceptionOfType(UnsupportedOperationException.class)
				.isThrownBy(() -> process.signal(ProcessSignal.HUP))
				.withMessageContaining("HUP");
			process.kill();
			assertThat(exitOf(process).signal()).isEqualTo(ProcessSignal.KILL);
			assertThat(isRunning(grandchild)).isFalse();
		}
	}

	@Test
	void stopWithoutShellFallsBackToTerm() throws Exception {
		try (LaunchFixture fixture = new LaunchFixture(this.base, NO_SHELL)) {
			LaunchedProcess process = fixture.launch("sleep", "1000");
			process.stop(ProcessSignal.INT);
			assertThat(exitOf(process).signal()).isEqualTo(ProcessSignal.TERM);
		}
	}

	@Test
	void workerWithoutShellStillStarts() throws Exception {
		try (LaunchFixture fixture = new LaunchFixture(this.base, NO_SHELL)) {
			LaunchedProcess worker = fixture.launch(ProcessDefinition.of("test", Program.Worker.of("any.Type")));
			// Without the shell the channel is not moved, so that the text shows up here.
			byte[] text = worker.fromWorker().readNBytes("text on standard output".length());
			assertThat(new String(text, StandardCharsets.UTF_8)).isEqualTo("text on standard output");
			worker.kill();
			exitOf(worker);
		}
	}

}
