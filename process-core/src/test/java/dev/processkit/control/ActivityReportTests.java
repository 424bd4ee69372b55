package dev.processkit.control;

import java.time.Duration;

import dev.processkit.WorkerActivity;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ActivityReportTests {

	@Test
	void reportArrivesAsItWasWritten() {
		assertThat(ActivityReport.read(ActivityReport.of("looping", 12, 3, 1_500_000)))
			.isEqualTo(new WorkerActivity("looping", 12, 3, Duration.ofNanos(1_500_000)));
		assertThat(ActivityReport.read(ActivityReport.of("spin-up", 0, 0, 0)))
			.isEqualTo(new WorkerActivity("spin-up", 0, 0, null));
	}

	@Test
	void wordAloneIsEnough() {
		assertThat(ActivityReport.read("paused")).isEqualTo(new WorkerActivity("paused", 0, 0, null));
		assertThat(ActivityReport.read("paused by hand of god")).isEqualTo(new WorkerActivity("paused", 0, 0, null));
	}

	@Test
	void whatIsAboutSomethingElseIsNoActivity() {
		assertThat(ActivityReport.read("stopping")).isNull();
		assertThat(ActivityReport.read("retiring: looping 1 2 3")).isNull();
		assertThat(ActivityReport.read("")).isNull();
	}

}
