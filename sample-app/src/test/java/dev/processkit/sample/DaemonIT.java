package dev.processkit.sample;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Ends and starts the packaged application while some of its processes go on: a worker
 * with its memory, and a command.
 */
@EnabledOnOs(OS.LINUX)
@Timeout(900)
class DaemonIT {

	private static final String QUESTION = "{\"action\":\"summary\",\"name\":\"latency\"}";

	@TempDir
	Path directory;

	private SampleHome home;

	@AfterEach
	void nothingIsLeftOnceTheyAreDaemonsNoMore() throws Exception {
		try (RunningSample last = RunningSample.start(this.home, directory())) {
			last.actuator().awaitAllReady();
			assertThat(last.home().log()).contains("is not declared any more").doesNotContain("is adopted");
		}
		assertThat(daemons()).isEmpty();
	}

	@Test
	void daemonsGoOnAcrossRestartAndCrashOfTheApplication() throws Exception {
		this.home = new SampleHome(this.directory);
		long worker;
		long command;
		try (RunningSample first = start()) {
			worker = first.actuator().pid("measurements");
			command = first.actuator().pid("napper");
			ask(first, "{\"action\":\"record\",\"name\":\"latency\",\"value\":12.5}");
			assertThat(first.end("TERM")).isEqualTo(143);
			first.assertNothingLeft();
			assertThat(daemons()).hasSize(2);
		}
		RunningSample second = start();
		try {
			assertThat(second.actuator().pid("measurements")).isEqualTo(worker);
			assertThat(second.actuator().pid("napper")).isEqualTo(command);
			assertThat(ask(second, QUESTION)).contains("\"count\":1");
			ask(second, "{\"action\":\"record\",\"name\":\"latency\",\"value\":7.5}");
			assertThat(second.end("KILL")).isEqualTo(137);
			await().until(() -> second.marked().isEmpty() && this.home.runs().isEmpty());
			assertThat(daemons()).hasSize(2);
		}
		finally {
			second.process().destroyForcibly();
		}
		try (RunningSample third = start()) {
			assertThat(third.actuator().pid("measurements")).isEqualTo(worker);
			assertThat(third.actuator().pid("napper")).isEqualTo(command);
			assertThat(ask(third, QUESTION)).contains("\"count\":2");
			assertThat(third.home().log()).contains("is adopted");
			RunningSample.signal("KILL", worker);
			third.actuator().awaitReplaced("measurements", worker);
			assertThat(daemons()).hasSize(2);
		}
	}

	private RunningSample start() {
		RunningSample sample = RunningSample.start(this.home, directory(), RunningSample.SILENCE_IS_BORNE,
				"--process.tcp-processes.measurements.daemon=true", "--process.processes.napper.command=sleep,1000",
				"--process.processes.napper.daemon=true");
		sample.actuator().awaitAllReady();
		return sample;
	}

	private String directory() {
		return "--process.daemon-directory=" + this.directory.resolve("d");
	}

	private static String ask(RunningSample sample, String question) throws Exception {
		return SocketClient.ask(sample.actuator().process("measurements").path("endpoint").asString(), question);
	}

	/** They carry a mark of their own, and tell their keepers where they are kept. */
	private List<String> daemons() {
		return MarkedProcesses.withArgument("processkit-keeper\0" + this.directory.resolve("d"));
	}

}
