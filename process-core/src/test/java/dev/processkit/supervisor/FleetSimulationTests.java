package dev.processkit.supervisor;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;

import dev.processkit.Backoff;
import dev.processkit.Heartbeat;
import dev.processkit.IllegalProcessStateException;
import dev.processkit.InvalidDefinitionException;
import dev.processkit.ProcessDefinition;
import dev.processkit.ProcessGroup;
import dev.processkit.ProcessSignal;
import dev.processkit.Program;
import dev.processkit.RestartIntensity;
import dev.processkit.RestartPolicy;
import dev.processkit.Scaling;
import dev.processkit.StopPolicy;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The decision core against a simulated operating system and clock: random signals from
 * operators, processes and alarms, with the invariants checked after every one.
 */
class FleetSimulationTests {

	private static final int SIGNALS_PER_SEED = 300_000;

	private static final int SIGNALS_FOR_ORDER = 100_000;

	private static final int MAX_PROCESSES = 7;

	static final RestartPolicy RESTART = new RestartPolicy(RestartPolicy.Mode.ALWAYS,
			new Backoff(Duration.ofMillis(100), 2, Duration.ofSeconds(5), 0.1), Duration.ofSeconds(10),
			new RestartIntensity(5, Duration.ofSeconds(30)), Set.of(0), RestartPolicy.GiveUp.FAIL_PROCESS);

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4 })
	void randomSignalsKeepInvariants(long seed) {
		Random random = new Random(seed);
		SimulatedWorld world = new SimulatedWorld(new Fleet(MAX_PROCESSES), MAX_PROCESSES, random);
		definitions().forEach((definition) -> world.decide(false, (step) -> world.fleet().add(step, definition)));
		run(world, random, SIGNALS_PER_SEED);
		assertThat(world.rolls().completed()).as("rolls completed").isPositive();
		assertThat(world.rolls().failed()).as("rolls failed").isPositive();
		assertThat(world.grown()).as("grown").isPositive();
		assertThat(world.shrunk()).as("shrunk").isPositive();
		assertThat(world.pauses().kept()).as("paused again").isGreaterThan(100);
		world.decide(true, (step) -> SimulatedOrder.stopAll(world.fleet(), step));
		world.settle();
		assertThat(world.liveProcesses()).isZero();
		assertThat(world.spares().live()).isZero();
		assertThat(world.spares().taken()).as("spares taken").isGreaterThan(1000);
		assertThat(world.spares().waited()).as("launches that waited for a spare's slot").isGreaterThan(100);
		assertThat(world.fleet().all()).noneMatch((instance) -> instance.state().holdsSlot());
	}

	@ParameterizedTest
	@ValueSource(longs = { 5, 6 })
	void randomSignalsKeepTheOrder(long seed) {
		Random random = new Random(seed);
		SimulatedWorld world = new SimulatedWorld(new Fleet(MAX_PROCESSES), MAX_PROCESSES, random);
		SimulatedOrder.definitions()
			.forEach((definition) -> world.decide(false, (step) -> world.fleet().add(step, definition)));
		world.fleet()
			.groups()
			.set(List.of(new ProcessGroup("all", List.of("flaky", "pool-side"), ProcessGroup.Strategy.ONE_FOR_ALL),
					new ProcessGroup("rest", List.of("pool-middle", "lone", "top"),
							ProcessGroup.Strategy.REST_FOR_ONE)));
		run(world, random, SIGNALS_FOR_ORDER);
		world.order().requireUsed();
		world.decide(true, (step) -> SimulatedOrder.stopAll(world.fleet(), step));
		world.settle();
		assertThat(world.liveProcesses()).isZero();
		assertThat(world.fleet().all()).noneMatch((instance) -> instance.state().holdsSlot());
	}

	private static void run(SimulatedWorld world, Random random, int signals) {
		while (world.signals() < signals) {
			if (random.nextInt(4) == 0) {
				operate(world, random);
			}
			else {
				world.advance();
			}
		}
	}

	private static void operate(SimulatedWorld world, Random random) {
		List<Instance> all = world.fleet().all();
		List<Instance> one = List.of(all.get(random.nextInt(all.size())));
		String process = one.get(0).id().process();
		Consumer<Step> act = switch (random.nextInt(18)) {
			case 0, 1, 2, 3, 4 -> (step) -> {
				world.pauses().releaseEnded();
				world.fleet().start(step, world.fleet().staying(one), "asked");
			};
			case 5 -> (step) -> {
				world.pauses().releaseEnded();
				world.pauses().release(one);
				world.fleet().restart(step, world.fleet().staying(one), "asked");
			};
			case 6 -> (step) -> one.get(0).pause(step, "asked");
			case 7, 8 -> (step) -> {
				world.pauses().release(one);
				one.get(0).resume(step, "asked");
			};
			case 17 -> (step) -> world.fleet().renew(step, one, "its time");
			case 9 -> (step) -> one.get(0).stop(step, ProcessSignal.KILL, "asked");
			case 10 -> (step) -> world.fleet().scale(step, process, 1 + random.nextInt(4), "asked");
			case 11, 12 -> (step) -> world.fleet().pools().demand(step, process);
			case 13, 14 -> (step) -> world.rolls().begin(step, process);
			case 15 -> (random.nextInt(10) == 0) ? (step) -> SimulatedOrder.stopAll(world.fleet(), step)
					: (step) -> world.fleet().stop(step, world.fleet().resolve(process), "asked");
			default -> (step) -> one.get(0).stop(step, ProcessSignal.TERM, "asked");
		};
		try {
			world.decide(true, act);
		}
		catch (IllegalProcessStateException ex) {
			assertThat(ex.getMessage()).containsAnyOf("max-processes", "rolling replacement", "is about to go");
		}
		catch (InvalidDefinitionException ex) {
			assertThat(ex).hasMessageContaining("outside of the pool");
		}
	}

	private static List<ProcessDefinition> definitions() {
		List<ProcessDefinition> definitions = new ArrayList<>();
		for (RestartPolicy.Mode mode : RestartPolicy.Mode.values()) {
			RestartPolicy restart = new RestartPolicy(mode, RESTART.backoff(), RESTART.resetAfter(),
					RESTART.intensity(), RESTART.expectedExitCodes(), RESTART.onGiveUp());
			for (Program program : List.of(Program.Worker.of("com.acme.Job"), new Program.Command(List.of("job")))) {
				String name = (program instanceof Program.Worker ? "worker-" : "command-") + mode.name().toLowerCase();
				definitions.add(ProcessDefinition.of(name, program)
					.withInstances(2)
					.withPolicies((policies) -> policies.withRestart(restart)
						.withStop(new StopPolicy(ProcessSignal.TERM, Duration.ofSeconds(2), true))
						.withHeartbeat(new Heartbeat(Duration.ofMillis(500), Duration.ofSeconds(3)))));
			}
		}
		for (Scaling.Strategy strategy : Scaling.Strategy.values()) {
			definitions.add(pool("pool-" + strategy.name().toLowerCase(), strategy));
		}
		return definitions;
	}

	/** Steadier than the others, or no roll would ever get to its end. */
	private static ProcessDefinition pool(String name, Scaling.Strategy strategy) {
		Scaling scaling = new Scaling(1, 3, strategy, Duration.ofSeconds(4));
		return ProcessDefinition.of(name, Program.Worker.of("com.acme.Job"))
			.withScaling(scaling)
			.withPolicies((policies) -> policies.withRestart(RESTART)
				.withStop(new StopPolicy(ProcessSignal.TERM, Duration.ofSeconds(2), true)));
	}

	/** A start for the clock that is easy to recognise. */
	static Instant epoch() {
		return Instant.parse("2030-01-01T00:00:00Z");
	}

}
