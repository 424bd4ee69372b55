package dev.processkit.supervisor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

import dev.processkit.InstanceState;
import dev.processkit.JvmSettings;
import dev.processkit.LogPolicy;
import dev.processkit.ProcessDefinition;
import dev.processkit.Program;
import dev.processkit.Readiness;
import dev.processkit.SpareStatus;
import dev.processkit.worker.MessageHandler;
import dev.processkit.worker.WorkerContext;
import dev.processkit.worker.WorkerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Spares with real JVMs: what becomes of them, and that none is left.
 */
@EnabledOnOs(OS.LINUX)
class SpareTests extends SupervisorFixture {

	@Test
	void killedWorkerIsReplacedByTheSpareAndTheSpareByAnother() throws Exception {
		this.supervisor.keepSpares(1);
		start(worker("echo", Echo.class));
		long spare = awaitSpare();
		killAndAwait("echo-0");
		assertThat(send("echo", "back")).isEqualTo("back");
		assertThat(pid("echo-0")).isEqualTo(spare);
		assertThat(awaitSpare()).isNotEqualTo(spare);
		assertThat(instance("echo-0").restarts()).isOne();
		assertThat(this.supervisor.status().live()).isOne();
	}

	@Test
	void processThatIsAddedTakesTheSpare() throws Exception {
		this.supervisor.keepSpares(1);
		start(worker("first", Echo.class));
		long spare = awaitSpare();
		start(worker("second", Named.class));
		assertThat(pid("second-0")).isEqualTo(spare);
		assertThat(send("second", "who")).isEqualTo("second-0");
	}

	@Test
	void workerOfAnotherShapeIsLaunched() throws Exception {
		this.supervisor.keepSpares(1);
		start(worker("first", Echo.class));
		long spare = awaitSpare();
		start(sized("second", 32L << 20, JvmSettings.Spare.LEAN), sized("third", 128L << 20, JvmSettings.Spare.NONE));
		assertThat(pid("second-0")).isNotEqualTo(spare);
		assertThat(pid("third-0")).isNotEqualTo(spare);
	}

	@Test
	void spareThatDiesIsReplaced() throws Exception {
		this.supervisor.keepSpares(1);
		start(worker("echo", Echo.class));
		long spare = awaitSpare();
		ProcessHandle.of(spare).orElseThrow().destroyForcibly();
		await().until(() -> ProcessHandle.of(spare).isEmpty());
		assertThat(awaitSpare()).isNotEqualTo(spare);
		assertThat(state("echo")).isEqualTo(InstanceState.READY);
	}

	@Test
	void spareThatDiesTogetherWithTheWorkerIsNoFailureOfTheInstance() throws Exception {
		this.supervisor.keepSpares(1);
		start(worker("echo", Echo.class));
		ProcessHandle.of(awaitSpare()).orElseThrow().destroyForcibly();
		killAndAwait("echo-0");
		assertThat(instance("echo-0").restarts()).isOne();
		assertThat(send("echo", "back")).isEqualTo("back");
	}

	@Test
	void spareThatDoesNotReactIsPassedOver() throws Exception {
		this.supervisor.keepSpares(1);
		start(worker("echo", Echo.class));
		long spare = awaitSpare();
		new ProcessBuilder("kill", "-STOP", Long.toString(spare)).start().waitFor(30, TimeUnit.SECONDS);
		killAndAwait("echo-0");
		assertThat(send("echo", "back")).isEqualTo("back");
		assertThat(pid("echo-0")).isNotEqualTo(spare);
		assertThat(instance("echo-0").restarts()).isOne();
		assertThat(ProcessHandle.of(spare)).isEmpty();
	}

	@Test
	void spareMakesRoomForProcessesAndNeverTakesTheLastSlot() throws Exception {
		this.supervisor.keepSpares(1);
		start(worker("echo", Echo.class), sleeper("five").withInstances(5));
		long spare = awaitSpare();
		// Six of eight are in use, and the spare; the two that come need its place.
		start(sleeper("two").withInstances(2));
		assertThat(ProcessHandle.of(spare)).isEmpty();
		assertThat(this.supervisor.status().spares()).isEqualTo(new SpareStatus(1, 0));
		this.supervisor.scale("two", 1, "test").get(30, TimeUnit.SECONDS);
		assertThat(this.supervisor.status().spares().ready()).isZero();
		this.supervisor.stop("two", "test").get(30, TimeUnit.SECONDS);
		assertThat(awaitSpare()).isPositive();
	}

	@Test
	void spareGoesWithTheLastThatCouldUseIt() throws Exception {
		this.supervisor.keepSpares(1);
		start(worker("echo", Echo.class), sleeper("other"));
		long spare = awaitSpare();
		this.supervisor.stop("echo", "test").get(30, TimeUnit.SECONDS);
		await().until(() -> ProcessHandle.of(spare).isEmpty());
		assertThat(this.supervisor.status().spares()).isEqualTo(SpareStatus.NONE);
	}

	@Test
	void commandsAloneHaveNoSpare() throws Exception {
		this.supervisor.keepSpares(1);
		start(sleeper("other"));
		assertThat(this.supervisor.status().spares()).isEqualTo(SpareStatus.NONE);
	}

	@Test
	void linesOfAnAdoptedSpareAreThoseOfTheInstance() throws Exception {
		Path log = this.directory.resolve("talk.log");
		this.supervisor.keepSpares(1);
		start(worker("echo", Echo.class));
		long spare = awaitSpare();
		start(worker("talk", Talkative.class)
			.withPolicies((policies) -> policies.withLog(new LogPolicy(LogPolicy.To.FILE, log, 10))
				.withReadiness(new Readiness(new Readiness.Probe.LogLine(Pattern.compile("talk-0 is here")),
						Readiness.WORKER.timeout()))));
		assertThat(pid("talk-0")).isEqualTo(spare);
		assertThat(this.supervisor.streams().tail("talk")).containsExactly("talk-0 is here");
		await().untilAsserted(() -> assertThat(Files.readAllLines(log)).containsExactly("talk-0 is here"));
	}

	@Test
	void instanceThatIsStoppedWhileItTakesASpareEndsIt() throws Exception {
		this.supervisor.keepSpares(1);
		start(worker("echo", Echo.class));
		for (int round = 0; round < 10; round++) {
			awaitSpare();
			var started = this.supervisor.add(List.of(worker("brief", Echo.class)), "test");
			this.supervisor.stop("brief", "test").get(30, TimeUnit.SECONDS);
			await().until(started::isDone);
			assertThat(state("brief")).isEqualTo(InstanceState.STOPPED);
		}
	}

	@Test
	void preparedSpareHasMadeTheWorkerOnce() throws Exception {
		this.supervisor.keepSpares(1);
		start(prepared("warm", ""));
		long spare = awaitSpare();
		assertThat(send("warm", "prepared")).isEqualTo("false");
		killAndAwait("warm-0");
		assertThat(send("warm", "prepared")).isEqualTo("true");
		assertThat(pid("warm-0")).isEqualTo(spare);
	}

	@Test
	void preparationThatFailsLeavesTheWorkerAlone() throws Exception {
		this.supervisor.keepSpares(1);
		start(prepared("warm", "refuse"));
		await().until(() -> this.supervisor.status().spares().equals(new SpareStatus(1, 0)));
		killAndAwait("warm-0");
		assertThat(send("warm", "prepared")).isEqualTo("false");
	}

	/** A request that is sent at once may still go to the one that dies. */
	private void killAndAwait(String id) {
		long pid = pid(id);
		ProcessHandle.of(pid).orElseThrow().destroyForcibly();
		awaitReplaced(id, pid, InstanceState.READY);
	}

	/** One that is dead may count as ready until the supervisor has heard of its end. */
	private long awaitSpare() {
		return await()
			.until(() -> (this.supervisor.status().spares().ready() == 1) ? findSpare() : Optional.<Long>empty(),
					Optional::isPresent)
			.orElseThrow();
	}

	private Optional<Long> findSpare() throws IOException {
		List<Long> all = Strays.withMark(this.runtimeDirectory.token());
		return all.stream()
			.filter((pid) -> ProcessHandle.of(pid)
				.flatMap((handle) -> handle.info().arguments())
				.stream()
				.flatMap(java.util.Arrays::stream)
				.anyMatch((argument) -> argument.startsWith("-Dprocesskit.instance=_spare-")))
			.filter((pid) -> this.supervisor.status()
				.processes()
				.stream()
				.flatMap((process) -> process.instances().stream())
				.noneMatch((instance) -> instance.identity() != null && instance.identity().pid() == pid))
			.findFirst();
	}

	private static ProcessDefinition sized(String name, long heap, JvmSettings.Spare spare) {
		Program.Worker plain = Program.Worker.of(Echo.class.getName());
		return ProcessDefinition.of(name, new Program.Worker(plain.type(), plain.args(),
				new JvmSettings(heap, List.of(), spare), true, "", "", Map.of()));
	}

	private static ProcessDefinition prepared(String name, String mode) {
		JvmSettings jvm = new JvmSettings(128L << 20, List.of(), JvmSettings.Spare.PREPARED);
		return ProcessDefinition
			.of(name,
					new Program.Worker("any", Map.of("mode", mode), jvm, true, Preparing.class.getName(), "", Map.of()))
			.withPolicies((policies) -> policies.withRestart(QUICK));
	}

	/** Says who it is. */
	public static class Named implements MessageHandler {

		@Override
		public String handle(String message, WorkerContext context) {
			return context.instance();
		}

	}

	/** Says so at once. */
	public static class Talkative implements MessageHandler {

		public Talkative(WorkerContext context) {
			System.out.println(context.instance() + " is here");
		}

		@Override
		public String handle(String message, WorkerContext context) {
			return message;
		}

	}

	/** Makes workers that know whether this JVM was prepared. */
	public static class Preparing implements WorkerFactory {

		private static boolean prepared;

		@Override
		public Object create(String type, WorkerContext context, Map<String, String> settings) {
			return (MessageHandler) (message, ignored) -> Boolean.toString(prepared);
		}

		@Override
		public void prepare(String type, WorkerContext context, Map<String, String> settings) {
			if ("refuse".equals(context.args().get("mode"))) {
				throw new IllegalStateException("refused");
			}
			context.ready();
			prepared = true;
		}

	}

}
