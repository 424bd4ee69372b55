package dev.processkit.console;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import dev.processkit.InstanceState;
import dev.processkit.ReloadReport;
import dev.processkit.operation.ActivityDescriptor;
import dev.processkit.operation.InstanceDescriptor;
import dev.processkit.operation.ProcessDescriptor;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Results as people see them: what workers say that they are doing, and what a reload
 * did.
 */
class ViewsTests {

	private static final ActivityDescriptor LOOPING = new ActivityDescriptor("looping", 4711, 2, Duration.ofMillis(3));

	private static final ActivityDescriptor PAUSED = new ActivityDescriptor("paused", 0, 0, null);

	@Test
	void instancesWhenWorkersLoopTellOfTheirLoops() {
		assertThat(Views.instances(List.of(process(LOOPING, null), process(PAUSED)))).isEqualTo("""
				INSTANCE  STATE  ACTIVITY  LOOPS  OVERRUNS  PID  UPTIME  RESTARTS  CPU  MEMORY  LAST EXIT
				pulse-0   READY  looping   4711   2         -    -       0         -    -       -
				pulse-1   READY  -         -      -         -    -       0         -    -       -
				pulse-0   READY  paused    -      -         -    -       0         -    -       -
				""");
	}

	@Test
	void instancesWhenNoWorkerLoopsHaveNoColumnsForIt() {
		assertThat(Views.instances(process(PAUSED)).lines().toList().get(0))
			.isEqualTo("INSTANCE  STATE  ACTIVITY  PID  UPTIME  RESTARTS  CPU  MEMORY  LAST EXIT");
		assertThat(Views.instances(process((ActivityDescriptor) null))).doesNotContain("ACTIVITY", "LOOPS");
	}

	@Test
	void processesTellHowManyOfTheirWorkersDoWhat() {
		assertThat(Views.processes(List.of(process(LOOPING, PAUSED, LOOPING), process(LOOPING, LOOPING)))).isEqualTo("""
				PROCESS  KIND      STATE  ACTIVITY             INSTANCES  ENDPOINT  WHAT            REASON
				pulse    standard  READY  2 looping, 1 paused  3          -         com.acme.Pulse  the worker says so
				pulse    standard  READY  looping              2          -         com.acme.Pulse  the worker says so
				""");
		assertThat(Views.processes(List.of(process(null, null)))).doesNotContain("ACTIVITY");
	}

	@Test
	void reloadSaysWhatIsDifferent() {
		assertThat(Views
			.reload(new ReloadReport(List.of("a", "b"), List.of(), List.of(), List.of("c"), List.of("spares"))))
			.isEqualTo("added: a, b\nunchanged: c\npostponed until the next start: spares\n");
		assertThat(Views.reload(new ReloadReport(List.of(), List.of(), List.of(), List.of(), List.of())))
			.isEqualTo("no processes are declared\n");
	}

	private static ProcessDescriptor process(ActivityDescriptor... activities) {
		List<InstanceDescriptor> instances = new ArrayList<>();
		for (ActivityDescriptor activity : activities) {
			instances.add(new InstanceDescriptor("pulse-" + instances.size(), InstanceState.READY, null, null, null, 0,
					null, null, null, activity));
		}
		return new ProcessDescriptor("pulse", "standard", "com.acme.Pulse", InstanceState.READY, "the worker says so",
				null, 0, null, instances);
	}

}
