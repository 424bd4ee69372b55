package dev.processkit.health;

import java.time.Instant;
import java.util.Arrays;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

import dev.processkit.InstanceId;
import dev.processkit.InstanceState;
import dev.processkit.InstanceStatus;
import dev.processkit.ProcessDefinition;
import dev.processkit.ProcessManager;
import dev.processkit.ProcessStatus;
import dev.processkit.Program;
import dev.processkit.SupervisorStatus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link ProcessesHealthIndicator}.
 */
class ProcessesHealthIndicatorTests {

	private final ProcessManager manager = mock();

	private ProcessesHealthIndicator indicator;

	@BeforeEach
	void setUp() {
		this.indicator = new ProcessesHealthIndicator(this.manager);
	}

	@Test
	void healthWhenNothingIsDefinedIsUp() {
		givenProcesses();
		assertThat(this.indicator.health()).isEqualTo(Health.up().build());
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = { "FAILED", "READY" })
	void healthWhenProcessWillComeBackOrIsDownOnPurposeIsUpWithReason(InstanceState state) {
		givenProcesses(process("mailer", state));
		Health health = this.indicator.health();
		assertThat(health.getStatus()).isEqualTo(Status.UP);
		assertThat(health.getDetails()).containsEntry("mailer", Map.of("state", state, "reason", "why it is " + state));
	}

	@Test
	void healthWhenOneInstanceIsFailedIsDownWithItsReason() {
		givenProcesses(process("pricing", InstanceState.READY),
				process("mailer", InstanceState.READY, InstanceState.FAILED),
				process("cache", InstanceState.BACKING_OFF));
		Health health = this.indicator.health();
		assertThat(health.getStatus()).isEqualTo(Status.DOWN);
		assertThat(health.getDetails()).containsEntry("pricing", Map.of("state", InstanceState.READY))
			.containsEntry("mailer", Map.of("state", InstanceState.FAILED, "reason", "why it is FAILED"))
			.containsEntry("cache", Map.of("state", InstanceState.BACKING_OFF, "reason", "why it is BACKING_OFF"));
	}

	private void givenProcesses(ProcessStatus... processes) {
		given(this.manager.status()).willReturn(new SupervisorStatus(256, 0, Arrays.asList(processes)));
	}

	private static ProcessStatus process(String name, InstanceState... states) {
		return ProcessStatus.of(ProcessDefinition.of(name, Program.Worker.of("com.acme.Worker")), null,
				Arrays.stream(states).map((state) -> instance(name, state)).toList());
	}

	private static InstanceStatus instance(String process, InstanceState state) {
		return new InstanceStatus(new InstanceId(process, 0), state, "why it is " + state, Instant.EPOCH, null, 0, null,
				null, null, 0);
	}

}
