package dev.processkit.supervisor;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import dev.processkit.IllegalProcessStateException;
import dev.processkit.InstanceState;
import dev.processkit.LogFollow;
import dev.processkit.ProcessGroup;
import dev.processkit.ProcessSignal;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * What is asked of a group, with real processes.
 */
class GroupTargetTests extends SupervisorFixture {

	private static final Duration LONG = Duration.ofSeconds(30);

	@Test
	void whatOneMemberCannotDoIsDoneWithNone() throws Exception {
		group("echo", "sleeper");
		start(worker("echo", Echo.class), sleeper("sleeper"));
		assertThatThrownBy(() -> this.supervisor.pause("shop", "test").get()).isInstanceOf(ExecutionException.class)
			.cause()
			.isInstanceOf(IllegalProcessStateException.class)
			.hasMessageContaining("'sleeper-0' is a command without a protocol, so it cannot be paused");
		assertThat(state("echo")).isEqualTo(InstanceState.READY);
		this.supervisor.stop("echo", "test").get(30, TimeUnit.SECONDS);
		long pid = pid("sleeper-0");
		assertThatThrownBy(() -> this.supervisor.signal("shop", ProcessSignal.TERM).get())
			.hasMessageContaining("'echo-0' has no process to signal");
		assertThat(pid("sleeper-0")).isEqualTo(pid);
	}

	@Test
	void membersArePausedAndResumedTogether() throws Exception {
		group("one", "two");
		start(worker("one", Echo.class), worker("two", Echo.class));
		assertThat(this.supervisor.pause("shop", "test").get(30, TimeUnit.SECONDS).name()).isEqualTo("one");
		assertThat(state("one")).isEqualTo(InstanceState.PAUSED);
		assertThat(state("two")).isEqualTo(InstanceState.PAUSED);
		this.supervisor.resume("shop", "test").get(30, TimeUnit.SECONDS);
		assertThat(state("two")).isEqualTo(InstanceState.READY);
	}

	@Test
	void statusNamesTheGroupsThatCountNow() {
		ProcessGroup shop = group("one", "two");
		await().atMost(LONG).until(() -> this.supervisor.status().groups().equals(List.of(shop)));
		ProcessGroup other = group("two");
		await().atMost(LONG).until(() -> this.supervisor.status().groups().equals(List.of(other)));
	}

	@Test
	void groupWithoutMembersThatAreThereIsRefused() {
		group("one", "two");
		assertThatThrownBy(() -> this.supervisor.start("shop", "test").get()).cause()
			.isInstanceOf(IllegalProcessStateException.class)
			.hasMessage("No member of group 'shop' is there; enable one, or execute it");
	}

	@Test
	void whatMembersPrintIsReadAndFollowedTogether() throws Exception {
		group("one", "two");
		List<String> lines = new CopyOnWriteArrayList<>();
		start(shell("two", "echo 2; exec sleep 1000"), shell("lone", "echo alone; exec sleep 1000"));
		await().atMost(LONG).until(() -> this.supervisor.streams().tail("lone").equals(List.of("alone")));
		await().atMost(LONG).until(() -> this.supervisor.streams().tail("shop").equals(List.of("2")));
		try (LogFollow follow = this.supervisor.streams()
			.follow("shop", 10, (line) -> lines.add(line.instance() + " " + line.text()))) {
			await().atMost(LONG).until(() -> lines.contains("two-0 2"));
			start(shell("one", "echo 1; exec sleep 1000"));
			await().atMost(LONG).until(() -> lines.contains("one-0 1"));
			assertThat(lines).containsExactly("two-0 2", "one-0 1");
		}
	}

	@Test
	void nameOfAProcessWinsOverThatOfAGroup() throws Exception {
		this.supervisor.reconciliation()
			.group(List.of(new ProcessGroup("a", List.of("b"), ProcessGroup.Strategy.ONE_FOR_ONE)));
		start(sleeper("a"), sleeper("b"));
		this.supervisor.stop("a", "test").get(30, TimeUnit.SECONDS);
		assertThat(state("a")).isEqualTo(InstanceState.STOPPED);
		assertThat(state("b")).isEqualTo(InstanceState.READY);
	}

	private ProcessGroup group(String... members) {
		ProcessGroup group = new ProcessGroup("shop", List.of(members), ProcessGroup.Strategy.ONE_FOR_ONE);
		this.supervisor.reconciliation().group(List.of(group));
		return group;
	}

}
