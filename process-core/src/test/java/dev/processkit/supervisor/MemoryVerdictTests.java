package dev.processkit.supervisor;

import java.time.Instant;
import java.util.List;

import dev.processkit.InstanceId;
import dev.processkit.InstanceState;
import dev.processkit.ProcessDefinition;
import dev.processkit.ProcessIdentity;
import dev.processkit.Program;
import dev.processkit.ResourcePolicy;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MemoryVerdictTests {

	private static final ResourcePolicy BOTH = ResourcePolicy.INHERITED.withMemory(512L << 20, 400L << 20);

	private Instant now = FleetSimulationTests.epoch();

	private final Instance instance = new Instance(new InstanceId("job", 0),
			ProcessDefinition.of("job", Program.Worker.of("com.acme.Job")), this.now);

	@BeforeEach
	void launch() {
		this.instance.start(step(), "test");
		this.instance.launched(step(), this.instance.launch(), new ProcessIdentity(7, 7, this.now), this.now,
				"launched");
	}

	@Test
	void aboveTheHardLimitItIsKilledAlsoWhileItStarts() {
		Step step = apply(612L << 20, BOTH, this.instance.launch());
		assertThat(step.effects()).contains(new Effect.Kill(this.instance.id()));
		assertThat(this.instance.reason()).isEqualTo("used 612 MB, allowed are 512 MB");
		assertThat(this.instance.wantedUp()).isTrue();
		assertThat(apply(700L << 20, BOTH, this.instance.launch()).effects()).as("once is enough").isEmpty();
	}

	@Test
	void aboveTheSoftLimitItIsAskedOnceItHasSettled() {
		assertThat(apply(450L << 20, BOTH, this.instance.launch()).effects()).isEmpty();
		this.instance.ready(step(), this.instance.launch(), "it says so");
		this.now = this.now.plusSeconds(9);
		assertThat(apply(450L << 20, BOTH, this.instance.launch()).effects()).as("not all the time").isEmpty();
		this.now = this.now.plusSeconds(1);
		Step step = apply(450L << 20, BOTH, this.instance.launch());
		assertThat(step.effects()).anyMatch(Effect.RequestStop.class::isInstance)
			.noneMatch(Effect.Kill.class::isInstance);
		assertThat(this.instance.state()).isEqualTo(InstanceState.STOPPING);
		assertThat(this.instance.reason()).isEqualTo("used 450 MB, it is replaced above 400 MB");
	}

	@Test
	void newsOfAnEarlierLaunchAndOfStoppedOnesIsIgnored() {
		this.instance.ready(step(), this.instance.launch(), "it says so");
		assertThat(apply(1L << 40, BOTH, this.instance.launch() - 1).effects()).isEmpty();
		this.instance.stop(step(), dev.processkit.ProcessSignal.TERM, "test");
		assertThat(apply(1L << 40, BOTH, this.instance.launch()).effects()).isEmpty();
		assertThat(this.instance.wantedUp()).isFalse();
	}

	@Test
	void lowestLimitCountsFirst() {
		assertThat(List.of(BOTH, BOTH.withMemory(5L, null), BOTH.withMemory(null, 6L))).map(MemoryVerdict::lowest)
			.containsExactly(400L << 20, 5L, 6L);
	}

	private Step apply(long used, ResourcePolicy limits, long launch) {
		Step step = step();
		new MemoryVerdict(launch, used, limits).apply(step, this.instance);
		return step;
	}

	private Step step() {
		return Step.at(this.now, () -> 0);
	}

}
