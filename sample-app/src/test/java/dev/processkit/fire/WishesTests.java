package dev.processkit.fire;

import java.util.List;
import java.util.Set;

import dev.processkit.InstanceState;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class WishesTests {

	@Test
	void lastCommandCounts() {
		assertThat(after(List.of(deed("pause", 0, 1), deed("resume", 4, 5)), List.of(deed("restart", 2, 3))))
			.containsExactly(InstanceState.READY);
		assertThat(after(List.of(deed("restart", 0, 1)), List.of(deed("pause", 2, 3), deed("start", 4, 5))))
			.as("what is up is left as it is")
			.containsExactly(InstanceState.PAUSED);
	}

	@Test
	void eitherOfTwoThatWereOnTheirWayTogetherMayBeTheLast() {
		assertThat(after(List.of(deed("pause", 0, 3)), List.of(deed("resume", 1, 2))))
			.containsExactlyInAnyOrder(InstanceState.READY, InstanceState.PAUSED);
		assertThat(after(List.of(deed("stop", 0, 3)), List.of(deed("pause", 1, 2), deed("start", 4, 5))))
			.as("it was up when it was paused")
			.containsExactly(InstanceState.READY);
	}

	@Test
	void answersThatFitInNoOrderAreFound() {
		assertThat(after(List.of(deed("stop", 0, 1)), List.of(deed("pause", 2, 3)))).isEmpty();
		assertThat(after(List.of(deed("stop", 0, 1)), List.of(refused("pause", 2, 3))))
			.containsExactly(InstanceState.STOPPED);
	}

	private static Set<InstanceState> after(List<Deed> one, List<Deed> other) {
		return new Wishes(List.of(one, other), "pulse-0").after(InstanceState.READY);
	}

	private static Deed deed(String action, long begun, long ended) {
		return new Deed(action, "pulse", Operator.DONE, begun, ended, Set.of());
	}

	private static Deed refused(String action, long begun, long ended) {
		return new Deed(action, "pulse-0", "is not ready", begun, ended, Set.of());
	}

}
