package dev.processkit.supervisor;

import java.util.List;

import dev.processkit.IllegalProcessStateException;
import dev.processkit.ProcessDefinition;
import dev.processkit.ProcessSignal;
import dev.processkit.Program;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.processkit.InstanceState.BACKING_OFF;
import static dev.processkit.InstanceState.READY;
import static dev.processkit.InstanceState.STARTING;
import static dev.processkit.InstanceState.STOPPED;
import static dev.processkit.InstanceState.STOPPING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RollTests {

	private final Stage stage = new Stage(4, definition(2));

	private Roll roll;

	@Test
	void newOnesAreReadyBeforeOldOnesGo() {
		begin();
		assertThat(this.stage.states("w")).containsExactly(READY, READY, STARTING);
		this.stage.ready(this.stage.instance("w", 2));
		assertThat(this.stage.states("w")).containsExactly(STOPPING, READY, READY);
		assertThat(this.stage.instance("w", 0).reason()).isEqualTo("rolling replacement: 1 of 2, test");
		this.stage.exit(this.stage.instance("w", 0), 0);
		assertThat(this.stage.states("w")).containsExactly(STARTING, READY, READY);
		this.stage.ready(this.stage.instance("w", 0));
		assertThat(this.stage.states("w")).containsExactly(READY, STOPPING, READY);
		this.stage.exit(this.stage.instance("w", 1), 0);
		this.stage.ready(this.stage.instance("w", 1));
		assertThat(this.stage.states("w")).containsExactly(READY, READY, STOPPING);
		assertThat(this.roll.isOver()).isFalse();
		this.stage.exit(this.stage.instance("w", 2), 0);
		assertThat(this.stage.states("w")).containsExactly(READY, READY);
		assertThat(this.roll.isOver()).isTrue();
		assertThat(this.roll.failure()).isNull();
		assertThat(this.stage.fleet.all()).extracting(Instance::launch).containsOnly(2L);
	}

	@Test
	void extraThatFailsEndsTheRollAndNothingIsTouched() {
		begin();
		this.stage.exit(this.stage.instance("w", 2), 1);
		assertThat(this.roll.failure()).hasMessageContaining("ended at 0 of 2: instance 'w-2' is BACKING_OFF: ");
		assertThat(this.stage.states("w")).containsExactly(READY, READY);
		assertThat(this.stage.fleet.all()).extracting(Instance::launch).containsOnly(1L);
	}

	@Test
	void newProcessThatFailsLeavesTheRestAndIsStoodInFor() {
		begin();
		this.stage.ready(this.stage.instance("w", 2));
		this.stage.exit(this.stage.instance("w", 0), 0);
		this.stage.exit(this.stage.instance("w", 0), 1);
		assertThat(this.roll.failure()).hasMessageContaining("ended at 1 of 2: instance 'w-0' is BACKING_OFF");
		assertThat(this.stage.states("w")).containsExactly(BACKING_OFF, READY, READY);
		assertThatExceptionOfType(IllegalProcessStateException.class).isThrownBy(this::roll)
			.withMessageContaining("has not recovered");
		this.stage.act((step) -> this.stage.instance("w", 0).start(step, "test"));
		this.stage.ready(this.stage.instance("w", 0));
		assertThat(this.stage.states("w")).containsExactly(READY, READY, STOPPING);
		this.stage.settle();
		assertThat(this.stage.states("w")).containsExactly(READY, READY);
		assertThat(this.stage.instance("w", 1).launch()).isOne();
		begin();
	}

	@Test
	void oldProcessThatCrashesMeanwhileNeedsNoReplacementMore() {
		begin();
		this.stage.exit(this.stage.instance("w", 1), 1);
		this.stage.ready(this.stage.instance("w", 2));
		assertThat(this.stage.states("w")).as("waits").containsExactly(READY, BACKING_OFF, READY);
		assertThat(this.roll.failure()).isNull();
		this.stage.act((step) -> this.stage.instance("w", 1).start(step, "test"));
		this.stage.settle();
		assertThat(this.roll.isOver()).isTrue();
		assertThat(this.roll.failure()).isNull();
		assertThat(this.stage.fleet.all()).extracting(Instance::launch).containsOnly(2L);
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 2 })
	void stopOfOneEndsTheRoll(int index) {
		begin();
		this.stage.act((step) -> this.stage.instance("w", index).stop(step, ProcessSignal.TERM, "enough"));
		assertThat(this.roll.failure()).hasMessageContaining("instance 'w-%d' is STOPPING: enough".formatted(index));
		this.stage.settle();
		assertThat(this.stage.fleet.find("w")).hasSize(2);
	}

	@Test
	void stopOfTheProcessLeavesNothing() {
		begin();
		this.stage.act((step) -> this.stage.fleet.stop(step, this.stage.fleet.resolve("w"), "enough"));
		assertThat(this.roll.failure()).isNotNull();
		this.stage.settle();
		assertThat(this.stage.states("w")).containsExactly(STOPPED, STOPPED);
	}

	@Test
	void whatContradictsItIsRefused() {
		begin();
		assertThatExceptionOfType(IllegalProcessStateException.class).isThrownBy(this::roll)
			.withMessageContaining("cannot be replaced: a rolling replacement is under way (0 of 2)");
		assertThatExceptionOfType(IllegalProcessStateException.class)
			.isThrownBy(() -> this.stage.act((step) -> this.stage.fleet.scale(step, "w", 3, "test")))
			.withMessageContaining("cannot be scaled");
		assertThatExceptionOfType(IllegalProcessStateException.class).isThrownBy(
				() -> this.stage.act((step) -> this.stage.fleet.restart(step, this.stage.fleet.resolve("w-1"), "test")))
			.withMessageContaining("cannot be restarted");
		this.stage.settle();
		assertThat(this.roll.failure()).isNull();
	}

	@Test
	void withoutRoomForOneMoreItIsRefused() {
		Stage full = new Stage(2, definition(2));
		full.settle();
		assertThatExceptionOfType(IllegalProcessStateException.class)
			.isThrownBy(() -> full.act((step) -> full.fleet.roll(step, "w", "test")))
			.withMessageContaining("Cannot start 'w-2': 2 of at most 2 processes are in use");
		assertThat(full.states("w")).containsExactly(READY, READY);
	}

	@Test
	void withoutReadyInstancesItIsRefused() {
		Stage starting = new Stage(4, definition(2));
		assertThatExceptionOfType(IllegalProcessStateException.class)
			.isThrownBy(() -> starting.act((step) -> starting.fleet.roll(step, "w", "test")))
			.withMessageContaining("'w-0' is STARTING");
	}

	@Test
	void commandsAreReplacedToo() {
		Stage commands = new Stage(4, ProcessDefinition.of("w", new Program.Command(List.of("job"))).withInstances(3));
		commands.settle();
		commands.act((step) -> this.roll = commands.fleet.roll(step, "w", "test"));
		commands.settle();
		assertThat(this.roll.isOver()).isTrue();
		assertThat(commands.fleet.all()).extracting(Instance::launch).containsExactly(2L, 2L, 2L);
	}

	@Test
	void newProcessesRunTheChangedDefinition() {
		this.stage.settle();
		ProcessDefinition changed = ProcessDefinition.of("w", Program.Worker.of("com.acme.Changed"));
		this.stage.act((step) -> this.stage.fleet.redefine(changed));
		assertThat(this.stage.fleet.definition("w").instances()).isEqualTo(2);
		begin();
		assertThat(this.stage.instance("w", 1).definition().program().what()).isEqualTo("com.acme.W");
		this.stage.settle();
		assertThat(this.stage.fleet.all()).extracting((instance) -> instance.definition().program().what())
			.containsOnly("com.acme.Changed");
	}

	private void begin() {
		this.stage.settle();
		roll();
	}

	private void roll() {
		this.stage.act((step) -> this.roll = this.stage.fleet.roll(step, "w", "test"));
	}

	private static ProcessDefinition definition(int instances) {
		return ProcessDefinition.of("w", Program.Worker.of("com.acme.W")).withInstances(instances);
	}

}
