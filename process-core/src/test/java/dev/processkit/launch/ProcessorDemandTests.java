package dev.processkit.launch;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import dev.processkit.ProcessIdentity;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * With real processes: one that runs, one that sleeps, one that was stopped.
 */
@EnabledOnOs(OS.LINUX)
class ProcessorDemandTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private Process process;

	@AfterEach
	void end() throws Exception {
		this.process.destroyForcibly().waitFor();
	}

	@Test
	void oneThatRunsIsRunnableAndUsesTimeUntilItIsStopped() throws Exception {
		ProcessIdentity busy = start("while :; do :; done");
		await().atMost(PATIENCE).until(() -> {
			ProcessorDemand demand = ProcessorDemand.of(busy);
			return demand.runnable() && demand.used().toMillis() > 100;
		});
		new ProcessBuilder("kill", "-STOP", Long.toString(busy.pid())).start().waitFor();
		await().atMost(PATIENCE).until(() -> !ProcessorDemand.of(busy).runnable());
	}

	@Test
	void oneThatSleepsIsNotRunnable() throws Exception {
		ProcessIdentity idle = start("exec sleep 1000");
		await().atMost(PATIENCE).until(() -> !ProcessorDemand.of(idle).runnable());
	}

	@Test
	void threadOtherThanTheFirstCounts() throws Exception {
		this.process = new ProcessBuilder(
				List.of(JvmCommand.executable(), "-cp", System.getProperty("java.class.path"), Spinner.class.getName()))
			.start();
		ProcessIdentity spinner = ProcessTable.identity(this.process.pid());
		await().atMost(PATIENCE)
			.until(() -> ProcessorDemand.of(spinner).used().toMillis() > 1000
					&& !ProcessTable.row(spinner.pid()).runnable());
		await().atMost(PATIENCE).until(() -> ProcessorDemand.of(spinner).runnable());
	}

	@Test
	void oneThatIsGoneHasNone() throws Exception {
		ProcessIdentity gone = start("exec sleep 1000");
		this.process.destroyForcibly().waitFor();
		assertThat(ProcessorDemand.of(gone)).isNull();
		ProcessIdentity other = new ProcessIdentity(ProcessHandle.current().pid(), 1, Instant.EPOCH);
		assertThat(ProcessorDemand.of(other)).isNull();
	}

	private ProcessIdentity start(String script) throws Exception {
		this.process = new ProcessBuilder("sh", "-c", script).start();
		ProcessIdentity identity = ProcessTable.identity(this.process.pid());
		assertThat(identity).isNotNull();
		return identity;
	}

	/** Its main thread is not the first one of a JVM, which only waits. */
	static final class Spinner {

		private Spinner() {
		}

		public static void main(String[] args) {
			while (args.length == 0) {
				Thread.onSpinWait();
			}
		}

	}

}
