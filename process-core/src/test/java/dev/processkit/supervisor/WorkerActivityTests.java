package dev.processkit.supervisor;

import dev.processkit.WorkerActivity;
import dev.processkit.control.ActivityReport;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is made of the words of a worker.
 */
class WorkerActivityTests {

	private final WorkerLine line = new FakeOutlet("pricing-0").line;

	@Test
	void workerInRoundsThatIsPausedAgainBeforeItsFirstLoopIsPaused() {
		tell("spin-up 0 0 0", "looping 0 0 0", "paused 0 0 0", "running");
		WorkerActivity activity = this.line.activity();
		assertThat(activity).isNotNull();
		assertThat(activity.state()).isEqualTo("paused");
	}

	@Test
	void workerWithoutRoundsIsRunningAgain() {
		tell("paused", "running");
		WorkerActivity activity = this.line.activity();
		assertThat(activity).isNotNull();
		assertThat(activity.state()).isEqualTo("running");
	}

	private void tell(String... states) {
		for (String state : states) {
			WorkerActivity activity = ActivityReport.read(state);
			assertThat(activity).isNotNull();
			this.line.doing(activity);
		}
	}

}
