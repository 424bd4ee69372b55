package dev.processkit.sample;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Starts the packaged application with what cannot work: it says why and launches
 * nothing.
 */
@EnabledOnOs(OS.LINUX)
@Timeout(900)
class WrongConfigurationIT {

	@TempDir
	Path directory;

	@Test
	void unknownClassIsReported() throws Exception {
		assertReport("Property: process.processes.wrong.type", "Value: \"dev.processkit.sample.InboxIndexr\"",
				"is not on the class path", "InboxIndexer",
				"--process.processes.wrong.type=dev.processkit.sample.InboxIndexr");
	}

	@Test
	void misspeltKeyIsReported() throws Exception {
		assertReport("process.tcp-processes.measurements.prot", "9502", "Unknown property",
				"Did you mean 'port' instead of 'prot'?", "--process.tcp-processes.measurements.prot=9502");
	}

	@Test
	void typeBesideCommandIsReported() throws Exception {
		assertReport("process.processes.inbox-indexer.command", "sleep", "stands beside", "Keep one of the two",
				"--process.processes.inbox-indexer.command=sleep");
	}

	@Test
	void portInUseIsReported() throws Exception {
		try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
			assertReport("Property: process.tcp-processes.measurements", "tcp://127.0.0.1:" + taken.getLocalPort(),
					"the port is in use", "choose another port",
					"--process.tcp-processes.measurements.port=" + taken.getLocalPort());
		}
	}

	private void assertReport(String property, String value, String reason, String remedy, String wrong)
			throws Exception {
		SampleHome home = new SampleHome(this.directory);
		Process process = home.launch(wrong);
		try {
			assertThat(process.waitFor(RunningSample.PATIENCE.toSeconds(), TimeUnit.SECONDS)).as(home::log).isTrue();
			assertThat(process.exitValue()).isEqualTo(1);
			String log = home.log();
			assertThat(log.substring(log.indexOf("APPLICATION FAILED TO START"))).contains(property, value, reason,
					remedy);
			// Executors start with the context, all others when nothing is wrong with
			// any.
			assertThat(log.replace("line-search-0 is READY", "")).doesNotContain("is READY");
			assertThat(home.runs()).isEmpty();
			assertThat(Files.exists(home.socket())).isFalse();
			await("processes of the run").untilAsserted(
					() -> assertThat(MarkedProcesses.withArgument(home.runtimeDirectory().toString())).isEmpty());
		}
		finally {
			process.destroyForcibly();
		}
	}

}
