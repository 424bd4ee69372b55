package dev.processkit.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import dev.processkit.ProcessExit;
import dev.processkit.ProcessSignal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static dev.processkit.launch.LaunchFixture.PATIENCE;
import static dev.processkit.launch.LaunchFixture.exitOf;
import static dev.processkit.launch.LaunchFixture.isRunning;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * How whole trees end: after a crash, on a stop, on a kill.
 */
@Timeout(180)
class ProcessTreeTests {

	/** Starts one grandchild in the group and one in a session of its own, then waits. */
	private static final String FAMILY = """
			sleep 1000 & echo group $!
			setsid sh -c 'echo session $$; exec sleep 1000' &
			wait
			sleep 1000
			""";

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
	void crashOfLeaderKillsGrandchildrenInAndOutOfItsGroup() throws Exception {
		LaunchedProcess process = this.fixture.launch("sh", "-c", FAMILY);
		long group = this.fixture.awaitNumber("group");
		long session = this.fixture.awaitNumber("session");
		process.signal(ProcessSignal.KILL);
		ProcessExit exit = exitOf(process);
		assertThat(exit.signal()).isEqualTo(ProcessSignal.KILL);
		assertThat(exit.leftovers()).isTrue();
		assertThat(isRunning(group)).isFalse();
		assertThat(isRunning(session)).isFalse();
	}

	@Test
	void ownExitOfLeaderKillsDaemonWithoutStandardOutput() throws Exception {
		ProcessExit exit = exitOf(this.fixture.launch("sh", "-c", """
				setsid sh -c 'echo daemon $$; exec >/dev/null 2>&1; : >%1$s; while :; do sleep 1; done' &
				while ! [ -e %1$s ]; do sleep 0.02; done
				""".formatted(this.base.resolve("up"))));
		assertThat(exit.leftovers()).isTrue();
		assertThat(isRunning(this.fixture.awaitNumber("daemon"))).isFalse();
	}

	@Test
	void stopEndsGrandchildrenInAndOutOfItsGroup() throws Exception {
		LaunchedProcess process = this.fixture.launch("sh", "-c", FAMILY);
		long group = this.fixture.awaitNumber("group");
		long session = this.fixture.awaitNumber("session");
		process.stop(ProcessSignal.TERM);
		ProcessExit exit = exitOf(process);
		assertThat(exit.signal()).isEqualTo(ProcessSignal.TERM);
		assertThat(isRunning(group)).isFalse();
		assertThat(isRunning(session)).isFalse();
	}

	@Test
	void stopFindsDescendantWithoutMarkThatWasSeenBefore() throws Exception {
		LaunchedProcess process = this.fixture.launch("sh", "-c",
				"setsid env -i sh -c 'echo hidden $$; exec sleep 1000' & wait; sleep 1000");
		long hidden = this.fixture.awaitNumber("hidden");
		process.stop(ProcessSignal.TERM);
		assertThat(exitOf(process).leftovers()).isTrue();
		assertThat(isRunning(hidden)).isFalse();
	}

	@Test
	void stopLetsMemberOfGroupFinishAfterItsLeader() throws Exception {
		LaunchedProcess process = this.fixture.launchAndAwait("ready", "sh", "-c", """
				trap "exit 7" TERM
				sh -c 'trap "sleep 0.3; echo finished; exit 0" TERM; echo ready; while :; do sleep 0.05; done' &
				while :; do sleep 0.05; done
				""");
		process.stop(ProcessSignal.TERM);
		ProcessExit exit = exitOf(process);
		assertThat(exit.code()).isEqualTo(7);
		assertThat(exit.leftovers()).isFalse();
		assertThat(this.fixture.lines).contains("finished");
	}

	@Test
	void killEndsMemberOfGroupThatWasLeftInGrace() throws Exception {
		LaunchedProcess process = this.fixture.launchAndAwait("ready", "sh", "-c",
				"sh -c 'trap \"\" TERM; echo stubborn $$; echo ready; while :; do sleep 1; done' & wait");
		process.stop(ProcessSignal.TERM);
		await().atMost(PATIENCE).until(() -> !isRunning(process.identity().pid()));
		assertThat(process.onExit()).isNotDone();
		process.kill();
		assertThat(exitOf(process).leftovers()).isTrue();
		assertThat(isRunning(this.fixture.awaitNumber("stubborn"))).isFalse();
	}

	@Test
	void stopWhenTermIsIgnoredNeedsKill() throws Exception {
		LaunchedProcess process = this.fixture.launchAndAwait("ready", "sh", "-c",
				"trap '' TERM; trap 'echo asked' INT; echo ready; while :; do sleep 0.1; done");
		process.stop(ProcessSignal.TERM);
		process.stop(ProcessSignal.INT);
		this.fixture.awaitLine("asked");
		assertThat(process.onExit()).isNotDone();
		process.kill();
		process.kill();
		assertThat(exitOf(process).signal()).isEqualTo(ProcessSignal.KILL);
	}

	@Test
	void stopAndKillEndSuspendedProcess() throws Exception {
		LaunchedProcess stopped = suspended();
		stopped.stop(ProcessSignal.TERM);
		assertThat(exitOf(stopped).signal()).isEqualTo(ProcessSignal.TERM);
		LaunchedProcess killed = suspended();
		killed.kill();
		assertThat(exitOf(killed).signal()).isEqualTo(ProcessSignal.KILL);
	}

	@Test
	void signalReachesLeaderAlone() throws Exception {
		LaunchedProcess process = this.fixture.launchAndAwait("ready", "sh", "-c", """
				trap "echo right" USR1
				sh -c 'trap "echo wrong" USR1; echo ready; while :; do sleep 0.05; done' &
				while :; do sleep 0.05; done
				""");
		process.signal(ProcessSignal.USR1);
		this.fixture.awaitLine("right");
		process.kill();
		exitOf(process);
		assertThat(this.fixture.lines).doesNotContain("wrong");
	}

	@Test
	void everythingIsHarmlessAfterExit() throws Exception {
		LaunchedProcess process = this.fixture.launch("true");
		ProcessExit exit = exitOf(process);
		process.stop(ProcessSignal.TERM);
		process.signal(ProcessSignal.HUP);
		process.signal(ProcessSignal.TERM);
		process.kill();
		assertThat(exitOf(process)).isEqualTo(exit);
	}

	@Test
	void exitWhenTreeIsSparedWaitsOnlyBrieflyForGrandchildThatHoldsTheOutput() throws Exception {
		// Its output may be let go of before a line in it is read.
		Path pid = this.base.resolve("spared");
		LaunchedProcess process = this.fixture.launch(LaunchFixture.leaderOnly(), "sh", "-c",
				"sleep 1000 & echo $! >" + pid + "; exit 4");
		ProcessExit exit = exitOf(process);
		assertThat(exit.code()).isEqualTo(4);
		assertThat(exit.leftovers()).isFalse();
		long spared = Long.parseLong(Files.readString(pid).strip());
		assertThat(isRunning(spared)).isTrue();
		ProcessHandle.of(spared).ifPresent(ProcessHandle::destroyForcibly);
	}

	@Test
	void stopWhenTreeIsSparedReachesLeaderAlone() throws Exception {
		LaunchedProcess process = this.fixture.launch(LaunchFixture.leaderOnly(), "sh", "-c",
				"sleep 1000 >/dev/null 2>&1 & echo spared $!; wait");
		long spared = this.fixture.awaitNumber("spared");
		process.stop(ProcessSignal.TERM);
		assertThat(exitOf(process).signal()).isEqualTo(ProcessSignal.TERM);
		assertThat(isRunning(spared)).isTrue();
		ProcessHandle.of(spared).ifPresent(ProcessHandle::destroyForcibly);
	}

	@Test
	void floodIsDrainedWithoutLoss() throws Exception {
		LaunchedProcess process = this.fixture.launch("sh", "-c",
				"seq 1 300000; head -c 10000000 /dev/zero; echo; echo end");
		assertThat(exitOf(process).code()).isZero();
		assertThat(this.fixture.lines).hasSize(300_002).contains("1", "300000", "end");
		assertThat(this.fixture.lines).allSatisfy((line) -> assertThat(line.length()).isLessThan(20_000));
	}

	@Test
	void launchOfManyStartsAndEndsAllOfThem() throws Exception {
		int many = 256;
		long plainBegun = System.nanoTime();
		List<Process> plain = new ArrayList<>();
		for (int i = 0; i < many; i++) {
			plain.add(new ProcessBuilder("sleep", "1000").start());
		}
		long plainMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - plainBegun);
		for (Process process : plain) {
			process.destroyForcibly().waitFor();
		}
		long begun = System.nanoTime();
		List<LaunchedProcess> fleet = new ArrayList<>();
		for (int i = 0; i < many; i++) {
			fleet.add(this.fixture.launch("sleep", "1000"));
		}
		long launched = System.nanoTime();
		EnvironmentMark.find(EnvironmentMark.INSTANCE, Set.of("none"), Set.of());
		long swept = System.nanoTime();
		List<Long> crashes = new ArrayList<>();
		for (LaunchedProcess process : fleet.subList(0, 32)) {
			long killed = System.nanoTime();
			process.signal(ProcessSignal.KILL);
			exitOf(process);
			crashes.add(System.nanoTime() - killed);
		}
		long crashed = System.nanoTime();
		fleet.subList(32, 144).forEach((process) -> process.stop(ProcessSignal.TERM));
		fleet.subList(144, many).forEach(LaunchedProcess::kill);
		for (LaunchedProcess process : fleet) {
			exitOf(process);
		}
		long ended = System.nanoTime();
		crashes.sort(null);
		System.out.printf(
				"256 launched in %d ms (%d ms by ProcessBuilder alone); one sweep %d us; crash to exit p50 %d us, max %d us; 224 ended in %d ms%n",
				TimeUnit.NANOSECONDS.toMillis(launched - begun), plainMillis, (swept - launched) / 1000,
				crashes.get(16) / 1000, crashes.get(31) / 1000, TimeUnit.NANOSECONDS.toMillis(ended - crashed));
		assertThat(fleet).allSatisfy((process) -> assertThat(isRunning(process.identity().pid())).isFalse());
	}

	private LaunchedProcess suspended() throws IOException {
		LaunchedProcess process = this.fixture.launch("sleep", "1000");
		// Not before setsid has become sleep, or the signal would come too early.
		await().atMost(PATIENCE).until(() -> "sleep".equals(command(process)));
		process.signal(ProcessSignal.STOP);
		await().atMost(PATIENCE).until(() -> state(process).startsWith("T"));
		return process;
	}

	private static String command(LaunchedProcess process) throws IOException {
		return Files.readString(Path.of("/proc/" + process.identity().pid() + "/comm")).strip();
	}

	private static String state(LaunchedProcess process) throws IOException {
		String stat = Files.readString(Path.of("/proc/" + process.identity().pid() + "/stat"));
		return stat.substring(stat.lastIndexOf(')') + 2);
	}

}
