package dev.processkit.supervisor;

import java.util.List;

import dev.processkit.InvalidDefinitionException;
import dev.processkit.ProcessDefinition;
import dev.processkit.ProcessEvent;
import dev.processkit.ProcessGroup;
import dev.processkit.ProcessGroup.Strategy;
import dev.processkit.RestartPolicy.Mode;
import org.junit.jupiter.api.Test;

import static dev.processkit.InstanceState.FAILED;
import static dev.processkit.InstanceState.READY;
import static dev.processkit.InstanceState.STARTING;
import static dev.processkit.InstanceState.STOPPED;
import static dev.processkit.InstanceState.STOPPING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class GroupsTests {

	@Test
	void oneForOneLeavesTheOthersAlone() {
		Stage stage = failed(Strategy.ONE_FOR_ONE);
		assertThat(stage.states("a")).containsExactly(READY);
		assertThat(stage.states("c")).containsExactly(READY);
	}

	@Test
	void oneForAllStopsAllOthers() {
		Stage stage = failed(Strategy.ONE_FOR_ALL);
		assertThat(stage.states("a")).containsExactly(STOPPING);
		assertThat(stage.states("b")).containsExactly(FAILED, STOPPING);
		assertThat(stage.states("c")).containsExactly(STOPPING);
		assertThat(stage.states("outside")).containsExactly(READY);
		assertThat(OrderTests.reason(stage, "a"))
			.startsWith("group 'g' goes down, since 'b-0' has failed: exited with code 3; the restart mode is 'never'");
		stage.settle();
		assertThat(stage.states("a")).containsExactly(STOPPED);
	}

	@Test
	void restForOneStopsThoseListedAfterItTheLastFirst() {
		Stage stage = failed(Strategy.REST_FOR_ONE);
		assertThat(stage.states("a")).containsExactly(READY);
		assertThat(stage.states("b")).containsExactly(FAILED, STOPPING);
		assertThat(stage.states("c")).containsExactly(STOPPING);
		assertThat(stage.effects(Effect.RequestStop.class)).extracting((stop) -> stop.instance().process())
			.containsExactly("c", "b");
	}

	@Test
	void operatorsStartOfTheGroupBringsItBack() {
		Stage stage = failed(Strategy.ONE_FOR_ALL);
		stage.settle();
		stage.act((step) -> stage.fleet.start(step, stage.fleet.resolve("g"), "asked"));
		assertThat(stage.states("a")).containsExactly(STARTING);
		stage.settle();
		assertThat(stage.states("b")).containsExactly(READY, READY);
		assertThat(stage.states("c")).containsExactly(READY);
	}

	@Test
	void groupGoesDownInReverseOrderOfItsDependencies() {
		Stage stage = new Stage(8, OrderTests.process("db"), OrderTests.process("web", "db"),
				OrderTests.with(OrderTests.process("x"), Mode.NEVER));
		stage.fleet.groups().set(List.of(new ProcessGroup("g", List.of("web", "db", "x"), Strategy.ONE_FOR_ALL)));
		stage.settle();
		stage.exit(stage.instance("x", 0), 1);
		assertThat(stage.states("web")).containsExactly(STOPPING);
		assertThat(stage.states("db")).containsExactly(READY);
		stage.settle();
		assertThat(stage.states("db")).containsExactly(STOPPED);
	}

	@Test
	void memberThatFailsForWantOfItsDependencyTakesItsGroupDown() {
		Stage stage = new Stage(8, OrderTests.with(OrderTests.process("db"), Mode.NEVER),
				OrderTests.process("web", "db"), OrderTests.process("mate"));
		stage.fleet.groups().set(List.of(new ProcessGroup("g", List.of("web", "mate"), Strategy.ONE_FOR_ALL)));
		stage.exit(stage.instance("db", 0), 1);
		assertThat(stage.states("web")).containsExactly(FAILED);
		assertThat(stage.states("mate")).containsExactly(STOPPING);
	}

	@Test
	void whatThePolicySaysAboutTheApplicationIsToldAsWell() {
		Stage stage = failed(Strategy.ONE_FOR_ALL);
		assertThat(stage.effects(Effect.Publish.class)).extracting(Effect.Publish::event)
			.filteredOn(ProcessEvent.GaveUp.class::isInstance)
			.singleElement()
			.extracting(ProcessEvent::instance)
			.hasToString("b-0");
	}

	@Test
	void rollThatFailsLeavesTheGroupAlone() {
		Stage stage = new Stage(8, OrderTests.with(OrderTests.process("a"), Mode.NEVER), OrderTests.process("b"));
		stage.fleet.groups().set(List.of(new ProcessGroup("g", List.of("a", "b"), Strategy.ONE_FOR_ALL)));
		stage.settle();
		stage.act((step) -> stage.fleet.roll(step, "a", "asked"));
		stage.exit(stage.instance("a", 1), 1);
		assertThat(stage.states("a")).first().isEqualTo(READY);
		assertThat(stage.states("b")).containsExactly(READY);
	}

	@Test
	void wrongGroupsAreRefused() {
		Stage stage = new Stage(8, OrderTests.process("a"));
		assertThatExceptionOfType(InvalidDefinitionException.class)
			.isThrownBy(() -> stage.fleet.groups()
				.set(List.of(new ProcessGroup("g", List.of("a"), Strategy.ONE_FOR_ONE),
						new ProcessGroup("h", List.of("a"), Strategy.ONE_FOR_ONE))))
			.withMessageContaining("'h.members' with value 'a' is a member of the group 'g' too");
		assertThatExceptionOfType(InvalidDefinitionException.class)
			.isThrownBy(() -> new ProcessGroup("g", List.of(), Strategy.ONE_FOR_ONE));
		assertThatExceptionOfType(InvalidDefinitionException.class)
			.isThrownBy(() -> new ProcessGroup("g", List.of("a", "a"), Strategy.ONE_FOR_ONE));
	}

	/** Three members, of which the second has failed for good, and one outside. */
	private static Stage failed(Strategy strategy) {
		ProcessDefinition second = OrderTests.with(OrderTests.process("b"), Mode.NEVER).withInstances(2);
		Stage stage = new Stage(8, OrderTests.process("a"), second, OrderTests.process("c"),
				OrderTests.process("outside"));
		stage.fleet.groups().set(List.of(new ProcessGroup("g", List.of("a", "b", "c"), strategy)));
		stage.settle();
		stage.exit(stage.instance("b", 0), 3);
		return stage;
	}

}
