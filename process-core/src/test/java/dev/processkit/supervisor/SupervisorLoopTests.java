package dev.processkit.supervisor;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SupervisorLoop}.
 */
class SupervisorLoopTests {

	private static final Duration TIME = Duration.ofMillis(20);

	@Test
	void deadlineIsKeptWhenTheMachineGoesOn() throws Exception {
		assertThat(leftAfterDeadline(0, 25)).isZero();
	}

	@Test
	void deadlineIsKeptOnABusyMachine() throws Exception {
		assertThat(leftAfterDeadline(0, 900)).isZero();
	}

	/**
	 * Looked at again when the time that was lost was given back, and twice if need be.
	 */
	@Test
	void deadlineIsPutOffByAMachineThatStoodStill() throws Exception {
		assertThat(leftAfterDeadline(0, 5_000, 5_000, 5_021)).isZero();
		assertThat(leftAfterDeadline(0, 5_000, 5_000, 9_000, 9_000, 9_021)).isZero();
	}

	/** How many of these looks at the clock, in milliseconds, were not made. */
	private static int leftAfterDeadline(long... looks) throws Exception {
		Queue<Long> clock = new ArrayDeque<>();
		for (long look : looks) {
			clock.add(TimeUnit.MILLISECONDS.toNanos(look));
		}
		CompletableFuture<List<Long>> left = new CompletableFuture<>();
		try (SupervisorLoop loop = new SupervisorLoop(clock::remove)) {
			loop.execute(() -> loop.scheduleDeadline(() -> left.complete(List.copyOf(clock)), TIME));
			return left.get(30, TimeUnit.SECONDS).size();
		}
	}

}
