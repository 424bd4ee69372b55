package dev.processkit.benchmarks.report;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

class SeriesTests {

	@Test
	void medianOfAnEvenNumberIsBetweenTheTwoInTheMiddle() {
		assertThat(new Series("ours", List.of(4.0, 1.0, 3.0, 2.0)).median()).isEqualTo(2.5);
	}

	@Test
	void quartilesAreInterpolated() {
		Series series = new Series("ours", List.of(5.0, 1.0, 2.0, 4.0, 3.0));
		assertThat(series.quantile(0.25)).isEqualTo(2);
		assertThat(series.quantile(0.75)).isEqualTo(4);
		assertThat(series.quantile(0.9)).isEqualTo(4.6, within(1e-9));
	}

	@Test
	void ratioIsTakenRoundByRound() {
		Series ours = new Series("ours", List.of(10.0, 200.0, 30.0));
		Series floor = new Series("floor", List.of(5.0, 100.0, 15.0));
		assertThat(ours.ratioTo(floor)).isEqualTo(2);
	}

	@Test
	void ratioToASingleValueComparesEachRoundWithIt() {
		assertThat(new Series("ours", List.of(10.0, 30.0, 20.0)).ratioTo(new Series("floor", List.of(10.0))))
			.isEqualTo(2);
	}

	@Test
	void seriesWithoutValuesIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> new Series("ours", List.of()))
			.withMessageContaining("ours");
	}

}
