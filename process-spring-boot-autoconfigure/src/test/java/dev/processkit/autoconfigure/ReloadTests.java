package dev.processkit.autoconfigure;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import dev.processkit.IllegalProcessStateException;
import dev.processkit.InstanceState;
import dev.processkit.ProcessDefinition;
import dev.processkit.Program;
import dev.processkit.ReloadEvent;
import dev.processkit.ReloadReport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * What an edit of the configuration does to processes that run.
 */
@EnabledOnOs(OS.LINUX)
class ReloadTests {

	private static final String TWO = """
			process:
			  processes:
			    one: {command: [sleep, "1000"]}
			    two: {command: [sleep, "2000"]}
			""";

	@TempDir
	private Path directory;

	@Test
	void editedCommandIsAppliedAndTheOthersKeepTheirPid() throws Exception {
		try (Reloaded application = new Reloaded(this.directory, TWO)) {
			long one = application.pid("one");
			long two = application.pid("two");
			assertThat(application.reload(TWO.replace("1000", "1001")))
				.isEqualTo(new ReloadReport(List.of(), List.of("one"), List.of(), List.of("two"), List.of()));
			await().atMost(Reloaded.PATIENCE)
				.until(() -> application.find("one").state() == InstanceState.READY && application.pid("one") != one);
			awaitCommand(application.pid("one"), "sleep 1001");
			assertThat(ProcessHandle.of(one)).isEmpty();
			assertThat(application.pid("two")).isEqualTo(two);
		}
	}

	@Test
	void addedStartsAndDeletedStopsAndIsForgotten() throws Exception {
		try (Reloaded application = new Reloaded(this.directory, TWO)) {
			long one = application.pid("one");
			assertThat(application.reload(TWO.replace("one:", "three:")))
				.isEqualTo(new ReloadReport(List.of("three"), List.of(), List.of("one"), List.of("two"), List.of()));
			application.awaitGone("one");
			assertThat(ProcessHandle.of(one)).isEmpty();
			application.awaitReady();
			awaitCommand(application.pid("three"), "sleep 1000");
			assertThat(application.manager().send("one", "x")).failsWithin(Reloaded.PATIENCE)
				.withThrowableThat()
				.withMessageContaining("there is no process of this name");
		}
	}

	@Test
	void addedStartInTheirOrderAndACircleChangesNothing() throws Exception {
		String ordered = TWO
				+ """
						    web: {command: [sh, -c, "test -e %1$s && exec sleep 3000"], depends-on: [db], restart: {mode: never}}
						    db: {command: [sh, -c, "sleep 0.5; touch %1$s; exec sleep 4000"], readiness: {probe: file, file: %1$s}}
						"""
					.formatted(this.directory.resolve("up"));
		try (Reloaded application = new Reloaded(this.directory, TWO)) {
			assertThat(application.reload(ordered).added()).containsExactly("web", "db");
			application.awaitReady();
			awaitCommand(application.pid("web"), "sleep 3000");
			long web = application.pid("web");
			assertThat(application.refused(ordered.replace("db: {", "db: {depends-on: [web], "))).contains("depends-on")
				.contains("web");
			assertThat(application.pid("web")).isEqualTo(web);
		}
	}

	@Test
	void disabledStopsAndStartsAgainWhenEnabled() throws Exception {
		try (Reloaded application = new Reloaded(this.directory, TWO)) {
			long one = application.pid("one");
			assertThat(application.reload(TWO.replace("\"1000\"]", "\"1000\"], enabled: false")).removed())
				.containsExactly("one");
			application.awaitGone("one");
			assertThat(ProcessHandle.of(one)).isEmpty();
			assertThat(application.reload(TWO).added()).containsExactly("one");
			application.awaitReady();
			assertThat(application.pid("one")).isNotEqualTo(one);
		}
	}

	@Test
	void disabledAndEnabledBeforeItHasEndedIsKept() throws Exception {
		String slow = """
				process:
				  processes:
				    slow:
				      command: [sh, -c, "trap 'while [ ! -e go ]; do sleep 0.05; done; exit 0' TERM; : > up; while :; do sleep 0.05; done"]
				      directory: %1$s
				      readiness: {probe: file, file: %1$s/up}
				      stop: {grace-period: 60s}
				"""
			.formatted(this.directory);
		try (Reloaded application = new Reloaded(this.directory, slow)) {
			long pid = application.pid("slow");
			application.reload("process: {processes: {}}");
			assertThat(application.find("slow").state()).isEqualTo(InstanceState.STOPPING);
			assertThat(application.reload(slow).added()).containsExactly("slow");
			assertThat(ProcessHandle.of(pid)).isPresent();
			Files.createFile(this.directory.resolve("go"));
			await().atMost(Reloaded.PATIENCE)
				.until(() -> application.find("slow") != null && application.find("slow").state() == InstanceState.READY
						&& application.pid("slow") != pid);
			assertThat(ProcessHandle.of(pid)).isEmpty();
			application.reload();
			application.awaitReady();
		}
	}

	@Test
	void killedShellLeavesNothingBehind() throws Exception {
		Path pids = this.directory.resolve("pids");
		Path twice = this.directory.resolve("twice");
		String shell = """
				process:
				  processes:
				    shell:
				      command: [sh, -c, "[ -s %1$s ] && [ -e /proc/$(cat %1$s)/exe ] && : > %2$s; sleep 4711 & echo $! >> %1$s; wait"]
				      restart: {delay: 1ms}
				"""
			.formatted(pids, twice);
		try (Reloaded application = new Reloaded(this.directory, shell)) {
			await().atMost(Reloaded.PATIENCE).until(() -> Files.exists(pids) && Files.readAllLines(pids).size() == 1);
			ProcessHandle.of(application.pid("shell")).orElseThrow().destroyForcibly();
			await().atMost(Reloaded.PATIENCE).until(() -> Files.readAllLines(pids).size() == 2);
			List<String> sleeping = Files.readAllLines(pids);
			assertThat(twice).as("two of them at a time").doesNotExist();
			await().atMost(Reloaded.PATIENCE).until(() -> ProcessHandle.of(Long.parseLong(sleeping.get(0))).isEmpty());
			application.reload("process: {processes: {}}");
			application.awaitGone("shell");
			await().atMost(Reloaded.PATIENCE).until(() -> ProcessHandle.of(Long.parseLong(sleeping.get(1))).isEmpty());
		}
	}

	@Test
	void brokenFileChangesNothingAndTheNextGoodEditWorks() throws Exception {
		try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
				Reloaded application = new Reloaded(this.directory, "process.max-processes: 3\n" + TWO)) {
			List<Long> before = pids(application);
			String max = "process.max-processes: 3\n";
			assertThat(application.refused("process:\n  processes: [unclosed\n")).contains("application.yml")
				.contains("line");
			assertThat(application.refused(max + TWO.replace("command", "comand"))).contains("Unknown property")
				.contains("application.yml] - ")
				.contains("Did you mean 'command' instead of 'comand'?");
			assertThat(application.refused(max + TWO.replace("one: {", "one: {instances: 0, ")))
				.contains("process.processes.one.instances")
				.contains("below 1");
			assertThat(application.refused(max + TWO.replace("one: {", "one: {restart: {delay: soon}, ")))
				.contains("is not a duration");
			assertThat(application.refused(max + TWO.replace("one: {", "one: {instances: 3, ")))
				.contains("more than 'process.max-processes' (3)");
			assertThat(application.refused(max + TWO + "    three: {command: [cat]}\n" + """
					  tcp-processes:
					    tcp: {command: [cat], protocol: lines, port: %d}
					""".formatted(taken.getLocalPort()))).contains("max-processes");
			assertThat(application.refused(TWO.replace("    one: {command: [sleep, \"1000\"]}\n", "") + """
					  tcp-processes:
					    tcp: {command: [cat], protocol: lines, port: %d}
					""".formatted(taken.getLocalPort()))).contains("process.tcp-processes.tcp")
				.contains("cannot be listened on");
			assertThat(pids(application)).isEqualTo(before);
			assertThat(application.manager().status().processes()).hasSize(2);
			assertThat(application.reload(max + TWO.replace("1000", "1001")).changed()).containsExactly("one");
			application.awaitReady();
		}
	}

	@Test
	void fileThatGoesChangesNothing() throws Exception {
		try (Reloaded application = new Reloaded(this.directory, TWO)) {
			List<Long> before = pids(application);
			Files.delete(application.file());
			assertThatThrownBy(application::reload).isInstanceOf(ExecutionException.class)
				.hasMessageContaining("application.yml");
			assertThat(pids(application)).isEqualTo(before);
		}
	}

	@Test
	void orderCommentsAndFormattingAreNoChange() throws Exception {
		try (Reloaded application = new Reloaded(this.directory, TWO)) {
			List<Long> before = pids(application);
			ReloadReport report = application.reload("""
					# an explanation
					process.processes:
					  two:
					    command:
					    - sleep
					    - 2000
					  one.command: sleep,1000
					""");
			assertThat(report.hasChanges()).isFalse();
			assertThat(report.unchanged()).containsExactlyInAnyOrder("one", "two");
			assertThat(pids(application)).isEqualTo(before);
		}
	}

	@Test
	void instancesAloneScale() throws Exception {
		try (Reloaded application = new Reloaded(this.directory, TWO)) {
			long one = application.pid("one");
			application.reload(TWO.replace("one: {", "one: {instances: 3, "));
			await().atMost(Reloaded.PATIENCE).until(() -> application.find("one").instances().size() == 3);
			application.awaitReady();
			assertThat(application.pids("one")).startsWith(one);
			application.reload(TWO);
			await().atMost(Reloaded.PATIENCE).until(() -> application.find("one").instances().size() == 1);
			assertThat(application.pid("one")).isEqualTo(one);
		}
	}

	@Test
	void severalInstancesRollAndTheNextReloadWaitsForThem() throws Exception {
		String pool = TWO.replace("one: {", "one: {instances: 3, ");
		try (Reloaded application = new Reloaded(this.directory, pool)) {
			List<Long> before = application.pids("one");
			application.reload(pool.replace("1000", "1001"));
			application.awaitLaunched("one-3");
			application.reload(pool.replace("1000", "1002"));
			await().atMost(Reloaded.PATIENCE).until(() -> application.find("one").instances().size() == 3);
			application.awaitReady();
			assertThat(application.pids("one")).doesNotContainAnyElementsOf(before)
				.allSatisfy((pid) -> awaitCommand(pid, "sleep 1002"));
		}
	}

	@Test
	void whatCannotStartIsMendedByTheNextEdit() throws Exception {
		String pool = TWO.replace("one: {", "one: {restart: {delay: 50ms}, instances: 2, ");
		try (Reloaded application = new Reloaded(this.directory, pool)) {
			application.reload(pool.replace("[sleep, \"1000\"]", "[\"false\"]"));
			await().atMost(Reloaded.PATIENCE)
				.until(() -> application.find("one")
					.instances()
					.stream()
					.anyMatch((instance) -> instance.restarts() > 1));
			application.reload(pool.replace("1000", "1001"));
			await().atMost(Reloaded.PATIENCE).until(() -> application.find("one").instances().size() == 2);
			application.awaitReady();
			assertThat(application.pids("one")).allSatisfy((pid) -> awaitCommand(pid, "sleep 1001"));
		}
	}

	@Test
	void oneTakesThePlaceOfAnotherWhereThereIsNoMore() throws Exception {
		String full = "process.max-processes: 2\n" + TWO;
		try (Reloaded application = new Reloaded(this.directory, full)) {
			application.reload(full.replace("one:", "three:").replace("two:", "four:"));
			application.awaitGone("one");
			application.awaitGone("two");
			application.awaitReady();
			assertThat(application.manager().status().processes()).extracting((process) -> process.name())
				.containsExactlyInAnyOrder("three", "four");
		}
	}

	@Test
	void whatAnOperatorHasStoppedStaysDown() throws Exception {
		try (Reloaded application = new Reloaded(this.directory, TWO)) {
			application.manager().stop("one").get(30, TimeUnit.SECONDS);
			application.reload(TWO.replace("1000", "1001"));
			assertThat(application.find("one").state()).isEqualTo(InstanceState.STOPPED);
			application.manager().start("one").get(30, TimeUnit.SECONDS);
			awaitCommand(application.pid("one"), "sleep 1001");
		}
	}

	@Test
	void whatBeansHaveAddedIsLeftAlone() throws Exception {
		try (Reloaded application = new Reloaded(this.directory, TWO)) {
			application.manager()
				.execute(ProcessDefinition.of("own", new Program.Command(List.of("sleep", "3000"))))
				.get(30, TimeUnit.SECONDS);
			long own = application.pid("own");
			assertThat(application.refused(TWO + "    own: {command: [cat]}\n")).contains("'own' exists already");
			application.reload("process: {processes: {}}");
			application.awaitGone("one");
			application.awaitGone("two");
			assertThat(application.pid("own")).isEqualTo(own);
		}
	}

	@Test
	void importedFilesAreReadAndArgumentsKeepTheirPrecedence() throws Exception {
		Path imported = this.directory.resolve("processes.yml");
		Files.writeString(imported, TWO);
		try (Reloaded application = new Reloaded(this.directory, "spring.config.import: file:" + imported,
				"--process.processes.two.command=sleep,2222")) {
			awaitCommand(application.pid("two"), "sleep 2222");
			Files.writeString(imported, TWO.replace("1000", "1001").replace("2000", "2001"));
			assertThat(application.reload())
				.isEqualTo(new ReloadReport(List.of(), List.of("one"), List.of(), List.of("two"), List.of()));
			application.awaitReady();
		}
	}

	@Test
	void manyWhoAskAtOnceAreAllAnswered() throws Exception {
		try (Reloaded application = new Reloaded(this.directory, TWO)) {
			application.write(TWO.replace("1000", "1001"));
			List<CompletableFuture<ReloadReport>> asked = new ArrayList<>();
			for (int i = 0; i < 50; i++) {
				asked.add(application.manager().reload());
			}
			for (CompletableFuture<ReloadReport> each : asked) {
				each.get(30, TimeUnit.SECONDS);
			}
			application.awaitReady();
			awaitCommand(application.pid("one"), "sleep 1001");
			assertThat(Thread.getAllStackTraces().keySet())
				.filteredOn((thread) -> thread.getName().equals("process-reload"))
				.hasSizeLessThanOrEqualTo(1);
		}
	}

	@Test
	void reloadIsToldOfAndIsRefusedAtTheEnd() throws Exception {
		Reloaded application = new Reloaded(this.directory, List.of(Reloaded.Application.class, News.class), TWO);
		try (application) {
			News news = application.context().getBean(News.class);
			application.reload(TWO.replace("1000", "1001"));
			String reason = application.refused(TWO.replace("command", "comand"));
			assertThat(news.events).hasSize(2);
			assertThat(news.events.get(0)).isInstanceOfSatisfying(ReloadEvent.Reloaded.class,
					(event) -> assertThat(event.report().changed()).containsExactly("one"));
			assertThat(news.events.get(1)).isInstanceOfSatisfying(ReloadEvent.Refused.class,
					(event) -> assertThat(event.reason()).isEqualTo(reason));
			application.awaitReady();
		}
		assertThatThrownBy(application::reload).cause()
			.isInstanceOf(IllegalProcessStateException.class)
			.hasMessageContaining("shutting down");
	}

	private static List<Long> pids(Reloaded application) {
		return List.of(application.pid("one"), application.pid("two"));
	}

	/** What is launched becomes its command in a moment. */
	private static void awaitCommand(long pid, String command) {
		await().atMost(Reloaded.PATIENCE).untilAsserted(() -> assertThat(commandLine(pid)).isEqualTo(command));
	}

	private static String commandLine(long pid) {
		try {
			return Files.readString(Path.of("/proc/" + pid + "/cmdline")).strip().replace('\0', ' ').strip();
		}
		catch (IOException ex) {
			return ex.toString();
		}
	}

	static class News {

		private final List<ReloadEvent> events = new CopyOnWriteArrayList<>();

		@EventListener
		void onReload(ReloadEvent event) {
			this.events.add(event);
		}

	}

}
