package dev.processkit.worker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import dev.processkit.LoopPolicy;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BeatTests {

	private long now = 1_000_000;

	private final List<Long> begun = new ArrayList<>();

	private int overruns;

	@Test
	void loopsThatAreQuickBeginOnTheBeatForEver() {
		Random random = new Random(1);
		Beat beat = begin(Duration.ofNanos(333));
		for (int i = 0; i < 10_000; i++) {
			loop(beat, random.nextInt(333));
		}
		assertThat(this.begun.get(9_999) - this.begun.get(0)).isEqualTo(9_999L * 333);
		assertThat(this.overruns).isZero();
	}

	@Test
	void loopThatTakesTooLongIsAnOverrunAndThoseMissedAreLeftOut() {
		Beat beat = begin(Duration.ofNanos(100));
		loop(beat, 10);
		loop(beat, 430);
		loop(beat, 20);
		loop(beat, 20);
		loop(beat, 20);
		// The third at once, without the three that were missed; the fourth on the beat.
		assertThat(this.begun).containsExactly(1_000_000L, 1_000_100L, 1_000_530L, 1_000_600L, 1_000_700L);
		assertThat(this.overruns).isOne();
	}

	@Test
	void loopsThatAlwaysTakeALittleTooLongFollowEachOtherAtOnce() {
		Beat beat = begin(Duration.ofNanos(100));
		for (int i = 0; i < 10; i++) {
			loop(beat, 110);
		}
		assertThat(this.begun.get(9) - this.begun.get(0)).isEqualTo(9 * 110);
		assertThat(this.overruns).isEqualTo(10);
	}

	@Test
	void withoutIntervalEachLoopBeginsAtOnceAndNoneIsAnOverrun() {
		Beat beat = begin(Duration.ZERO);
		loop(beat, 5);
		loop(beat, 500_000_000);
		loop(beat, 5);
		assertThat(this.begun).containsExactly(1_000_000L, 1_000_005L, 501_000_005L);
		assertThat(this.overruns).isZero();
	}

	@Test
	void afterRestartNothingIsMadeUpFor() {
		Beat beat = begin(Duration.ofNanos(100));
		loop(beat, 10);
		this.now += 1_000_017;
		beat.restart(this.now);
		loop(beat, 10);
		loop(beat, 10);
		assertThat(this.begun.get(2) - this.begun.get(1)).isEqualTo(100);
	}

	@Test
	void batchWorkerIsAskedAtOnceWhileThereIsWorkAndSleepsOtherwise() {
		Beat beat = new Beat(new LoopPolicy(Duration.ofSeconds(1), Duration.ofNanos(700)));
		beat.asked(true, 50);
		assertThat(beat.left(50)).isZero();
		beat.asked(false, 60);
		assertThat(beat.left(60)).isEqualTo(700);
	}

	private Beat begin(Duration interval) {
		Beat beat = new Beat(new LoopPolicy(interval, Duration.ZERO));
		beat.restart(this.now);
		return beat;
	}

	private void loop(Beat beat, long nanos) {
		this.now += Math.max(0, beat.left(this.now));
		long start = this.now;
		this.begun.add(start);
		this.now += nanos;
		if (beat.looped(start, this.now)) {
			this.overruns++;
		}
	}

}
