package dev.processkit.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

import dev.processkit.InstanceId;
import dev.processkit.InvalidDefinitionException;
import dev.processkit.LogPolicy;
import dev.processkit.ProcessDefinition;
import dev.processkit.ProcessExit;
import dev.processkit.ProcessLaunchException;
import dev.processkit.ProcessPolicies;
import dev.processkit.ProcessSignal;
import dev.processkit.Program;
import dev.processkit.Protocol;
import dev.processkit.StopPolicy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Commands that outlive the application, of which each launcher here is a run.
 */
class DaemonTests {

	private static final InstanceId ID = new InstanceId("daemon", 0);

	@TempDir
	private Path directory;

	private final Queue<String> lines = new ConcurrentLinkedQueue<>();

	private final List<LaunchedProcess> launched = new ArrayList<>();

	private JdkProcessLauncher launcher;

	@BeforeEach
	void begin() {
		RuntimeDirectory run = RuntimeDirectory.create(this.directory.resolve("runs"));
		this.launcher = new JdkProcessLauncher(run, PlatformSupport.current(), EchoWorker.class.getName(),
				ClassArchiveSettings.OFF, System.getProperty("java.class.path"), Map.of(),
				DaemonDirectory.of(run, this.directory.resolve("daemons"), ""), JvmCommand.jdk());
	}

	@AfterEach
	void nothingIsLeftOnceNobodyDeclaresIt() throws IOException {
		this.launcher.retainDaemons(List.of());
		this.launcher.close();
		for (LaunchedProcess process : this.launched) {
			assertThat(ProcessTable.isAlive(process.identity())).isFalse();
		}
		await().atMost(LaunchFixture.PATIENCE).untilAsserted(() -> assertThat(keepers()).isEmpty());
		try (var left = Files.list(this.directory.resolve("runs"))) {
			assertThat(left).isEmpty();
		}
		if (Files.exists(this.directory.resolve("daemons"))) {
			try (var left = Files.list(this.directory.resolve("daemons"))) {
				assertThat(left).extracting((path) -> path.getFileName().toString()).containsExactly("lock");
			}
		}
	}

	@Test
	void daemonOutlivesItsApplicationAndIsAdopted() throws Exception {
		LaunchedProcess first = launch(shell("echo up; exec sleep 1000"));
		awaitLine("up");
		assertThat(first.isAdopted()).isFalse();
		nextRun();
		assertThat(ProcessTable.isAlive(first.identity())).isTrue();
		LaunchedProcess second = launch(shell("echo up; exec sleep 1000"));
		assertThat(second.isAdopted()).isTrue();
		assertThat(second.identity()).isEqualTo(first.identity());
		assertThat(this.lines).containsExactly("up");
		second.kill();
		ProcessExit exit = LaunchFixture.exitOf(second);
		assertThat(exit.signal()).isEqualTo(ProcessSignal.KILL);
		assertThat(exit.leftovers()).isFalse();
	}

	@Test
	void exitCodeIsSeenByWhoeverHasAdoptedIt() throws Exception {
		launch(shell("trap 'echo bye; exit 7' TERM; echo up; while :; do sleep 0.05; done"));
		awaitLine("up");
		nextRun();
		LaunchedProcess adopted = launch(shell("trap 'echo bye; exit 7' TERM; echo up; while :; do sleep 0.05; done"));
		adopted.stop(ProcessSignal.TERM);
		assertThat(LaunchFixture.exitOf(adopted).code()).isEqualTo(7);
		// The shell may say that its sleep was terminated too.
		assertThat(this.lines).startsWith("up").endsWith("bye");
	}

	@Test
	void whatIsPrintedWhileNobodyListensIsDeliveredLaterAndNothingTwice() throws Exception {
		Path signal = this.directory.resolve("signal");
		String script = "printf 'one\ntw'; while ! [ -e %s ]; do sleep 0.02; done; printf 'o\nthree\n'; exec sleep 1000"
			.formatted(signal);
		launch(shell(script));
		awaitLine("one");
		nextRun();
		Files.createFile(signal);
		await().atMost(LaunchFixture.PATIENCE)
			.until(() -> Files.readString(this.directory.resolve("daemons/daemon-0/output")).endsWith("three\n"));
		launch(shell(script));
		awaitLine("three");
		// The half line was delivered as far as it went when its reader left.
		assertThat(this.lines).containsExactly("one", "tw", "two", "three");
	}

	@Test
	void otherDefinitionReplacesItAndNeverAreThereTwo() throws Exception {
		LaunchedProcess first = launch(shell("echo first; exec sleep 1000"));
		awaitLine("first");
		nextRun();
		LaunchedProcess second = launch(shell("echo second; exec sleep 1000"));
		assertThat(second.isAdopted()).isFalse();
		assertThat(ProcessTable.isAlive(first.identity())).isFalse();
		awaitLine("second");
	}

	@Test
	void daemonThatIgnoresItsStopSignalIsKilledWhenItIsReplaced() throws Exception {
		UnaryOperator<ProcessPolicies> hasty = (policies) -> policies
			.withStop(new StopPolicy(ProcessSignal.TERM, Duration.ofMillis(100), true));
		LaunchedProcess first = launch(
				shell("trap '' TERM; echo first; while :; do sleep 0.05; done").withPolicies(hasty));
		awaitLine("first");
		nextRun();
		launch(shell("echo second; exec sleep 1000"));
		assertThat(ProcessTable.isAlive(first.identity())).isFalse();
	}

	@Test
	void daemonThatHasEndedMeanwhileIsLaunchedAnew() throws Exception {
		LaunchedProcess first = launch(shell("echo up; exec sleep 1000"));
		awaitLine("up");
		nextRun();
		ProcessHandle.of(first.identity().pid()).orElseThrow().destroyForcibly();
		await().atMost(LaunchFixture.PATIENCE).until(() -> !ProcessTable.isAlive(first.identity()));
		LaunchedProcess second = launch(shell("echo up; exec sleep 1000"));
		assertThat(second.isAdopted()).isFalse();
		assertThat(second.identity()).isNotEqualTo(first.identity());
	}

	@Test
	void daemonThatWasNeverWrittenDownIsFoundByItsToken() throws Exception {
		LaunchedProcess first = launch(shell("echo up; exec sleep 1000"));
		awaitLine("up");
		nextRun();
		Path record = this.directory.resolve("daemons/daemon-0/record");
		DaemonRecord known = DaemonRecord.read(record);
		// As an application leaves it that was killed in the middle of a launch.
		new DaemonRecord(known.token(), known.fingerprint(), known.stop(), 0, 0).write(record);
		LaunchedProcess second = launch(shell("echo up; exec sleep 1000"));
		assertThat(second.isAdopted()).isFalse();
		assertThat(ProcessTable.isAlive(first.identity())).isFalse();
	}

	@Test
	void strangerWithThePidIsLeftAlone() throws Exception {
		launch(shell("echo up; exec sleep 1000")).kill();
		LaunchFixture.exitOf(this.launched.get(0));
		Process stranger = new ProcessBuilder("sleep", "1000").start();
		try {
			Path place = Files.createDirectory(this.directory.resolve("daemons/daemon-0"));
			DaemonRecord.begin("any", StopPolicy.DEFAULT)
				.of(ProcessTable.identity(stranger.pid()))
				.write(place.resolve("record"));
			LaunchedProcess own = launch(shell("echo up; exec sleep 1000"));
			assertThat(own.isAdopted()).isFalse();
			assertThat(stranger.isAlive()).isTrue();
		}
		finally {
			stranger.destroyForcibly();
		}
	}

	@Test
	void keeperThatIsKilledLeavesADaemonWhoseEndIsSeen() throws Exception {
		LaunchedProcess process = launch(shell("echo up; exec sleep 1000"));
		awaitLine("up");
		keepers().forEach(ProcessHandle::destroyForcibly);
		await().atMost(LaunchFixture.PATIENCE).until(() -> keepers().isEmpty());
		assertThat(ProcessTable.isAlive(process.identity())).isTrue();
		process.kill();
		assertThat(LaunchFixture.exitOf(process).signal()).isEqualTo(ProcessSignal.KILL);
	}

	@Test
	void longOutputIsDeliveredWholeAndItsSpaceGivenBack() throws Exception {
		launch(shell("seq 1 4000000; echo done; exec sleep 1000"));
		awaitLine("done");
		assertThat(this.lines).hasSize(4_000_001);
		Path output = this.directory.resolve("daemons/daemon-0/output");
		assertThat(Files.size(output)).isGreaterThan(30_000_000);
		if (Executables.search("fallocate", System.getenv("PATH")) != null) {
			await().atMost(LaunchFixture.PATIENCE)
				.untilAsserted(() -> assertThat(allocated(output)).isLessThan(24_000_000));
		}
	}

	@Test
	void anotherApplicationIsRefused() throws Exception {
		launch(shell("echo up; exec sleep 1000"));
		awaitLine("up");
		try (RuntimeDirectory run = RuntimeDirectory.create(this.directory.resolve("runs"));
				DaemonDirectory same = DaemonDirectory.of(run, this.directory.resolve("daemons"), "shop")) {
			assertThatExceptionOfType(InvalidDefinitionException.class).isThrownBy(same::open)
				.withMessageContaining("process.daemon-directory")
				.withMessageContaining("pid " + ProcessHandle.current().pid());
		}
	}

	@Test
	void applicationWithoutNameIsRefused() {
		try (RuntimeDirectory run = RuntimeDirectory.create(this.directory.resolve("runs"));
				JdkProcessLauncher nameless = new JdkProcessLauncher(run)) {
			assertThatExceptionOfType(InvalidDefinitionException.class)
				.isThrownBy(() -> nameless.launch(ID, shell("true"), this.lines::add))
				.withMessageContaining("spring.application.name");
		}
	}

	@Test
	void commandThatCannotBeRunLeavesNothing() {
		assertThatExceptionOfType(ProcessLaunchException.class).isThrownBy(() -> this.launcher.launch(ID,
				ProcessDefinition.of("daemon", new Program.Command(List.of("/no/such/program"))).withDaemon(true),
				this.lines::add))
			.withMessageContaining("/no/such/program");
		assertThat(this.directory.resolve("daemons/daemon-0")).doesNotExist();
	}

	@Test
	void whatADaemonCannotHaveIsRefused() {
		ProcessDefinition shell = shell("true");
		assertThatExceptionOfType(InvalidDefinitionException.class).isThrownBy(
				() -> shell.withPolicies((policies) -> policies.withLog(new LogPolicy(LogPolicy.To.INHERIT, null, 0))))
			.withMessageContaining("log.to");
		assertThatExceptionOfType(InvalidDefinitionException.class)
			.isThrownBy(
					() -> ProcessDefinition.of("filter", new Program.Command(List.of("cat"), Protocol.LINES, Map.of()))
						.withDaemon(true))
			.withMessageContaining("daemon");
	}

	private static ProcessDefinition shell(String script) {
		return ProcessDefinition.of("daemon", new Program.Command(List.of("sh", "-c", script))).withDaemon(true);
	}

	private LaunchedProcess launch(ProcessDefinition definition) {
		LaunchedProcess process = this.launcher.launch(ID, definition, this.lines::add);
		this.launched.add(process);
		return process;
	}

	private void nextRun() {
		this.launcher.close();
		begin();
	}

	private void awaitLine(String line) {
		await().atMost(LaunchFixture.PATIENCE)
			.pollInterval(Duration.ofMillis(5))
			.until(() -> this.lines.contains(line));
	}

	private List<ProcessHandle> keepers() {
		return ProcessHandle.allProcesses()
			.filter((handle) -> handle.info()
				.arguments()
				.filter((arguments) -> List.of(arguments).contains("processkit-keeper")
						&& List.of(arguments).contains(this.directory.resolve("daemons/daemon-0").toString()))
				.isPresent())
			.toList();
	}

	private static long allocated(Path file) throws Exception {
		Process du = new ProcessBuilder("du", "-B1", file.toString()).start();
		assertThat(du.waitFor(10, TimeUnit.SECONDS)).isTrue();
		return Long.parseLong(new String(du.getInputStream().readAllBytes()).split("\\s")[0]);
	}

}
