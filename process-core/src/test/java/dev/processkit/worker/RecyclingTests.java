package dev.processkit.worker;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import dev.processkit.RecyclePolicy;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * When a process has served for long enough, with a clock and a memory of the test's.
 */
class RecyclingTests {

	private static final long MB = 1 << 20;

	private static final Duration MIN_RUNTIME = Duration.ofSeconds(10);

	private long now = Long.MAX_VALUE - 10;

	private long resident = Memory.UNKNOWN;

	private long available = Memory.UNKNOWN;

	private int looks;

	@Test
	void withoutLimitsThereIsNothingToDecide() {
		assertThat(Recycling.begin(RecyclePolicy.NEVER)).isNull();
		// Only when to look: no limit by itself.
		assertThat(Recycling.begin(new RecyclePolicy(null, null, null, null, Duration.ZERO, 1))).isNull();
	}

	@Test
	void limitOfJobsAloneKnowsNoTime() {
		Recycling recycling = recycling(limits(null, null, null, 3L, 0), 0.9);
		pass(Duration.ofDays(1000));
		recycling.count();
		recycling.count();
		assertThat(recycling.reason()).isNull();
		recycling.count();
		assertThat(recycling.reason()).isEqualTo("did 3 jobs (max-jobs)");
		assertThat(recycling.left()).isEqualTo(Long.MAX_VALUE);
	}

	@Test
	void limitOfTimeAloneKnowsNoJobs() {
		Recycling recycling = recycling(limits(Duration.ofSeconds(60), null, null, null, 0), 0.9);
		for (int i = 0; i < 100_000; i++) {
			recycling.count();
		}
		pass(Duration.ofSeconds(59));
		assertThat(recycling.reason()).isNull();
		assertThat(recycling.left()).isEqualTo(TimeUnit.SECONDS.toNanos(1));
		pass(Duration.ofSeconds(1));
		assertThat(recycling.reason()).isEqualTo("worked for 60 s (max-runtime)");
	}

	@Test
	void jitterLowersLimitsByAShareOfItselfAtMost() {
		Recycling early = recycling(limits(Duration.ofSeconds(100), null, null, 1000L, 0.2), 1);
		Recycling late = recycling(limits(Duration.ofSeconds(100), null, null, 1000L, 0.2), 0);
		for (int i = 0; i < 800; i++) {
			early.count();
			late.count();
		}
		assertThat(early.reason()).isNotNull();
		assertThat(late.reason()).isNull();
		assertThat(early.left()).isEqualTo(TimeUnit.SECONDS.toNanos(80));
		assertThat(late.left()).isEqualTo(TimeUnit.SECONDS.toNanos(100));
	}

	@Test
	void jitterOfEverythingLeavesOneJob() {
		Recycling recycling = recycling(limits(null, null, null, 5L, 1), 1);
		assertThat(recycling.reason()).isNull();
		recycling.count();
		assertThat(recycling.reason()).isNotNull();
	}

	@Test
	void residentMemoryAboveItsLimitEndsIt() {
		Recycling recycling = recycling(limits(null, 100 * MB, null, null, 0), 0);
		pass(MIN_RUNTIME);
		this.resident = 100 * MB;
		assertThat(recycling.reason()).isNull();
		pass(Duration.ofSeconds(1));
		this.resident = 101 * MB;
		assertThat(recycling.reason()).isEqualTo("has 101 MB of resident memory (max-memory)");
	}

	@Test
	void availableMemoryBelowItsLimitEndsIt() {
		Recycling recycling = recycling(limits(null, null, 500 * MB, null, 0), 0);
		pass(MIN_RUNTIME);
		this.available = 500 * MB;
		assertThat(recycling.reason()).isNull();
		pass(Duration.ofSeconds(1));
		this.available = 499 * MB;
		assertThat(recycling.reason()).isEqualTo("left the machine 499 MB of memory (min-free-system-memory)");
	}

	@Test
	void machineShortOfMemoryIsNotKeptBusyWithReplacements() {
		this.available = MB;
		this.resident = 1000 * MB;
		Recycling recycling = recycling(limits(null, 100 * MB, 500 * MB, null, 0), 0);
		assertThat(recycling.reason()).isNull();
		pass(MIN_RUNTIME.minusNanos(1));
		assertThat(recycling.reason()).isNull();
		assertThat(this.looks).isZero();
		pass(Duration.ofNanos(1));
		assertThat(recycling.reason()).isNotNull();
	}

	@Test
	void memoryThatCannotBeReadIsNoReason() {
		Recycling recycling = recycling(limits(null, 100 * MB, 500 * MB, null, 0), 0);
		pass(MIN_RUNTIME);
		assertThat(recycling.reason()).isNull();
		assertThat(this.looks).isEqualTo(2);
	}

	@Test
	void memoryIsLookedAtTenTimesASecondAtMost() {
		Recycling recycling = recycling(limits(null, 100 * MB, null, null, 0), 0);
		pass(MIN_RUNTIME);
		for (int i = 0; i < 1000; i++) {
			assertThat(recycling.reason()).isNull();
			pass(Duration.ofMillis(1));
		}
		assertThat(this.looks).isEqualTo(10);
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void memoryOfThisProcessAndMachineIsPlausible() {
		Memory memory = new Memory();
		assertThat(memory.resident()).isBetween(10 * MB, 100_000 * MB);
		assertThat(memory.available()).isBetween(MB, 1L << 50);
	}

	private static RecyclePolicy limits(@Nullable Duration maxRuntime, @Nullable Long maxMemory, @Nullable Long minFree,
			@Nullable Long maxJobs, double jitter) {
		return new RecyclePolicy(maxRuntime, maxMemory, minFree, maxJobs, MIN_RUNTIME, jitter);
	}

	private Recycling recycling(RecyclePolicy policy, double share) {
		return new Recycling(policy, share, () -> this.now, new Memory() {

			@Override
			long resident() {
				RecyclingTests.this.looks++;
				return RecyclingTests.this.resident;
			}

			@Override
			long available() {
				RecyclingTests.this.looks++;
				return RecyclingTests.this.available;
			}

		});
	}

	private void pass(Duration time) {
		this.now += time.toNanos();
	}

}
