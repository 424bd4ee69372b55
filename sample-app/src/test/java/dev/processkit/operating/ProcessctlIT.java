package dev.processkit.operating;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import dev.processkit.InstanceState;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

/**
 * Each command of the packaged client at the console of a real application.
 */
@EnabledOnOs(OS.LINUX)
@Timeout(300)
class ProcessctlIT {

	private static final String ASKED = ": asked for by " + System.getProperty("user.name") + " at the console";

	@TempDir
	private static Path directory;

	private static int port;

	private static OperatedApplication application;

	private static Processctl processctl;

	@BeforeAll
	static void start() throws IOException {
		port = OperatedApplication.freePort();
		application = new OperatedApplication(directory, "process.console.port=" + port,
				"process.console.token=s3cret");
		processctl = Processctl.install(directory.resolve("bin"), application.socket());
	}

	@AfterAll
	static void stop() {
		if (application != null) {
			application.close();
		}
	}

	/** The console shows what takes longer than its patience as it is then. */
	@BeforeEach
	void everythingIsUpWhateverWasAskedForBefore() {
		for (String process : List.of("heart", "silent", "ticker")) {
			application.awaitState(process, InstanceState.READY);
		}
	}

	@Test
	void listShowsEachProcess() throws Exception {
		awaits(() -> assertThat(processctl.run("list").isDone().lines()).hasSize(6)
			.anyMatch((line) -> line.matches("NAME +KIND +STATE +ACTIVITY +READY +RESTARTS +CPU +MEMORY +REASON"))
			.anyMatch((line) -> line.matches("heart +standard +READY +looping +1/1 .*"))
			.anyMatch((line) -> line.matches("broken +standard +FAILED +- +0/1 .*exited with code 7.*")));
		JsonNode list = processctl.run("list", "--json").json();
		assertThat(list.valueStream().map((process) -> process.path("name").asString())).contains("edited", "silent",
				"broken", "ticker", "heart");
	}

	@Test
	void statusSaysByItsExitCodeWhatIsUp() throws Exception {
		assertThat(processctl.run("status").status()).isEqualTo(5);
		assertThat(processctl.run("status", "broken").status()).isEqualTo(5);
		awaits(() -> assertThat(processctl.run("status", "heart").isDone().lines())
			.contains("runs " + Heart.class.getName(), "")
			.last()
			.asString()
			.matches("heart-0 +READY +looping +\\d+ .*"));
		awaits(() -> assertThat(
				processctl.run("status", "--json", "heart").json().at("/instances/0/activity/loops").asLong())
			.isPositive());
		assertThat(processctl.run("status", String.valueOf(pid("heart"))).isDone().out()).contains("heart-0");
		processctl.run("status", "nobody").hasFailed(4, "'nobody'");
	}

	@Test
	void actsShowWhatIsThen() throws Exception {
		assertThat(processctl.run("stop", "silent").isDone().out()).matches("silent-0 STOPP(ED|ING)" + ASKED + "\n");
		application.awaitState("silent", InstanceState.STOPPED);
		assertThat(processctl.run("status", "silent").isDone().out())
			.startsWith("silent (standard) is STOPPED" + ASKED + "\n");
		assertThat(processctl.run("start", "silent").isDone().out()).startsWith("silent-0 ");
		application.awaitState("silent", InstanceState.READY);
		assertThat(processctl.run("status", "silent").isDone().out())
			.startsWith("silent (standard) is READY: launched as pid ");
		long pid = pid("silent");
		assertThat(processctl.run("restart", "silent-0").isDone().out()).startsWith("silent-0 ");
		awaits(() -> assertThat(pid("silent")).isPositive().isNotEqualTo(pid));
		assertThat(processctl.run("stop", "--signal", "INT", "--json", "silent").json().path("state").asString())
			.startsWith("STOPP");
		application.awaitState("silent", InstanceState.STOPPED);
		Outcome start = processctl.run("start", "nobody", "silent");
		assertThat(start.status()).isEqualTo(4);
		assertThat(start.out()).startsWith("silent-0 ");
		long heart = pid("heart");
		assertThat(processctl.run("restart", "--rolling", "heart").isDone().out()).startsWith("heart-0 ");
		awaits(() -> assertThat(pid("heart")).isPositive().isNotEqualTo(heart));
		awaitInstances("heart", 1);
	}

	@Test
	void scaleSetsTheNumberOfInstances() throws Exception {
		assertThat(processctl.run("scale", "silent", "2").isDone().out()).startsWith("silent-0 READY, silent-1 ");
		awaitInstances("silent", 2);
		assertThat(processctl.run("scale", "silent", "1", "--json").json().path("name").asString()).isEqualTo("silent");
		awaitInstances("silent", 1);
		processctl.run("scale", "silent", "0").hasFailed(1, "'instances' with value '0'");
		processctl.run("scale", "all", "2").hasFailed(4, "'all'");
	}

	@Test
	void pauseIsRefusedWhereThereIsNoProtocol() throws Exception {
		assertThat(processctl.run("pause", "heart").isDone().out()).isEqualTo("heart-0 PAUSED" + ASKED + "\n");
		awaits(() -> assertThat(processctl.run("list").lines())
			.anyMatch((line) -> line.matches("heart +standard +PAUSED +paused .*")));
		assertThat(processctl.run("resume", "heart").isDone().out()).isEqualTo("heart-0 READY" + ASKED + "\n");
		processctl.run("pause", "silent").hasFailed(1, "'silent-0'", "cannot be paused");
	}

	@Test
	void signalsAreSentByNameAndNumber() throws Exception {
		assertThat(processctl.run("signal", "ticker", "WINCH").isDone().out()).startsWith("ticker-0 READY: ");
		assertThat(processctl.run("signal", "ticker-0", "28", "--json").json().path("name").asString())
			.isEqualTo("ticker");
		processctl.run("signal", "ticker", "LOUD").hasFailed(1, "'LOUD' is not a signal");
		processctl.run("signal", "nobody", "HUP").hasFailed(4, "'nobody'");
	}

	@Test
	void actsOnAllShowEachProcessThatDidThem() throws Exception {
		assertThat(processctl.run("pause", "all").isDone().out()).isEqualTo("heart-0 PAUSED" + ASKED + "\n");
		assertThat(processctl.run("resume", "all").isDone().lines()).contains("heart-0 READY" + ASKED);
		assertThat(processctl.run("restart", "all").isDone().lines()).anyMatch((line) -> line.startsWith("ticker-0 "))
			.anyMatch((line) -> line.startsWith("heart-0 "))
			.noneMatch((line) -> line.startsWith("-"));
		everythingIsUpWhateverWasAskedForBefore();
		application.awaitState("broken", InstanceState.FAILED);
		assertThat(processctl.run("signal", "all", "WINCH", "--json").json().size()).isGreaterThan(2);
	}

	@Test
	void groupsAreTargets() throws Exception {
		assertThat(processctl.run("restart", "pair").isDone().lines()).hasSize(2)
			.anyMatch((line) -> line.startsWith("silent-0 "))
			.anyMatch((line) -> line.startsWith("heart-0 "));
		everythingIsUpWhateverWasAskedForBefore();
		assertThat(processctl.run("status", "pair").isDone().lines()).hasSize(3)
			.first()
			.asString()
			.startsWith("INSTANCE");
		assertThat(processctl.run("stop", "pair", "--json").json().size()).isEqualTo(2);
		application.awaitState("silent", InstanceState.STOPPED);
		application.awaitState("heart", InstanceState.STOPPED);
		assertThat(processctl.run("start", "pair").isDone().lines()).hasSize(2);
		everythingIsUpWhateverWasAskedForBefore();
		processctl.run("pause", "pair").hasFailed(1, "'silent-0'", "cannot be paused");
	}

	@Test
	void invokeReachesTheActionOfAWorker() throws Exception {
		assertThat(processctl.run("invoke", "heart", "beat", "fast").isDone().out()).isEqualTo("beats fast\n");
		assertThat(processctl.run("invoke", "heart", "beat", "--json").json().asString()).isEqualTo("beats fast");
		processctl.run("invoke", "heart", "beat", " ").hasFailed(1, "A rhythm has a name");
		processctl.run("invoke", "heart", "bleat").hasFailed(1, "no action 'bleat'; it has [beat]");
		processctl.run("invoke", "nobody", "beat").hasFailed(4, "'nobody'");
	}

	@Test
	void reloadSaysWhatItDidOrWhyNot() throws Exception {
		application.declare("other: {command: [sleep, \"1000\"]}");
		assertThat(processctl.run("reload").isDone().lines()).startsWith("added      other", "changed    -",
				"removed    edited");
		application.declare("other: {comand: [sleep, \"1000\"]}");
		Outcome refused = processctl.run("reload")
			.hasFailed(1, "process.processes.other.comand", "Did you mean 'command'");
		assertThat(refused.err().lines()).hasSize(1);
		awaits(() -> processctl.run("status", "other").isDone());
		application.declare("edited: {command: [sleep, \"1000\"]}");
		assertThat(processctl.run("reload", "--json").json().path("added")).hasToString("[\"edited\"]");
	}

	@Test
	void tailShowsTheLastLinesAndFollowsUntilInterrupted() throws Exception {
		await().atMost(OperatedApplication.PATIENCE).until(() -> application.manager().tail("ticker").size() > 2);
		assertThat(processctl.run("tail", "-n", "2", "ticker").isDone().lines()).hasSize(2)
			.allMatch((line) -> line.matches("tick \\d+ \u001b\\[32mgreen\u001b\\[0m\u001b\\[2J"));
		assertThat(processctl.run("tail", "--json", "ticker").json().get(0).asString()).startsWith("tick ");
		assertThat(processctl.run("tail", "broken").isDone().out()).isEmpty();
		processctl.run("tail", "-f", "nobody").hasFailed(4, "'nobody'");
		assumeThat(Interrupts.areIgnored()).as("started by a shell in the background").isFalse();
		Process follow = processctl.start("tail", "-n", "1", "-f", "ticker");
		BufferedReader lines = follow.inputReader();
		for (int line = 0; line < 5; line++) {
			assertThat(lines.readLine()).startsWith("ticker-0 | tick ");
		}
		assertThat(Interrupts.end(follow)).isEqualTo(130);
		assertThat(follow.errorReader().lines()).isEmpty();
		Process json = processctl.start("tail", "-f", "--json", "ticker-0");
		assertThat(json.inputReader().readLine())
			.matches("\\{\"subscription\":\\d+,\"instance\":\"ticker-0\",\"line\":.*");
		assertThat(Interrupts.end(json)).isEqualTo(130);
		await().atMost(OperatedApplication.PATIENCE).until(() -> OperatedApplication.consoleThreads() == 2);
	}

	@Test
	void watchPrintsAgainAndAgainUntilInterrupted() throws Exception {
		assumeThat(Interrupts.areIgnored()).as("started by a shell in the background").isFalse();
		Process watch = processctl.start("watch", "--interval", "50ms");
		BufferedReader lines = watch.inputReader();
		for (int round = 0; round < 3; round++) {
			assertThat(lines.lines().filter((line) -> line.startsWith("INSTANCE ")).findFirst()).isPresent();
		}
		assertThat(Interrupts.end(watch)).isEqualTo(130);
	}

	@Test
	void reopenLeavesTheLogFileThatWasMoved() throws Exception {
		await().atMost(OperatedApplication.PATIENCE).until(() -> Files.exists(application.log()));
		Path moved = Files.move(application.log(), directory.resolve("moved.log"));
		assertThat(processctl.run("reopen", "ticker").isDone().out()).startsWith("ticker-0 READY: ");
		await().atMost(OperatedApplication.PATIENCE)
			.until(() -> Files.exists(application.log()) && Files.size(application.log()) > 0);
		long size = Files.size(moved);
		long more = Files.size(application.log());
		await().atMost(OperatedApplication.PATIENCE).until(() -> Files.size(application.log()) > more);
		assertThat(moved).hasSize(size);
		processctl.run("reopen", "all").isDone();
	}

	@Test
	void statisticsAreSums() throws Exception {
		assertThat(processctl.run("stats").isDone().lines())
			.anyMatch((line) -> line.matches("NAME +READY +RUNNING +WAITING +RESTARTS +UPTIME +CPU +MEMORY"))
			.anyMatch((line) -> line.matches("broken +0/1 .*"))
			.endsWith("max   256");
		assertThat(processctl.run("stats", "--json").json().at("/supervisor/live").asInt()).isGreaterThan(2);
	}

	@Test
	void methodsAreThoseOfTheApplicationToo() throws Exception {
		assertThat(processctl.run("methods").isDone().lines()).anyMatch(
				(line) -> line.matches("mail.flush\\(queue: string, \\[limit: integer]\\): object +Sends what waits."))
			.anyMatch((line) -> line.matches("process.reload\\(\\): object +Reads .*"));
		JsonNode flush = processctl.run("methods", "--json", "mail.flush").json().get(0);
		assertThat(flush.path("signature").propertyNames()).containsExactly("method", "parameters", "result");
		processctl.run("methods", "mail.flsh").hasFailed(1, "'mail.flush'");
	}

	@Test
	void callReachesTheMethodOfABean() throws Exception {
		assertThat(processctl.run("call", "mail.flush", "queue=out").isDone().out())
			.isEqualTo("queue  out\nsent   12\n");
		assertThat(processctl.run("call", "mail.flush", "queue=\"7\"", "limit=3", "--json").json())
			.hasToString("{\"queue\":\"7\",\"sent\":3}");
		assertThat(processctl.run("call", "mail.flush", "[\"in\",4]").isDone().out()).contains("sent   4");
		processctl.run("call", "mail.flush", "queue=").hasFailed(1, "No queue has an empty name");
		processctl.run("call", "mail.flush").hasFailed(1, "needs 'queue'");
		processctl.run("call", "mail.flsh").hasFailed(1, "'mail.flsh'", "'processctl methods'");
		processctl.run("call", "mail.flush", "queue").hasFailed(2, "neither KEY=VALUE");
	}

	@Test
	void overTcpTheTokenLetsIn() throws Exception {
		String[] list = { "--tcp", String.valueOf(port), "list" };
		Path token = Files.writeString(directory.resolve("token"), "s3cret\n");
		assertThat(processctl.with("PROCESSCTL_TOKEN", "s3cret").run(list).isDone().out()).contains("heart");
		processctl.run("--tcp", "localhost:" + port, "--token-file", token.toString(), "stats").isDone();
		Outcome wrong = processctl.with("PROCESSCTL_TOKEN", "guess").run(list);
		assertThat(wrong.hasFailed(3, "does not let you in", "--token-file").err()).doesNotContain("guess", "s3cret");
		processctl.run(list).hasFailed(3, "does not let you in", "PROCESSCTL_TOKEN");
	}

	private static void awaits(ThrowingRunnable assertion) {
		await().atMost(OperatedApplication.PATIENCE).untilAsserted(assertion);
	}

	private static void awaitInstances(String process, int count) {
		awaits(() -> assertThat(application.awaitState(process, InstanceState.READY).instances()).hasSize(count));
	}

	private static long pid(String process) throws Exception {
		return processctl.run("status", "--json", process).json().at("/instances/0/pid").asLong();
	}

}
