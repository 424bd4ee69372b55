package dev.processkit.supervisor;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.processkit.IllegalProcessStateException;
import dev.processkit.InstanceId;
import dev.processkit.InstanceState;
import dev.processkit.InvalidDefinitionException;
import dev.processkit.LogFollow;
import dev.processkit.LogLine;
import dev.processkit.LogPolicy;
import dev.processkit.LogRotation;
import dev.processkit.ProcessDefinition;
import dev.processkit.ProcessPolicies;
import dev.processkit.ProcessSignal;
import dev.processkit.Program;
import dev.processkit.Protocol;
import dev.processkit.RestartPolicy.Mode;
import dev.processkit.StandardInput;
import dev.processkit.UnknownProcessException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * Following, reopening and writing, with real processes.
 */
class ProcessStreamsTests extends SupervisorFixture {

	private static final Duration PATIENCE = Duration.ofSeconds(90);

	private final List<LogLine> seen = new CopyOnWriteArrayList<>();

	@AfterEach
	void leavesNoThread() {
		this.supervisor.close();
		await().atMost(PATIENCE)
			.until(() -> Thread.getAllStackTraces()
				.keySet()
				.stream()
				.noneMatch((thread) -> thread.getName().startsWith("log-follow-")
						|| thread.getName().startsWith("input-")));
	}

	@Test
	void followerGetsTheLastLinesThenEachFurtherOneOverRestarts() throws Exception {
		start(talker("talk", "echo one; echo two; echo three; read more; echo four; exit 7"));
		await().atMost(PATIENCE).until(() -> this.supervisor.streams().tail("talk").size() == 3);
		try (LogFollow follow = follow("talk", 2)) {
			await().atMost(PATIENCE).untilAsserted(() -> assertThat(texts()).containsExactly("two", "three"));
			write("talk", "go\n");
			await().atMost(PATIENCE)
				.untilAsserted(
						() -> assertThat(texts()).containsExactly("two", "three", "four", "one", "two", "three"));
			assertThat(follow.isOpen()).isTrue();
			follow.close();
			assertThat(follow.isOpen()).isFalse();
		}
		awaitProcesses("talk");
		write("talk", "go\n");
		await().atMost(PATIENCE).until(() -> this.supervisor.streams().tail("talk").size() >= 10);
		assertThat(this.seen).hasSize(6);
	}

	@Test
	void followerOfAProcessHearsInstancesThatComeLater() throws Exception {
		start(talker("talk", "echo $PROCESSKIT_INSTANCE; exec sleep 100"));
		try (LogFollow follow = follow("talk", 10)) {
			this.supervisor.scale("talk", 3, "test").get(30, TimeUnit.SECONDS);
			await().atMost(PATIENCE)
				.untilAsserted(() -> assertThat(this.seen).extracting(LogLine::instance)
					.containsExactlyInAnyOrder(new InstanceId("talk", 0), new InstanceId("talk", 1),
							new InstanceId("talk", 2)));
			assertThat(follow.isOpen()).isTrue();
		}
	}

	@Test
	void followersThatComeWhileLinesComeMissNoneAndGetNoneTwice() throws Exception {
		start(talker("talk", "read go; seq 1 20000; exec sleep 100")
			.withPolicies((policies) -> policies.withLog(new LogPolicy(LogPolicy.To.LOGGER, null, 100_000))));
		List<List<String>> all = new ArrayList<>();
		List<LogFollow> follows = new ArrayList<>();
		write("talk", "go\n");
		for (int i = 0; i < 10; i++) {
			List<String> own = Collections.synchronizedList(new ArrayList<>());
			all.add(own);
			// Whatever is dropped is counted, so the sum tells whether one is missing.
			follows.add(this.supervisor.streams().follow("talk", 10_000, (line) -> {
				if (line.skipped() > 0) {
					own.add("skipped " + line.skipped());
				}
				own.add(line.text());
			}));
		}
		for (List<String> own : all) {
			await().atMost(PATIENCE).until(() -> own.contains("20000"));
			int expected = -1;
			for (String line : own) {
				if (line.startsWith("skipped ")) {
					expected = (expected < 0) ? -1 : expected + Integer.parseInt(line.substring(8));
				}
				else {
					assertThat(Integer.parseInt(line)).isEqualTo((expected < 0) ? Integer.parseInt(line) : expected);
					expected = Integer.parseInt(line) + 1;
				}
			}
		}
		follows.forEach(LogFollow::close);
	}

	@Test
	void slowFollowerDelaysNobodyAndIsToldWhatItMissed() throws Exception {
		start(talker("talk", "read go; seq 1 50000; echo done; exec sleep 100"));
		CountDownLatch block = new CountDownLatch(1);
		try (LogFollow follow = this.supervisor.streams().follow("talk", 0, (line) -> {
			this.seen.add(line);
			awaitLatch(block);
		})) {
			write("talk", "go\n");
			await().atMost(PATIENCE).until(() -> this.supervisor.streams().tail("talk").contains("done"));
			block.countDown();
			await().atMost(PATIENCE).until(() -> texts().contains("done"));
			assertThat(this.seen).hasSizeLessThanOrEqualTo(LogFollow.LINES + 1);
			assertThat(this.seen.stream().mapToLong(LogLine::skipped).sum() + this.seen.size()).isEqualTo(50_001);
			assertThat(follow.isOpen()).isTrue();
		}
	}

	@Test
	void followerThatThrowsIsClosedAndTheOthersGoOn() throws Exception {
		start(talker("talk", "read go; echo one; echo two; exec sleep 100"));
		LogFollow broken = this.supervisor.streams().follow("talk", 0, (line) -> {
			throw new IllegalStateException("as a test wants it");
		});
		try (LogFollow follow = follow("talk-0", 0)) {
			write("talk", "go\n");
			await().atMost(PATIENCE).until(() -> texts().equals(List.of("one", "two")));
			await().atMost(PATIENCE).until(() -> !broken.isOpen());
			assertThat(follow.isOpen()).isTrue();
		}
	}

	@Test
	void followIsRefusedWithTheReason() throws Exception {
		start(log(sleeper("mute"), new LogPolicy(LogPolicy.To.DISCARD, null, 5)), sleeper("talk"));
		assertThatExceptionOfType(UnknownProcessException.class).isThrownBy(() -> follow("nobody", 0));
		assertThatExceptionOfType(InvalidDefinitionException.class).isThrownBy(() -> follow("talk", 10_001))
			.withMessageContaining("10001");
		assertThatExceptionOfType(IllegalProcessStateException.class).isThrownBy(() -> follow("mute", 0))
			.withMessageContaining("DISCARD");
		List<LogFollow> most = IntStream.range(0, LogFollow.MOST).mapToObj((i) -> follow("talk", 0)).toList();
		assertThatExceptionOfType(IllegalProcessStateException.class).isThrownBy(() -> follow("talk", 0))
			.withMessageContaining("64");
		most.forEach(LogFollow::close);
		follow("talk", 0).close();
	}

	@Test
	void linesOfTwoInstancesStayWholeInOneRotatedFile() throws Exception {
		Path logs = this.directory.resolve("logs");
		LogPolicy policy = new LogPolicy(LogPolicy.To.FILE, logs.resolve("count.log"), 10, LogPolicy.Format.TEXT,
				new LogRotation(50_000, Duration.ZERO, 100, true));
		start(log(shell("count", "seq -f $PROCESSKIT_INSTANCE/%g/end 1 20000").withInstances(2), policy)
			.withPolicies((policies) -> policies.withRestart(mode(Mode.NEVER))));
		await().atMost(PATIENCE).until(() -> this.supervisor.find("count").state() == InstanceState.COMPLETED);
		await().atMost(PATIENCE).until(() -> compressed(logs) > 10 && plain(logs) == 1);
		Process reader = new ProcessBuilder("sh", "-c",
				"zcat -f count.log* | sed 's,.*/count,count,' | sort -u | wc -l")
			.directory(logs.toFile())
			.start();
		assertThat(new String(reader.getInputStream().readAllBytes()).strip()).isEqualTo("40000");
	}

	@Test
	void reopenedLogGoesToANewFile() throws Exception {
		Path file = this.directory.resolve("talk.log");
		start(log(talker("talk", "while read line; do echo got $line; done"),
				new LogPolicy(LogPolicy.To.FILE, file, 10)));
		write("talk", "one\n");
		await().atMost(PATIENCE).untilAsserted(() -> assertThat(file).hasContent("got one\n"));
		Path moved = Files.move(file, this.directory.resolve("moved.log"));
		this.supervisor.streams().reopenLog("talk").get(30, TimeUnit.SECONDS);
		write("talk", "two\n");
		await().atMost(PATIENCE).until(() -> Files.exists(file) && Files.readString(file).equals("got two\n"));
		assertThat(moved).hasContent("got one\n");
	}

	@Test
	void writtenTextArrivesInOrderAndTheEndBehindIt() throws Exception {
		start(talker("sort", "sort -n"));
		for (int i = 999; i >= 0; i--) {
			write("sort", i + "\n");
		}
		try (LogFollow follow = follow("sort", 0)) {
			this.supervisor.streams().closeInput("sort").get(30, TimeUnit.SECONDS);
			await().atMost(PATIENCE).until(() -> this.seen.size() == 1000);
			assertThat(texts().get(999)).isEqualTo("999");
			assertThat(follow.isOpen()).isTrue();
		}
	}

	@Test
	void processThatDoesNotReadBlocksNobodyAndItsWritersAreTold() throws Exception {
		start(talker("deaf", "exec sleep 1000"));
		List<CompletableFuture<Void>> written = new ArrayList<>();
		// More than a pipe holds is taken, so that some of it waits for ever.
		await().atMost(PATIENCE).until(() -> {
			CompletableFuture<Void> last = this.supervisor.streams().write("deaf", "x".repeat(16 * 1024));
			written.add(last);
			this.supervisor.decided().get(30, TimeUnit.SECONDS);
			return last.isCompletedExceptionally()
					&& written.stream().filter((each) -> !each.isCompletedExceptionally()).count() > 4;
		});
		CompletableFuture<Void> refused = written.stream()
			.filter(CompletableFuture::isCompletedExceptionally)
			.findFirst()
			.orElseThrow();
		assertThatThrownBy(refused::get).hasCauseInstanceOf(IllegalProcessStateException.class)
			.hasMessageContaining("65536");
		assertThat(written).anyMatch((each) -> !each.isDone());
		this.supervisor.kill("deaf", ProcessSignal.KILL, "test").get(30, TimeUnit.SECONDS);
		await().atMost(PATIENCE).until(() -> written.stream().allMatch(CompletableFuture::isDone));
		assertThatThrownBy(() -> write("deaf", "more")).hasCauseInstanceOf(IllegalProcessStateException.class)
			.hasMessageContaining("has no process to write to");
	}

	@Test
	void inputIsRefusedWithTheReason() throws Exception {
		start(sleeper("plain"), talker("closed", "exec sleep 1000"));
		assertThatThrownBy(() -> write("plain", "text")).hasCauseInstanceOf(IllegalProcessStateException.class)
			.hasMessageContaining("stdin: pipe");
		this.supervisor.streams().closeInput("closed").get(30, TimeUnit.SECONDS);
		this.supervisor.streams().closeInput("closed").get(30, TimeUnit.SECONDS);
		assertThatThrownBy(() -> write("closed", "text")).hasCauseInstanceOf(IllegalProcessStateException.class)
			.hasMessageContaining("its input was closed");
		assertThatExceptionOfType(InvalidDefinitionException.class)
			.isThrownBy(() -> new Program.Command(List.of("cat"), Protocol.LINES, Map.of(), StandardInput.PIPE))
			.withMessageContaining("stdin");
	}

	@Test
	void signalToAllReachesEachProcess() throws Exception {
		String script = "trap 'echo told' USR1; echo ready; while :; do read line || sleep 0.05; done";
		start(ready(talker("one", script)), ready(talker("two", script).withInstances(2)));
		this.supervisor.signalAll(ProcessSignal.USR1).get(30, TimeUnit.SECONDS);
		write("one", "\n");
		write("two", "\n");
		await().atMost(PATIENCE)
			.untilAsserted(() -> assertThat(Stream.of("one-0", "two-0", "two-1").map(this.supervisor.streams()::tail))
				.allMatch((lines) -> lines.contains("told")));
	}

	@Test
	void signalsOfRealTimeArriveAndAreKnownAgain() throws Exception {
		start(sleeper("nap").withPolicies((policies) -> policies.withRestart(mode(Mode.NEVER))));
		this.supervisor.signal("nap", ProcessSignal.parse("RTMIN+3")).get(30, TimeUnit.SECONDS);
		await().atMost(PATIENCE).until(() -> instance("nap-0").lastExit() != null);
		assertThat(instance("nap-0").lastExit().signal()).isEqualTo(ProcessSignal.RTMIN_3);
	}

	private LogFollow follow(String target, int last) {
		return this.supervisor.streams().follow(target, last, this.seen::add);
	}

	private void write(String target, String text) throws Exception {
		this.supervisor.streams().write(target, text).get(30, TimeUnit.SECONDS);
	}

	private List<String> texts() {
		return this.seen.stream().map(LogLine::text).toList();
	}

	private static ProcessDefinition talker(String name, String script) {
		return command(name,
				new Program.Command(List.of("sh", "-c", script), Protocol.NONE, Map.of(), StandardInput.PIPE))
			.withPolicies((policies) -> policies.withRestart(UNTIRING));
	}

	private static ProcessDefinition log(ProcessDefinition definition, LogPolicy policy) {
		UnaryOperator<ProcessPolicies> change = (policies) -> policies.withLog(policy);
		return definition.withPolicies(change);
	}

	private static long compressed(Path directory) throws Exception {
		try (Stream<Path> files = Files.list(directory)) {
			return files.filter((file) -> file.toString().endsWith(".gz")).count();
		}
	}

	private static long plain(Path directory) throws Exception {
		try (Stream<Path> files = Files.list(directory)) {
			return files.filter((file) -> !file.toString().endsWith(".gz")).count();
		}
	}

	private static void awaitLatch(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
