package dev.processkit.launch;

import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import dev.processkit.InstanceId;
import dev.processkit.ProcessDefinition;
import dev.processkit.ProcessSignal;
import dev.processkit.Program;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.processkit.launch.LaunchFixture.PATIENCE;
import static dev.processkit.launch.LaunchFixture.exitOf;
import static dev.processkit.launch.LaunchFixture.isRunning;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

@Timeout(180)
class GuardianTests {

	@TempDir
	Path base;

	@ParameterizedTest
	@ValueSource(strings = { "KILL", "USR1" })
	void everythingIsGoneAfterTheApplicationsKill(String signal) throws Exception {
		Process application = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-cp", System.getProperty("java.class.path"), Application.class.getName(), this.base.toString())
			.redirectError(ProcessBuilder.Redirect.INHERIT)
			.start();
		try (BufferedReader out = new BufferedReader(
				new InputStreamReader(application.getInputStream(), StandardCharsets.UTF_8))) {
			String token = out.readLine();
			assertThat(out.readLine()).isEqualTo("launched");
			await().atMost(PATIENCE).until(() -> marked(token).size() >= 7);
			long killed = System.nanoTime();
			new ProcessBuilder("kill", "-s", signal, String.valueOf(application.pid())).start().waitFor();
			await().atMost(PATIENCE).pollInterval(Duration.ofMillis(10)).until(() -> marked(token).isEmpty());
			long gone = System.nanoTime();
			await().atMost(PATIENCE)
				.pollInterval(Duration.ofMillis(10))
				.until(() -> Files.notExists(this.base.resolve("pk-" + token)));
			System.out.printf("after %s: processes gone in %d ms, directory in %d ms%n", signal,
					TimeUnit.NANOSECONDS.toMillis(gone - killed),
					TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - killed));
		}
		finally {
			application.destroyForcibly();
		}
	}

	@Test
	void guardianWhenKilledIsReplacedAndKnowsItsTargets() throws Exception {
		try (LaunchFixture fixture = new LaunchFixture(this.base)) {
			LaunchedProcess process = fixture.launchAndAwait("ready", "sh", "-c",
					"trap 'echo hup' HUP; echo ready; while :; do sleep 0.05; done");
			long first = guardian(fixture);
			ProcessHandle.of(first).ifPresent(ProcessHandle::destroyForcibly);
			await().atMost(PATIENCE).until(() -> !isRunning(first));
			await().atMost(PATIENCE).until(() -> {
				process.signal(ProcessSignal.HUP);
				return fixture.lines.contains("hup");
			});
			assertThat(guardian(fixture)).isNotEqualTo(first);
			process.stop(ProcessSignal.TERM);
			exitOf(process);
		}
	}

	@Test
	void guardianWhenSuspendedIsReplaced() throws Exception {
		try (LaunchFixture fixture = new LaunchFixture(this.base)) {
			LaunchedProcess process = fixture.launch("sleep", "1000");
			long suspended = guardian(fixture);
			new ProcessBuilder("kill", "-s", "STOP", String.valueOf(suspended)).start().waitFor();
			process.stop(ProcessSignal.TERM);
			assertThat(exitOf(process).signal()).isEqualTo(ProcessSignal.TERM);
			await().atMost(PATIENCE).until(() -> !isRunning(suspended));
		}
	}

	@Test
	void guardianHoldsNothingOfTheApplicationAndIgnoresItsSignals() throws Exception {
		try (LaunchFixture fixture = new LaunchFixture(this.base)) {
			exitOf(fixture.launch("true"));
			long pid = guardian(fixture);
			assertThat(descriptors(pid)).allMatch((target) -> target.startsWith("pipe:") || target.equals("/dev/null"))
				.hasSizeLessThanOrEqualTo(4);
			assertThat(Files.readString(Path.of("/proc/" + pid + "/environ"))).doesNotContain("PROCESSKIT");
			assertThat(Files.readSymbolicLink(Path.of("/proc/" + pid + "/cwd"))).isEqualTo(Path.of("/"));
			for (String signal : List.of("TERM", "INT", "HUP", "PIPE")) {
				new ProcessBuilder("kill", "-s", signal, String.valueOf(pid)).start().waitFor();
			}
			exitOf(fixture.launch("true"));
			assertThat(guardian(fixture)).isEqualTo(pid);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "dash", "bash --posix", "busybox sh" })
	void scriptRunsInShell(String shell) throws Exception {
		List<String> command = new ArrayList<>(List.of(shell.split(" ")));
		assumeThat(Executables.search(command.get(0), System.getenv("PATH"))).isNotNull();
		Path home = Files.createDirectory(this.base.resolve("home dir"));
		Process victim = new ProcessBuilder("setsid", "sh", "-c", "echo; exec sleep 1000").start();
		Process stubborn = new ProcessBuilder("setsid", "sh", "-c", "trap '' TERM; echo; exec sleep 1000").start();
		// From then on each leads the group that the script is told of.
		assertThat(victim.getInputStream().read()).isEqualTo('\n');
		assertThat(stubborn.getInputStream().read()).isEqualTo('\n');
		command.addAll(List.of("-c", Guardian.script(), "processkit-guardian", "no-such-token", home.toString()));
		Process guardian = new ProcessBuilder(command).redirectError(new File("/dev/stderr")).start();
		try (BufferedReader answers = guardian.inputReader(); var commands = guardian.outputWriter()) {
			commands.write("+ -%1$d\n+ -%2$d\n+ -999999\n- -999999\n+ -%1$d\ns 0 -%1$d\ns 0 -4194304\np a b\n"
				.formatted(victim.pid(), stubborn.pid()));
			commands.flush();
			assertThat(List.of(answers.readLine(), answers.readLine(), answers.readLine())).containsExactly("1", "0",
					"1");
			assertThat(home.resolve("a")).exists();
			assertThat(home.resolve("b")).exists();
			commands.close();
			assertThat(victim.waitFor(30, TimeUnit.SECONDS)).isTrue();
			assertThat(stubborn.waitFor(30, TimeUnit.SECONDS)).isTrue();
			assertThat(guardian.waitFor(30, TimeUnit.SECONDS)).isTrue();
			assertThat(victim.exitValue()).isEqualTo(143);
			assertThat(stubborn.exitValue()).isEqualTo(137);
			assertThat(home).doesNotExist();
		}
		finally {
			victim.destroyForcibly();
			stubborn.destroyForcibly();
			guardian.destroyForcibly();
		}
	}

	private static long guardian(LaunchFixture fixture) {
		return await().atMost(PATIENCE).until(fixture::guardians, (found) -> found.size() == 1).get(0);
	}

	private static List<Long> marked(String token) {
		return EnvironmentMark.find(EnvironmentMark.RUN, Set.of(token), Set.of()).getOrDefault(token, List.of());
	}

	private static List<String> descriptors(long pid) throws IOException {
		List<String> targets = new ArrayList<>();
		try (var files = Files.newDirectoryStream(Path.of("/proc/" + pid + "/fd"))) {
			for (Path file : files) {
				targets.add(Files.readSymbolicLink(file).toString());
			}
		}
		return targets;
	}

	/**
	 * An application that is to be killed: launches what does not go by itself.
	 */
	static final class Application {

		private Application() {
		}

		public static void main(String[] args) throws Exception {
			RuntimeDirectory directory = RuntimeDirectory.create(Path.of(args[0]));
			JdkProcessLauncher launcher = new JdkProcessLauncher(directory);
			System.out.println(directory.token());
			List<List<String>> commands = List.of(List.of("sleep", "1000"),
					List.of("sh", "-c", "trap '' TERM; sleep 1000; sleep 1000"),
					List.of("sh", "-c", "sleep 1000 & setsid sleep 1000 & wait"),
					List.of("sh", "-c", "kill -s STOP $$; sleep 1000"));
			for (int i = 0; i < commands.size(); i++) {
				launcher.launch(new InstanceId("doomed", i),
						ProcessDefinition.of("doomed", new Program.Command(commands.get(i))), (line) -> {
						});
			}
			System.out.println("launched");
			Thread.currentThread().join();
		}

	}

}
