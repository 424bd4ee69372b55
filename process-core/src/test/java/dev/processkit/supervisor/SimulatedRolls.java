package dev.processkit.supervisor;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

import dev.processkit.InstanceState;
import dev.processkit.ProcessEvent;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The rolling replacements of a simulation, and what must be true of each.
 */
final class SimulatedRolls {

	/** Far more than all its launches, stops and back-offs can take. */
	private static final Duration LONGEST = Duration.ofMinutes(10);

	private final Fleet fleet;

	private final List<Tracked> underWay = new ArrayList<>();

	private int completed;

	private int failed;

	SimulatedRolls(Fleet fleet) {
		this.fleet = fleet;
	}

	int completed() {
		return this.completed;
	}

	int failed() {
		return this.failed;
	}

	void begin(Step step, String process) {
		int ready = ready(process);
		this.underWay.add(new Tracked(process, this.fleet.roll(step, process, "asked"), ready, step.now()));
	}

	/** An end that the roll did not ask for excuses it. */
	void onChange(ProcessEvent.StateChanged change) {
		if (change.from() == InstanceState.READY && !change.reason().contains("rolling replacement")) {
			this.underWay.stream()
				.filter((tracked) -> tracked.process.equals(change.instance().process()))
				.forEach((tracked) -> tracked.disturbed = true);
		}
	}

	void check(Instant now) {
		for (Iterator<Tracked> all = this.underWay.iterator(); all.hasNext();) {
			Tracked tracked = all.next();
			if (!tracked.roll.isUnderWay()) {
				all.remove();
				this.completed += (tracked.roll.failure() == null) ? 1 : 0;
				this.failed += (tracked.roll.failure() != null) ? 1 : 0;
				continue;
			}
			assertThat(Duration.between(tracked.began, now)).as("roll of %s ends", tracked.process).isLessThan(LONGEST);
			if (!tracked.disturbed) {
				assertThat(ready(tracked.process)).as("ready instances of %s during its roll", tracked.process)
					.isGreaterThanOrEqualTo(tracked.ready);
			}
		}
	}

	private int ready(String process) {
		return (int) this.fleet.find(process)
			.stream()
			.filter((instance) -> instance.state() == InstanceState.READY)
			.count();
	}

	private static final class Tracked {

		private final String process;

		private final Roll roll;

		private final int ready;

		private final Instant began;

		private boolean disturbed;

		private Tracked(String process, Roll roll, int ready, Instant began) {
			this.process = process;
			this.roll = roll;
			this.ready = ready;
			this.began = began;
		}

	}

}
