package dev.processkit.supervisor;

import java.time.Duration;

import dev.processkit.InvalidDefinitionException;
import dev.processkit.ProcessDefinition;
import dev.processkit.ProcessEvent;
import dev.processkit.ProcessSignal;
import dev.processkit.Program;
import dev.processkit.Scaling;
import dev.processkit.Scaling.Strategy;
import org.junit.jupiter.api.Test;

import static dev.processkit.InstanceState.BACKING_OFF;
import static dev.processkit.InstanceState.READY;
import static dev.processkit.InstanceState.STARTING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class PoolsTests {

	@Test
	void lazyPoolAddsOneAtATime() {
		Stage stage = ready(new Stage(8, pool(Strategy.LAZY)));
		demand(stage);
		assertThat(stage.states("p")).containsExactly(READY, STARTING);
		demand(stage);
		assertThat(stage.states("p")).as("none while one is starting").hasSize(2);
		stage.settle();
		demand(stage);
		assertThat(stage.states("p")).containsExactly(READY, READY, STARTING);
		assertThat(stage.instance("p", 2).reason()).isEqualTo("all 2 instances are busy");
	}

	@Test
	void mixedPoolAddsAllAtOnce() {
		Stage stage = ready(new Stage(8, pool(Strategy.MIXED)));
		demand(stage);
		assertThat(stage.states("p")).containsExactly(READY, STARTING, STARTING, STARTING);
	}

	@Test
	void aggressivePoolBeginsWithAllAndKeepsThem() {
		Stage stage = ready(new Stage(8, pool(Strategy.AGGRESSIVE)));
		assertThat(stage.states("p")).hasSize(4);
		stage.pass(Duration.ofMinutes(10));
		assertThat(stage.states("p")).hasSize(4);
		assertThat(stage.effects(Effect.CheckIdle.class)).isEmpty();
	}

	@Test
	void poolNeverGrowsBeyondMax() {
		Stage stage = ready(new Stage(8, pool(Strategy.LAZY)));
		for (int i = 0; i < 10; i++) {
			demand(stage);
			stage.settle();
		}
		assertThat(stage.states("p")).hasSize(4);
		assertThat(stage.fleet.pools().mayGrow("p")).isFalse();
	}

	@Test
	void failingProgramIsNotMultiplied() {
		Stage stage = ready(new Stage(8, pool(Strategy.LAZY)));
		demand(stage);
		stage.exit(stage.instance("p", 1), 1);
		assertThat(stage.states("p")).containsExactly(READY, BACKING_OFF);
		assertThat(stage.fleet.pools().mayGrow("p")).isFalse();
		demand(stage);
		assertThat(stage.states("p")).hasSize(2);
	}

	@Test
	void poolWithoutRoomSaysSoOnceAndGrowsWhenThereIsRoom() {
		ProcessDefinition other = ProcessDefinition.of("other", Program.Worker.of("com.acme.Other"));
		Stage stage = ready(new Stage(2, pool(Strategy.MIXED), other));
		demand(stage);
		demand(stage);
		assertThat(stage.states("p")).containsExactly(READY);
		assertThat(stage.effects(Effect.Publish.class)).extracting(Effect.Publish::event)
			.filteredOn(ProcessEvent.PoolLimited.class::isInstance)
			.singleElement()
			.extracting(ProcessEvent::reason)
			.isEqualTo(
					"pool 'p' has 1 of at most 4 instances and cannot grow: all 2 of process.max-processes are in use");
		stage.act((step) -> stage.instance("other", 0).stop(step, ProcessSignal.TERM, "test"));
		stage.settle();
		demand(stage);
		assertThat(stage.states("p")).containsExactly(READY, STARTING);
	}

	@Test
	void idleInstancesGoOneByOneFromTheEndDownToMin() {
		Stage stage = grown();
		stage.pass(Duration.ofSeconds(59));
		assertThat(stage.states("p")).hasSize(4);
		stage.pass(Duration.ofSeconds(17));
		assertThat(stage.states("p")).containsExactly(READY, READY, READY, dev.processkit.InstanceState.STOPPING);
		stage.pass(Duration.ofMinutes(2));
		assertThat(stage.states("p")).as("one at a time").hasSize(4);
		stage.settle();
		stage.pass(Duration.ofSeconds(16));
		stage.settle();
		stage.pass(Duration.ofSeconds(16));
		stage.settle();
		assertThat(stage.states("p")).containsExactly(READY);
		stage.effects.clear();
		stage.pass(Duration.ofMinutes(10));
		assertThat(stage.effects).as("nothing wakes a pool at its smallest size").isEmpty();
	}

	@Test
	void workKeepsTheLastInstanceAndThoseBeforeIt() {
		Stage stage = grown();
		for (int i = 0; i < 20; i++) {
			stage.busy("p", 3, i);
			stage.pass(Duration.ofSeconds(15));
		}
		assertThat(stage.states("p")).hasSize(4);
	}

	@Test
	void nothingIsStoppedWhileRequestsWait() {
		Stage stage = grown();
		stage.waiting = 1;
		stage.pass(Duration.ofMinutes(10));
		assertThat(stage.states("p")).containsOnly(READY).hasSize(4);
	}

	@Test
	void scaleSetsTheSizeWithinTheBoundsOnly() {
		Stage stage = ready(new Stage(8, pool(Strategy.LAZY)));
		stage.act((step) -> stage.fleet.scale(step, "p", 3, "asked"));
		assertThat(stage.states("p")).hasSize(3);
		assertThatExceptionOfType(InvalidDefinitionException.class)
			.isThrownBy(() -> stage.act((step) -> stage.fleet.scale(step, "p", 5, "asked")))
			.withMessageContaining("(1 to 4)");
	}

	@Test
	void startDoesNotBringBackWhatIsAboutToGo() {
		Stage stage = ready(new Stage(8, ProcessDefinition.of("w", Program.Worker.of("com.acme.W")).withInstances(2)));
		stage.act((step) -> stage.fleet.scale(step, "w", 1, "asked"));
		stage.act((step) -> stage.fleet.start(step, stage.fleet.staying(stage.fleet.resolve("w")), "asked"));
		stage.settle();
		assertThat(stage.states("w")).containsExactly(READY);
	}

	private static void demand(Stage stage) {
		stage.act((step) -> stage.fleet.pools().demand(step, "p"));
	}

	private static Stage grown() {
		Stage stage = ready(new Stage(8, pool(Strategy.MIXED)));
		demand(stage);
		return ready(stage);
	}

	private static Stage ready(Stage stage) {
		stage.settle();
		return stage;
	}

	private static ProcessDefinition pool(Strategy strategy) {
		return ProcessDefinition.of("p", Program.Worker.of("com.acme.P"))
			.withScaling(new Scaling(1, 4, strategy, Duration.ofMinutes(1)));
	}

}
