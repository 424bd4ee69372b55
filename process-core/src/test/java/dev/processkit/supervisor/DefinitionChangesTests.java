package dev.processkit.supervisor;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.processkit.ProcessDefinition;
import dev.processkit.Program;
import dev.processkit.Protocol;
import dev.processkit.Scaling;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What differs between two sets of definitions.
 */
class DefinitionChangesTests {

	@Test
	void betweenTellsWhatIsNewChangedGoneAndTheSame() {
		DefinitionChanges changes = DefinitionChanges.between(List.of(command("a"), command("b"), command("c")),
				List.of(command("d"), command("b"), command("a").withInstances(2)));
		assertThat(changes.added()).containsExactly(command("d"));
		assertThat(changes.changed())
			.containsExactly(new DefinitionChanges.Change(command("a"), command("a").withInstances(2)));
		assertThat(changes.removed()).containsExactly(command("c"));
		assertThat(changes.unchanged()).containsExactly("b");
		assertThat(changes.isEmpty()).isFalse();
		assertThat(DefinitionChanges.between(List.of(command("a"), command("b")), List.of(command("b"), command("a")))
			.isEmpty()).isTrue();
	}

	@Test
	void changeOfSizeLetsWhatRunsGoOn() {
		ProcessDefinition pool = filter().withScaling(pool(1, 4));
		assertThat(new DefinitionChanges.Change(filter(), filter().withInstances(3)).isOfSize()).isTrue();
		assertThat(new DefinitionChanges.Change(filter().withInstances(9), pool).isOfSize()).isTrue();
		assertThat(new DefinitionChanges.Change(filter(), command("filter")).isOfSize()).isFalse();
	}

	@Test
	void sizeThatWasChosenSinceStaysUnlessTheDeclarationContradicts() {
		ProcessDefinition edited = new ProcessDefinition("filter", filter().program(), 1, Map.of("A", "b"), null,
				filter().policies(), List.of(), null);
		assertThat(new DefinitionChanges.Change(filter(), edited).size(5)).isEqualTo(5);
		assertThat(new DefinitionChanges.Change(filter(), filter().withInstances(2)).size(5)).isEqualTo(2);
		ProcessDefinition from = filter().withScaling(pool(1, 8));
		assertThat(new DefinitionChanges.Change(from, filter().withScaling(pool(2, 4))).size(8)).isEqualTo(4);
		assertThat(new DefinitionChanges.Change(from, filter().withScaling(pool(2, 4))).size(1)).isEqualTo(2);
		assertThat(new DefinitionChanges.Change(from, filter().withScaling(pool(2, 4))).size(3)).isEqualTo(3);
		assertThat(new DefinitionChanges.Change(from, filter()).size(3)).isEqualTo(1);
	}

	private static ProcessDefinition command(String name) {
		return ProcessDefinition.of(name, new Program.Command(List.of("sleep", "1")));
	}

	private static ProcessDefinition filter() {
		return ProcessDefinition.of("filter", new Program.Command(List.of("cat"), Protocol.LINES));
	}

	private static Scaling pool(int min, int max) {
		return new Scaling(min, max, Scaling.Strategy.LAZY, Duration.ofMinutes(1));
	}

}
