package dev.processkit.launch;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.Stream;

import dev.processkit.JvmSettings;
import dev.processkit.LogPolicy;
import dev.processkit.ProcessDefinition;
import dev.processkit.ProcessExit;
import dev.processkit.ProcessLaunchException;
import dev.processkit.ProcessSignal;
import dev.processkit.Program;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static dev.processkit.launch.LaunchFixture.PATIENCE;
import static dev.processkit.launch.LaunchFixture.exitOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

class JdkProcessLauncherTests {

	@TempDir
	Path base;

	private LaunchFixture fixture;

	@BeforeEach
	void createLauncher() {
		this.fixture = new LaunchFixture(this.base);
	}

	@AfterEach
	void closeLauncher() {
		this.fixture.close();
	}

	@Test
	void launchWhenCommandPrintsDeliversLinesBeforeExit() throws Exception {
		ProcessExit exit = exitOf(this.fixture.launch("sh", "-c", "echo one; echo two >&2; printf half; exit 3"));
		assertThat(this.fixture.lines).containsExactly("one", "two", "half");
		assertThat(exit.code()).isEqualTo(3);
		assertThat(exit.signal()).isNull();
		assertThat(exit.leftovers()).isFalse();
	}

	@Test
	void launchGivesSessionMarksAndEmptyInput() throws Exception {
		exitOf(this.fixture.launch("sh", "-c",
				"echo $PROCESSKIT_INSTANCE; echo $PROCESSKIT_RUN; cat; cut -d' ' -f1,5,6 /proc/$$/stat"));
		String token = this.fixture.directory.token();
		assertThat(this.fixture.lines).startsWith(token + "/test-0", token).hasSize(3);
		String[] ids = this.fixture.lines.stream().skip(2).findFirst().orElseThrow().split(" ");
		assertThat(ids[1]).isEqualTo(ids[0]);
		assertThat(ids[2]).isEqualTo(ids[0]);
	}

	@Test
	void launchInheritsNoDescriptorOfTheApplication() throws Exception {
		exitOf(this.fixture.launch("sh", "-c", "ls /proc/$$/fd"));
		assertThat(this.fixture.lines).isSubsetOf("0", "1", "2", "10").contains("0", "1", "2");
	}

	@Test
	void launchUsesDirectoryAndEnvironment() throws Exception {
		Path script = Files.writeString(this.base.resolve("hello.sh"), "#!/bin/sh\necho $GREETING from $(pwd)\n");
		Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
		ProcessDefinition definition = new ProcessDefinition("test", new Program.Command(List.of("./hello.sh")), 1,
				Map.of("GREETING", "hello"), this.base,
				ProcessDefinition.of("x", new Program.Command(List.of("x"))).policies(), List.of(), null);
		exitOf(this.fixture.launch(definition));
		assertThat(this.fixture.lines).containsExactly("hello from " + this.base.toRealPath());
	}

	@Test
	void launchWhenExecutableMissingThrowsException() {
		assertThatExceptionOfType(ProcessLaunchException.class)
			.isThrownBy(() -> this.fixture.launch("no-such-program", "x"))
			.withMessageContaining("no-such-program")
			.withMessageContaining("PATH");
		assertThatExceptionOfType(ProcessLaunchException.class).isThrownBy(() -> this.fixture.launch("./nothing"))
			.withMessageContaining("does not exist");
		assertThatExceptionOfType(ProcessLaunchException.class).isThrownBy(() -> this.fixture.launch("/etc/passwd"))
			.withMessageContaining("not executable");
		assertThatExceptionOfType(ProcessLaunchException.class).isThrownBy(() -> this.fixture.launch("/tmp"))
			.withMessageContaining("is a directory");
	}

	@Test
	void launchWhenDirectoryMissingThrowsException() {
		ProcessDefinition definition = new ProcessDefinition("test", new Program.Command(List.of("true")), 1, Map.of(),
				this.base.resolve("absent"), ProcessDefinition.of("x", new Program.Command(List.of("x"))).policies(),
				List.of(), null);
		assertThatExceptionOfType(ProcessLaunchException.class).isThrownBy(() -> this.fixture.launch(definition))
			.withMessageContaining("absent")
			.withMessageContaining("does not exist");
	}

	@Test
	void launchWhenArgumentsTooLongThrowsExceptionAndLeavesNothing() {
		assertThatExceptionOfType(ProcessLaunchException.class)
			.isThrownBy(() -> this.fixture.launch("echo", "x".repeat(3_000_000)))
			.withMessageContaining("too long");
	}

	@Test
	void launchWhenEnvironmentInvalidThrowsException() {
		ProcessDefinition definition = new ProcessDefinition("test", new Program.Command(List.of("true")), 1,
				Map.of("A=B", "c"), null, ProcessDefinition.of("x", new Program.Command(List.of("x"))).policies(),
				List.of(), null);
		assertThatExceptionOfType(ProcessLaunchException.class).isThrownBy(() -> this.fixture.launch(definition))
			.withMessageContaining("environment");
	}

	@Test
	void launchWhenRuntimeDirectoryWasCleanedAwayMakesItAgain() throws Exception {
		exitOf(this.fixture.launch("echo", "before"));
		try (Stream<Path> files = Files.list(this.fixture.directory.path())) {
			for (Path file : files.toList()) {
				Files.delete(file);
			}
		}
		Files.delete(this.fixture.directory.path());
		exitOf(this.fixture.launch("echo", "after"));
		assertThat(this.fixture.lines).containsExactly("before", "after");
	}

	@Test
	void launchWhenCommonPoolIsBusyStillReportsExit() throws Exception {
		CountDownLatch busy = new CountDownLatch(1);
		for (int i = 0; i < 4 * Runtime.getRuntime().availableProcessors(); i++) {
			ForkJoinPool.commonPool().execute(() -> {
				try {
					busy.await();
				}
				catch (InterruptedException ex) {
					Thread.currentThread().interrupt();
				}
			});
		}
		try {
			assertThat(exitOf(this.fixture.launch("sh", "-c", "exit 5")).code()).isEqualTo(5);
		}
		finally {
			busy.countDown();
		}
	}

	@Test
	void launchWhenClosedThrowsException() {
		this.fixture.launcher.close();
		assertThatExceptionOfType(ProcessLaunchException.class).isThrownBy(() -> this.fixture.launch("true"))
			.withMessageContaining("closed");
	}

	@Test
	void launchWhenLogToFileAppendsLinesAndShowsThem() throws Exception {
		Path file = this.base.resolve("logs/out.log");
		for (int i = 0; i < 2; i++) {
			exitOf(this.fixture.launch(LaunchFixture.log(LogPolicy.To.FILE, file), "sh", "-c", "echo line; echo last"));
		}
		assertThat(file).hasContent("line\nlast\nline\nlast\n");
		assertThat(this.fixture.lines).containsExactly("line", "last", "line", "last");
	}

	@Test
	void launchWhenLogToFileWritesLongLineWholeAndShowsItCut() throws Exception {
		Path file = this.base.resolve("out.log");
		exitOf(this.fixture.launch(LaunchFixture.log(LogPolicy.To.FILE, file), "sh", "-c",
				"head -c 300000 /dev/zero | tr '\\0' x; echo; echo next"));
		assertThat(file).hasContent("x".repeat(300_000) + "\nnext\n");
		assertThat(this.fixture.lines).containsExactly("x".repeat(16 * 1024) + " … [283616 more bytes]", "next");
	}

	@Test
	void launchWhenLogToFileFlushesWhileProcessRuns() throws Exception {
		Path file = this.base.resolve("out.log");
		LaunchedProcess process = this.fixture.launch(LaunchFixture.log(LogPolicy.To.FILE, file), "sh", "-c",
				"echo line; exec sleep 100");
		await().atMost(PATIENCE).untilAsserted(() -> assertThat(file).hasContent("line\n"));
		process.kill();
		exitOf(process);
	}

	@Test
	void launchWhenLogFileCannotBeOpenedThrowsException() {
		assertThatExceptionOfType(ProcessLaunchException.class)
			.isThrownBy(() -> this.fixture.launch(LaunchFixture.log(LogPolicy.To.FILE, this.base), "true"))
			.withMessageContaining(this.base.toString());
	}

	@Test
	void launchWhenOutputDiscardedShowsNothing() throws Exception {
		exitOf(this.fixture.launch(LaunchFixture.log(LogPolicy.To.DISCARD, null), "sh", "-c", "echo x; echo y >&2"));
		assertThat(this.fixture.lines).isEmpty();
	}

	@Test
	void launchWorkerLeavesExactlyItsBytesOnTheChannel() throws Exception {
		LaunchedProcess worker = this.fixture.launch(worker(List.of()));
		worker.toWorker().write("abc".getBytes(StandardCharsets.UTF_8));
		worker.toWorker().flush();
		assertThat(worker.fromWorker().readNBytes(3)).asString().isEqualTo("abc");
		worker.signal(ProcessSignal.QUIT);
		await().atMost(PATIENCE)
			.until(() -> this.fixture.lines.stream().anyMatch((line) -> line.contains("Full thread dump")));
		worker.toWorker().close();
		assertThat(worker.fromWorker().readAllBytes()).isEmpty();
		assertThat(exitOf(worker).code()).isZero();
		assertThat(this.fixture.lines).contains("text on standard output", "text on standard error", "echoed");
		// The serial collector does not count one of its survivor spaces.
		assertThat(this.fixture.awaitNumber("heap")).isBetween(56L, 64L);
	}

	@Test
	void launchWorkerShowsNothingOnItsCommandLine() throws Exception {
		LaunchedProcess worker = this.fixture.launch(worker(List.of("-Dtest.property=s3cret")));
		this.fixture.awaitLine("property s3cret");
		String commandLine = Files.readString(Path.of("/proc/" + worker.identity().pid() + "/cmdline"));
		assertThat(commandLine).doesNotContain("s3cret").contains("@" + this.fixture.directory.path());
		try (Stream<Path> files = Files.list(this.fixture.directory.path())) {
			List<Path> argumentFiles = files.filter((file) -> file.getFileName().toString().startsWith("jvm-"))
				.toList();
			assertThat(argumentFiles).hasSize(1);
			assertThat(Files.getPosixFilePermissions(argumentFiles.get(0)))
				.isEqualTo(PosixFilePermissions.fromString("rw-------"));
		}
		worker.stop(ProcessSignal.TERM);
		assertThat(exitOf(worker).signal()).isEqualTo(ProcessSignal.TERM);
	}

	@Test
	void launchWhenConsumerThrowsGoesOnDraining() throws Exception {
		LaunchedProcess process = this.fixture.launcher.launch(this.fixture.nextId(),
				ProcessDefinition.of("test", new Program.Command(List.of("sh", "-c", "echo 1; echo 2; echo 3"))),
				(line) -> {
					this.fixture.lines.add(line);
					throw new IllegalStateException("as a test wants it");
				});
		exitOf(process);
		assertThat(this.fixture.lines).containsExactly("1", "2", "3");
	}

	@Test
	void identityAndUsageTellTheProcess() throws Exception {
		LaunchedProcess process = this.fixture.launch("sleep", "100");
		assertThat(ProcessTable.isAlive(process.identity())).isTrue();
		@Nullable ResourceUsage usage = ResourceUsage.of(process.identity());
		assertThat(usage).isNotNull();
		process.kill();
		exitOf(process);
		assertThat(ResourceUsage.of(process.identity())).isNull();
		assertThat(ProcessTable.isAlive(process.identity())).isFalse();
	}

	private static ProcessDefinition worker(List<String> options) {
		return ProcessDefinition.of("test",
				new Program.Worker("any.Type", Map.of(), new JvmSettings(64L << 20, options), true, "", "", Map.of()));
	}

}
