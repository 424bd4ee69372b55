package dev.processkit.fire;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import dev.processkit.InstanceState;
import dev.processkit.InstanceStatus;
import dev.processkit.ProcessManager;
import dev.processkit.supervisor.Supervisor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Random commands of four operators at once, over the console (twice), the actuator and
 * the bean. Whenever they pause, every instance is where their commands want it, the
 * workers and the operating system say the same, and no event, answer or signal speaks
 * against it; meanwhile the supervisor goes on deciding.
 */
@EnabledOnOs(OS.LINUX)
@Timeout(900)
class OperatorsIT {

	private static final int COMMANDS = Integer.getInteger("fire.commands", 500);

	private static final long SEED = Long.getLong("fire.seed", System.nanoTime());

	/** How often they pause. */
	private static final int ROUNDS = 10;

	/** Beyond what a busy machine takes for itself, some times over for a decision. */
	private static final Duration LONGEST_DECISION = Duration.ofSeconds(1);

	private static final int MOST_SLOW_DECISIONS = 5;

	private static final List<String> INSTANCES = List.of("pulse-0", "pulse-1", "echo-0", "napper-0");

	@TempDir
	Path directory;

	private final Map<String, InstanceState> wanted = new HashMap<>();

	private final Set<Long> signalled = new HashSet<>();

	private int done;

	private int refused;

	@Test
	void nothingIsLostOrContradictoryAndTheSupervisorNeverBlocks() throws Exception {
		Path socket = this.directory.resolve("admin.sock");
		INSTANCES.forEach((instance) -> this.wanted.put(instance, InstanceState.READY));
		try (Fire fire = new Fire(this.directory, "spring.main.web-application-type=servlet", "server.port=0",
				"management.endpoints.web.exposure.include=processes",
				"management.endpoint.processes.access=unrestricted", "process.console.enabled=true",
				"process.console.socket-path=" + socket, "process.processes.pulse.type=" + Pulse.class.getName(),
				"process.processes.pulse.instances=2", "process.processes.pulse.loop.interval=5ms",
				"process.processes.echo.type=" + BookWorker.class.getName(),
				"process.processes.echo.args.books=" + this.directory.resolve("books"),
				"process.processes.napper.command=sleep,1000");
				ConsoleOperator programs = new ConsoleOperator(socket);
				ConsoleOperator people = new ConsoleOperator(socket);
				Crew crew = new Crew(fire, List.of(programs::byJson, people::byWords,
						new ActuatorOperator(fire.property("local.server.port")), new BeanOperator(fire.manager())),
						SEED);
				Promptness promptness = new Promptness(fire.bean(Supervisor.class))) {
			Census census = new Census(pid(fire.instance("pulse-0")));
			for (int round = 0; round < ROUNDS; round++) {
				int each = share(round + 1) - share(round);
				CompletableFuture<List<List<Deed>>> working = crew.work(each);
				promptness.watch(working);
				everythingIsAsWanted(fire, census, working.get());
			}
			System.out.printf(
					"%d commands of four operators with seed %d: %d done, %d refused; %d changes of state; the slowest decision took %d ms, an idle thread %d ms%n",
					this.done + this.refused, SEED, this.done, this.refused, fire.bean(Chronicle.class).changes(),
					promptness.slowest().toMillis(), promptness.slowestOfIdler().toMillis());
			assertThat(this.done + this.refused).isEqualTo(COMMANDS / 4 * 4);
			assertThat(this.done).isGreaterThan(COMMANDS / 4);
			// One that blocks does so again and again, whatever pauses the machine makes.
			assertThat(promptness.slowerThan(LONGEST_DECISION.plus(promptness.slowestOfIdler().multipliedBy(3))))
				.isLessThanOrEqualTo(MOST_SLOW_DECISIONS);
			everythingObeys(fire, crew);
		}
	}

	/** What each operator has done after some rounds. */
	private static int share(int rounds) {
		return COMMANDS / 4 * rounds / ROUNDS;
	}

	private void everythingIsAsWanted(Fire fire, Census census, List<List<Deed>> operators) {
		for (Deed deed : operators.stream().flatMap(Collection::stream).toList()) {
			this.done += deed.isDone() ? 1 : 0;
			this.refused += deed.isDone() ? 0 : 1;
			assertThat(deed.isDone() && deed.target().equals("nobody")).as("%s", deed).isFalse();
			this.signalled.addAll(deed.isDone() ? deed.reached() : Set.of());
		}
		for (String id : INSTANCES) {
			InstanceState before = this.wanted.get(id);
			Wishes wishes = new Wishes(operators, id);
			Set<InstanceState> possible = wishes.after(before);
			assertThat(possible).as("answers that fit together, with seed %d, %s", SEED, wishes).isNotEmpty();
			InstanceState reached = await()
				.alias("%s should be %s, with seed %d, %s before and %s".formatted(id, possible, SEED, before, wishes))
				.atMost(Reach.PATIENCE)
				.until(() -> fire.instance(id).state(), possible::contains);
			this.wanted.put(id, reached);
			await().atMost(Reach.PATIENCE).untilAsserted(() -> saysTheSame(fire.instance(id)));
		}
		await().atMost(Reach.PATIENCE).untilAsserted(() -> assertThatNoProcessIsMissingOrDouble(fire, census));
		// One that was sent a signal that ends it may answer no more.
		await().atMost(Reach.PATIENCE).ignoreExceptions().untilAsserted(() -> assertThatSignalsHaveCome(fire));
		assertThat(fire.bean(Chronicle.class).faults()).isEmpty();
	}

	/** The worker itself, of a state that does not change any more. */
	private void saysTheSame(InstanceStatus instance) {
		assertThat(instance.state()).isEqualTo(this.wanted.get(instance.id().toString()));
		if (instance.state() == InstanceState.STOPPED) {
			assertThat(instance.identity()).isNull();
		}
		else if (instance.id().process().equals("pulse")) {
			assertThat(activity(instance)).isEqualTo((instance.state() == InstanceState.PAUSED) ? "paused" : "looping");
		}
		else {
			assertThat(activity(instance).equals("paused")).as("%s", instance)
				.isEqualTo(instance.state() == InstanceState.PAUSED);
		}
	}

	private static void assertThatNoProcessIsMissingOrDouble(Fire fire, Census census) {
		Set<Long> pids = fire.instances()
			.stream()
			.filter((instance) -> instance.identity() != null)
			.map(OperatorsIT::pid)
			.collect(Collectors.toSet());
		Set<Long> live = census.take();
		assertThat(live).containsAll(pids).hasSize(pids.size() + fire.manager().status().spares().ready());
	}

	/** However often one is sent before it is handled, it counts once. */
	private void assertThatSignalsHaveCome(Fire fire) throws Exception {
		for (String id : List.of("pulse-0", "pulse-1")) {
			InstanceStatus instance = fire.instance(id);
			if (instance.identity() != null && this.signalled.contains(pid(instance))) {
				assertThat(signals(fire, id)).as("signals of %s", instance).isPositive();
			}
		}
	}

	private static void everythingObeys(Fire fire, Crew crew) throws Exception {
		ProcessManager manager = fire.manager();
		for (String process : List.of("pulse", "echo", "napper")) {
			manager.restart(process).get(Reach.PATIENCE.toSeconds(), TimeUnit.SECONDS);
		}
		fire.awaitStrength();
		manager.pause("pulse").get(Reach.PATIENCE.toSeconds(), TimeUnit.SECONDS);
		await().atMost(Reach.PATIENCE).until(() -> activities(fire).equals(List.of("paused", "paused")));
		assertThat(fire.find("pulse").state()).isEqualTo(InstanceState.PAUSED);
		manager.resume("pulse").get(Reach.PATIENCE.toSeconds(), TimeUnit.SECONDS);
		await().atMost(Reach.PATIENCE).until(() -> activities(fire).equals(List.of("looping", "looping")));
		assertThat(fire.instances()).allMatch((instance) -> instance.state() == InstanceState.READY);
		int signals = 0;
		for (Operator operator : crew.operators()) {
			assertThat(operator.act("signal", "pulse-0", Crew.COUNTED)).isEqualTo(Operator.DONE);
			int expected = ++signals;
			// An invocation has a limit of its own.
			await().atMost(Reach.PATIENCE).ignoreExceptions().until(() -> signals(fire, "pulse-0") == expected);
		}
		assertThat(fire.bean(Chronicle.class).faults()).isEmpty();
	}

	private static int signals(Fire fire, String id) throws Exception {
		CompletableFuture<String> signals = fire.manager().invoke(id, "signals", null);
		return Integer.parseInt(Objects.requireNonNull(signals.get(Reach.PATIENCE.toSeconds(), TimeUnit.SECONDS)));
	}

	private static long pid(InstanceStatus instance) {
		return Objects.requireNonNull(instance.identity()).pid();
	}

	private static List<String> activities(Fire fire) {
		return fire.find("pulse").instances().stream().map(OperatorsIT::activity).toList();
	}

	private static String activity(InstanceStatus instance) {
		return (instance.activity() != null) ? instance.activity().state() : "";
	}

}
