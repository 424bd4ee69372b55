package dev.processkit.metrics;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.processkit.InstanceId;
import dev.processkit.InstanceState;
import dev.processkit.InstanceStatus;
import dev.processkit.ProcessDefinition;
import dev.processkit.ProcessEvent;
import dev.processkit.ProcessExit;
import dev.processkit.ProcessIdentity;
import dev.processkit.ProcessStatus;
import dev.processkit.Program;
import dev.processkit.RestartPolicy;
import dev.processkit.SupervisorStatus;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ProcessMetrics}.
 */
class ProcessMetricsTests {

	private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

	private static final InstanceId MAILER = new InstanceId("mailer", 0);

	private final AtomicReference<SupervisorStatus> status = new AtomicReference<>();

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	private final ProcessMetrics metrics = new ProcessMetrics(this.status::get);

	@BeforeEach
	void setUp() {
		givenProcesses(process("mailer", InstanceState.READY, InstanceState.READY, InstanceState.BACKING_OFF));
		this.metrics.bindTo(this.registry);
	}

	@Test
	void bindToRegistersEachSeriesWithItsZero() {
		assertThat(this.registry.getMeters()).extracting((meter) -> meter.getId().getName())
			.containsOnly("supervisor.processes.live", "supervisor.processes.max", "supervisor.spares",
					"supervisor.instances", "supervisor.instances.max", "supervisor.requests.active",
					"supervisor.requests.waiting", "supervisor.loops", "supervisor.loop.overruns", "supervisor.memory",
					"supervisor.cpu", "supervisor.restarts", "supervisor.exits", "supervisor.gave.up",
					"supervisor.startup");
		assertThat(this.registry.get("supervisor.instances").gauges()).hasSize(InstanceState.values().length);
		assertThat(this.registry.get("supervisor.exits").counters())
			.extracting((counter) -> counter.getId().getTag("outcome"))
			.containsExactlyInAnyOrder("expected", "failed");
	}

	@Test
	void bindToTagsNothingWithPidOrInstance() {
		assertThat(this.registry.getMeters()).flatExtracting((meter) -> meter.getId().getTags())
			.extracting(Tag::getKey)
			.containsOnly("process", "state", "outcome");
		assertThat(this.registry.getMeters())
			.allSatisfy((meter) -> assertThat(meter.getId().getDescription()).isNotBlank());
	}

	@Test
	void gaugesReadTheSnapshotWhenTheyAreRead() {
		assertThat(instances("READY")).isEqualTo(2);
		assertThat(instances("BACKING_OFF")).isEqualTo(1);
		assertThat(instances("FAILED")).isZero();
		assertThat(this.registry.get("supervisor.processes.live").gauge().value()).isEqualTo(2);
		assertThat(this.registry.get("supervisor.processes.max").gauge().value()).isEqualTo(256);
		assertThat(this.registry.get("supervisor.requests.active").gauge().value()).isEqualTo(9);
		givenProcesses(process("mailer", InstanceState.FAILED));
		assertThat(instances("READY")).isZero();
		assertThat(instances("FAILED")).isEqualTo(1);
		assertThat(this.registry.get("supervisor.processes.live").gauge().value()).isZero();
	}

	@Test
	void usageOfLiveInstanceIsReadFromTheOperatingSystem() {
		ProcessIdentity own = new ProcessIdentity(ProcessHandle.current().pid(), OwnProcess.startTicks(), NOW);
		givenProcesses(ProcessStatus.of(definition("mailer"), null,
				List.of(new InstanceStatus(MAILER, InstanceState.READY, "ready", NOW, own, 0, null, null, null, 0))));
		assertThat(this.registry.get("supervisor.memory").gauge().value()).isGreaterThan(1 << 20);
		assertThat(this.registry.get("supervisor.cpu").timeGauge().value(TimeUnit.SECONDS)).isPositive();
		assertThat(this.registry.get("supervisor.memory").gauge().getId().getBaseUnit()).isEqualTo("bytes");
	}

	@Test
	void onEventCountsExitsByOutcome() {
		this.metrics.onEvent(exited(0, true));
		this.metrics.onEvent(exited(1, false));
		this.metrics.onEvent(exited(137, false));
		assertThat(this.registry.get("supervisor.exits").tag("outcome", "expected").counter().count()).isEqualTo(1);
		assertThat(this.registry.get("supervisor.exits").tag("outcome", "failed").counter().count()).isEqualTo(2);
	}

	@Test
	void onEventCountsRelaunchesButNoStarts() {
		for (InstanceState from : List.of(InstanceState.STOPPED, InstanceState.COMPLETED, InstanceState.FAILED)) {
			this.metrics.onEvent(changed(from, InstanceState.STARTING));
		}
		assertThat(this.registry.get("supervisor.restarts").counter().count()).isZero();
		this.metrics.onEvent(changed(InstanceState.READY, InstanceState.BACKING_OFF));
		this.metrics.onEvent(changed(InstanceState.BACKING_OFF, InstanceState.STARTING));
		this.metrics.onEvent(changed(InstanceState.READY, InstanceState.STARTING));
		assertThat(this.registry.get("supervisor.restarts").counter().count()).isEqualTo(2);
	}

	@Test
	void onEventTimesStartupAndCountsGiveUps() {
		this.metrics.onEvent(new ProcessEvent.Launched(MAILER, new ProcessIdentity(1, 1, NOW), NOW, "launched"));
		this.metrics.onEvent(new ProcessEvent.BecameReady(MAILER, Duration.ofMillis(1500), NOW, "ready"));
		this.metrics.onEvent(
				new ProcessEvent.GaveUp(MAILER, RestartPolicy.GiveUp.FAIL_PROCESS, NOW, "11 restarts within 60 s"));
		assertThat(this.registry.get("supervisor.startup").timer().count()).isEqualTo(1);
		assertThat(this.registry.get("supervisor.startup").timer().totalTime(TimeUnit.MILLISECONDS)).isEqualTo(1500);
		assertThat(this.registry.get("supervisor.gave.up").counter().count()).isEqualTo(1);
	}

	@Test
	void onEventWhenProcessWasAddedRegistersItsMeters() {
		givenProcesses(process("mailer", InstanceState.READY), process("late", InstanceState.STARTING));
		this.metrics.onEvent(changed(InstanceState.STOPPED, InstanceState.STARTING));
		assertThat(meters("late")).hasSameSizeAs(meters("mailer")).isNotEmpty();
	}

	@Test
	void onEventWhenProcessWasRemovedRemovesItsMeters() {
		givenProcesses(process("late", InstanceState.READY));
		assertThat(instances("READY")).as("until its removal is noticed").isNaN();
		this.metrics.onEvent(exited(0, true));
		assertThat(meters("mailer")).isEmpty();
		assertThat(meters("late")).isNotEmpty();
	}

	@Test
	void onEventWhenSeveralRegistriesAreBoundRecordsInEach() {
		SimpleMeterRegistry second = new SimpleMeterRegistry();
		this.metrics.bindTo(second);
		this.metrics.onEvent(exited(0, true));
		assertThat(this.registry.get("supervisor.exits").tag("outcome", "expected").counter().count()).isEqualTo(1);
		assertThat(second.get("supervisor.exits").tag("outcome", "expected").counter().count()).isEqualTo(1);
	}

	private double instances(String state) {
		return this.registry.get("supervisor.instances").tag("process", "mailer").tag("state", state).gauge().value();
	}

	private List<Meter> meters(String process) {
		return this.registry.getMeters()
			.stream()
			.filter((meter) -> process.equals(meter.getId().getTag("process")))
			.toList();
	}

	private void givenProcesses(ProcessStatus... processes) {
		long live = Arrays.stream(processes)
			.flatMap((process) -> process.instances().stream())
			.filter((instance) -> instance.state().isLive())
			.count();
		this.status.set(new SupervisorStatus(256, (int) live, Arrays.asList(processes)));
	}

	private static ProcessStatus process(String name, InstanceState... states) {
		return ProcessStatus.of(definition(name), null,
				Arrays.stream(states)
					.map((state) -> new InstanceStatus(new InstanceId(name, 0), state, "test", NOW, null, 0, null, null,
							null, 3))
					.toList());
	}

	private static ProcessDefinition definition(String name) {
		return ProcessDefinition.of(name, Program.Worker.of("com.acme.Worker"));
	}

	private static ProcessEvent exited(int code, boolean expected) {
		return new ProcessEvent.Exited(MAILER, ProcessExit.of(code, NOW, false), expected, NOW, "test");
	}

	private static ProcessEvent changed(InstanceState from, InstanceState to) {
		return new ProcessEvent.StateChanged(MAILER, from, to, NOW, "test");
	}

}
