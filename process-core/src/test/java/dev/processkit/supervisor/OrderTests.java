package dev.processkit.supervisor;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

import dev.processkit.IllegalProcessStateException;
import dev.processkit.InstanceId;
import dev.processkit.InstanceState;
import dev.processkit.InvalidDefinitionException;
import dev.processkit.ProcessDefinition;
import dev.processkit.ProcessEvent;
import dev.processkit.ProcessSignal;
import dev.processkit.Program;
import dev.processkit.RestartPolicy.Mode;
import org.junit.jupiter.api.Test;

import static dev.processkit.InstanceState.COMPLETED;
import static dev.processkit.InstanceState.FAILED;
import static dev.processkit.InstanceState.READY;
import static dev.processkit.InstanceState.STARTING;
import static dev.processkit.InstanceState.STOPPED;
import static dev.processkit.InstanceState.STOPPING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class OrderTests {

	@Test
	void launchWaitsUntilAllInstancesOfEachDependencyAreReady() {
		Stage stage = new Stage(8, process("web", "db", "cache"), process("db").withInstances(2), process("cache"));
		assertThat(launched(stage)).containsExactly("db-0", "db-1", "cache-0");
		assertThat(stage.states("web")).containsExactly(STARTING);
		assertThat(reason(stage, "web")).isEqualTo("waits for 'db' to be ready");
		stage.ready(stage.instance("db", 0));
		stage.ready(stage.instance("db", 1));
		assertThat(reason(stage, "web")).isEqualTo("waits for 'cache' to be ready");
		assertThat(launched(stage)).doesNotContain("web-0");
		stage.ready(stage.instance("cache", 0));
		assertThat(launched(stage)).endsWith("web-0");
		assertThat(reason(stage, "web")).isEqualTo("test");
		assertThat(stage.effects(Effect.Publish.class)).extracting(Effect.Publish::event)
			.filteredOn(ProcessEvent.Waits.class::isInstance)
			.extracting(ProcessEvent::reason)
			.containsExactly("waits for 'db' to be ready", "waits for 'cache' to be ready");
	}

	@Test
	void dependencyThatHasDoneItsWorkIsAsGoodAsReady() {
		Stage stage = new Stage(8, with(process("migration"), Mode.NEVER), process("web", "migration"));
		stage.exit(stage.instance("migration", 0), 0);
		assertThat(stage.states("migration")).containsExactly(COMPLETED);
		assertThat(launched(stage)).endsWith("web-0");
	}

	@Test
	void dependencyThatFailsForGoodTakesAllThatWaitForItWithIt() {
		Stage stage = new Stage(8, process("page", "web"), process("web", "db"), with(process("db"), Mode.NEVER));
		stage.exit(stage.instance("db", 0), 3);
		assertThat(stage.states("web")).containsExactly(FAILED);
		assertThat(reason(stage, "web")).startsWith("it depends on 'db', which has failed: exited with code 3");
		assertThat(stage.states("page")).containsExactly(FAILED);
		assertThat(reason(stage, "page")).startsWith("it depends on 'web', which has failed: it depends on 'db'");
		assertThat(launched(stage)).containsExactly("db-0");
	}

	@Test
	void whatRunsIsLeftAloneWhenItsDependencyRestartsOrFails() {
		Stage stage = chain();
		stage.act((step) -> stage.fleet.restart(step, stage.fleet.resolve("db"), "test"));
		assertThat(stage.states("web")).containsExactly(READY);
		stage.exit(stage.instance("web", 0), 1);
		stage.act((step) -> stage.fleet.restart(step, stage.fleet.resolve("web"), "test"));
		assertThat(stage.states("web")).as("a new launch waits").containsExactly(STARTING);
		assertThat(stage.instance("web", 0).isHeld()).isTrue();
	}

	@Test
	void operatorsStartBringsUpWhatIsNeeded() {
		Stage stage = chain();
		stage.act((step) -> stage.fleet.stop(step, stage.fleet.all(), "test"));
		stage.settle();
		assertThat(stage.states("db")).containsExactly(STOPPED);
		stage.effects.clear();
		stage.act((step) -> stage.fleet.start(step, stage.fleet.resolve("web"), "asked"));
		assertThat(launched(stage)).containsExactly("db-0");
		assertThat(reason(stage, "db")).isEqualTo("others need it: asked");
		assertThat(stage.states("page")).containsExactly(STOPPED);
		stage.ready(stage.instance("db", 0));
		assertThat(launched(stage)).containsExactly("db-0", "web-0");
	}

	@Test
	void startIsRefusedWhenThereIsNoRoomForWhatIsNeeded() {
		Stage stage = new Stage(2, process("db"), process("web", "db"));
		stage.act((step) -> stage.fleet.stop(step, stage.fleet.all(), "test"));
		stage.settle();
		stage.act((step) -> stage.fleet.addAll(step, List.of(process("other")), "test"));
		assertThatExceptionOfType(IllegalProcessStateException.class)
			.isThrownBy(() -> stage.act((step) -> stage.fleet.start(step, stage.fleet.resolve("web"), "asked")))
			.withMessageContaining("max-processes");
		assertThat(stage.states("db")).containsExactly(STOPPED);
	}

	@Test
	void everythingStopsInReverseAndIndependentBranchesSideBySide() {
		Stage stage = new Stage(8, process("db"), process("web", "db"), process("page", "web"), process("report", "db"),
				process("lone"));
		stage.settle();
		stage.act((step) -> stage.fleet.stop(step, stage.fleet.all(), "the end"));
		assertThat(stopping(stage)).containsExactlyInAnyOrder("page", "report", "lone");
		assertThat(reason(stage, "db")).isEqualTo("stops after 'page', 'report', 'web': the end");
		assertThat(stage.states("db")).as("serves its dependents to the last").containsExactly(READY);
		stage.exit(stage.instance("report", 0), 0);
		stage.exit(stage.instance("page", 0), 0);
		assertThat(stopping(stage)).containsExactlyInAnyOrder("web", "lone");
		stage.exit(stage.instance("web", 0), 0);
		assertThat(stopping(stage)).containsExactlyInAnyOrder("db", "lone");
		stage.settle();
		assertThat(reason(stage, "db")).isEqualTo("the end");
	}

	@Test
	void whatLeavesDoesNotComeBackAndWhatIsStartedAgainStays() {
		Stage stage = chain();
		stage.act((step) -> stage.fleet.stop(step, stage.fleet.all(), "the end"));
		stage.exit(stage.instance("db", 0), 1);
		assertThat(stage.states("db")).containsExactly(STOPPED);
		stage.act((step) -> stage.fleet.start(step, stage.fleet.resolve("web"), "once more"));
		stage.exit(stage.instance("page", 0), 0);
		stage.ready(stage.instance("db", 0));
		assertThat(stage.states("web")).containsExactly(READY);
		assertThat(stage.states("db")).containsExactly(READY);
		assertThat(stage.states("page")).containsExactly(STOPPED);
	}

	@Test
	void stopOfOneProcessLeavesItsDependentsAlone() {
		Stage stage = chain();
		stage.act((step) -> stage.fleet.stop(step, stage.fleet.resolve("db"), "asked"));
		assertThat(stage.states("db")).containsExactly(STOPPING);
		assertThat(stage.states("web")).containsExactly(READY);
	}

	@Test
	void waitingInstanceStopsAtOnceAndRestartsInTheQueue() {
		Stage stage = new Stage(8, process("db"), process("web", "db"));
		stage.act((step) -> stage.fleet.restart(step, stage.fleet.resolve("web"), "asked"));
		assertThat(stage.states("web")).containsExactly(STARTING);
		stage.act((step) -> stage.instance("web", 0).stop(step, ProcessSignal.TERM, "asked"));
		assertThat(stage.states("web")).containsExactly(STOPPED);
		stage.ready(stage.instance("db", 0));
		assertThat(launched(stage)).containsExactly("db-0");
	}

	@Test
	void dependencyThatIsDownIsNamedWithTheReason() {
		Stage stage = new Stage(8, process("db"), process("web", "db"));
		stage.act((step) -> stage.fleet.stop(step, stage.fleet.resolve("db"), "asked"));
		stage.settle(stage.instance("db", 0));
		assertThat(reason(stage, "web")).isEqualTo("waits for 'db', which is down: asked");
	}

	@Test
	void poolThatGrowsWaitsForItsDependencyToo() {
		Stage stage = chain();
		stage.act((step) -> stage.fleet.stop(step, stage.fleet.resolve("db"), "asked"));
		stage.settle(stage.instance("db", 0));
		stage.act((step) -> stage.fleet.scale(step, "web", 2, "asked"));
		assertThat(stage.instance("web", 1).isHeld()).isTrue();
		stage.act((step) -> stage.fleet.scale(step, "web", 1, "asked"));
		assertThat(stage.states("web")).as("and goes as easily").containsExactly(READY);
	}

	@Test
	void circleAndUnknownNameAreRefused() {
		Stage stage = chain();
		assertThatExceptionOfType(InvalidDefinitionException.class)
			.isThrownBy(() -> add(stage, process("a", "b"), process("b", "c"), process("c", "a")))
			.withMessageContaining("'a.depends-on' with value 'b'")
			.withMessageContaining("a -> b -> c -> a");
		assertThatExceptionOfType(InvalidDefinitionException.class).isThrownBy(() -> add(stage, process("a", "a")))
			.withMessageContaining("a -> a");
		assertThatExceptionOfType(InvalidDefinitionException.class).isThrownBy(() -> add(stage, process("a", "bd")))
			.withMessageContaining("'bd' names no process");
		assertThat(stage.fleet.names()).containsExactly("db", "web", "page");
	}

	@Test
	void addedProcessMayDependOnOneThatIsThere() {
		Stage stage = chain();
		add(stage, process("late", "page"));
		assertThat(launched(stage)).endsWith("late-0");
	}

	@Test
	void processThatOthersNeedIsNotRemoved() {
		Stage stage = chain();
		stage.act((step) -> stage.fleet.stop(step, stage.fleet.resolve("db"), "asked"));
		stage.settle(stage.instance("db", 0));
		assertThatExceptionOfType(IllegalProcessStateException.class).isThrownBy(() -> stage.fleet.remove("db"))
			.withMessageContaining("'web' depends on it");
		stage.act((step) -> stage.fleet.stop(step, stage.fleet.all(), "asked"));
		stage.settle();
		stage.fleet.remove("db");
		stage.act((step) -> stage.fleet.start(step, stage.fleet.resolve("web"), "asked"));
		assertThat(reason(stage, "web")).isEqualTo("waits for 'db', which was removed");
	}

	@Test
	void waitingLaunchFollowsTheDefinition() {
		Stage stage = new Stage(8, process("db"), process("cache"), process("web", "db"));
		stage.ready(stage.instance("cache", 0));
		stage.act((step) -> stage.fleet.redefine(process("web", "cache")));
		assertThat(launched(stage)).endsWith("web-0");
		assertThat(stage.instance("web", 0).definition().dependsOn()).containsExactly("cache");
	}

	@Test
	void extraInstanceOfARollIsNotWhatOthersDependOn() {
		Stage stage = new Stage(8, with(process("db"), Mode.NEVER), process("web", "db"));
		stage.settle();
		stage.act((step) -> stage.fleet.roll(step, "db", "asked"));
		stage.act((step) -> stage.fleet.restart(step, stage.fleet.resolve("web"), "asked"));
		stage.exit(stage.instance("web", 0), 0);
		assertThat(launched(stage)).as("while the extra one starts").endsWith("db-1", "web-0");
		stage.ready(stage.instance("web", 0));
		stage.exit(stage.instance("db", 1), 1);
		assertThat(stage.states("web")).containsExactly(READY);
	}

	private static Stage chain() {
		Stage stage = new Stage(8, process("db"), process("web", "db"), process("page", "web"));
		stage.settle();
		return stage;
	}

	private static void add(Stage stage, ProcessDefinition... definitions) {
		stage.act((step) -> stage.fleet.addAll(step, List.of(definitions), "test"));
	}

	static ProcessDefinition process(String name, String... dependsOn) {
		return ProcessDefinition.of(name, Program.Worker.of("com.acme.Job")).withDependsOn(List.of(dependsOn));
	}

	static ProcessDefinition with(ProcessDefinition definition, Mode mode) {
		UnaryOperator<dev.processkit.ProcessPolicies> change = (policies) -> policies
			.withRestart(SupervisorFixture.mode(mode));
		return definition.withPolicies(change);
	}

	static String reason(Stage stage, String process) {
		return stage.instance(process, 0).reason();
	}

	private static List<String> launched(Stage stage) {
		return stage.effects(Effect.Launch.class)
			.stream()
			.map(Effect.Launch::instance)
			.map(InstanceId::toString)
			.toList();
	}

	private static List<String> stopping(Stage stage) {
		List<String> found = new ArrayList<>();
		for (Instance instance : stage.fleet.all()) {
			if (instance.state() == InstanceState.STOPPING) {
				found.add(instance.id().process());
			}
		}
		return found;
	}

}
