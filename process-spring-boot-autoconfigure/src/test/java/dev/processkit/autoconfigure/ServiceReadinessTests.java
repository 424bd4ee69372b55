package dev.processkit.autoconfigure;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

import dev.processkit.InstanceId;
import dev.processkit.InstanceState;
import dev.processkit.InstanceStatus;
import dev.processkit.ProcessDefinition;
import dev.processkit.ProcessStatus;
import dev.processkit.Program;
import dev.processkit.SupervisorStatus;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ServiceReadinessTests {

	private final ServiceReadiness readiness = new ServiceReadiness(List.of("a", "b"));

	@Test
	void readyIsWhatRunsOrHasDoneItsWork() {
		assertThat(this.readiness.isReady(status(InstanceState.READY))).as("one is missing").isFalse();
		assertThat(this.readiness.isReady(status(InstanceState.READY, InstanceState.STARTING))).isFalse();
		assertThat(this.readiness.isReady(status(InstanceState.READY, InstanceState.FAILED))).isFalse();
		assertThat(this.readiness.isReady(status(InstanceState.READY, InstanceState.COMPLETED))).isTrue();
		assertThat(this.readiness.isReady(status(InstanceState.READY, InstanceState.READY, InstanceState.FAILED)))
			.as("another one is nobody's business")
			.isTrue();
		assertThat(new ServiceReadiness(List.of()).isReady(status())).isTrue();
	}

	@Test
	void summaryNamesWhatIsNotWell() {
		assertThat(this.readiness.summary(status(InstanceState.READY, InstanceState.PAUSED)))
			.isEqualTo("2 of 2 processes ready");
		assertThat(this.readiness.summary(status(InstanceState.READY, InstanceState.BACKING_OFF)))
			.isEqualTo("1 of 2 processes ready, b is BACKING_OFF");
	}

	@Test
	void watchdogIsForThisProcessOnly() {
		assertThat(SystemdNotifier.watchdog("20000000", null, "7")).isEqualTo(Duration.ofSeconds(20));
		assertThat(SystemdNotifier.watchdog("20000000", "7", "7")).isEqualTo(Duration.ofSeconds(20));
		assertThat(SystemdNotifier.watchdog("20000000", "8", "7")).isNull();
		assertThat(SystemdNotifier.watchdog(null, null, "7")).isNull();
		assertThat(SystemdNotifier.watchdog("0", null, "7")).isNull();
		assertThat(SystemdNotifier.watchdog("soon", null, "7")).isNull();
	}

	private static SupervisorStatus status(InstanceState... states) {
		List<String> names = List.of("a", "b", "c");
		List<ProcessStatus> processes = Stream.iterate(0, (index) -> index < states.length, (index) -> index + 1)
			.map((index) -> process(names.get(index), states[index]))
			.toList();
		return new SupervisorStatus(8, processes.size(), processes);
	}

	private static ProcessStatus process(String name, InstanceState state) {
		return ProcessStatus.of(ProcessDefinition.of(name, new Program.Command(List.of("x"))), null,
				List.of(new InstanceStatus(new InstanceId(name, 0), state, "test", Instant.EPOCH, null, 0, null, null,
						null, 0)));
	}

}
