package dev.processkit.supervisor;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import dev.processkit.InstanceId;
import dev.processkit.launch.ProcessorDemand;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whether a worker that does not react to a cancellation is deaf or waits for a
 * processor.
 */
class ExpiryTests {

	private static final long START = -7_000_000_000L;

	private final RequestTable table = new RequestTable();

	private @Nullable ProcessorDemand demand;

	private final Silence silence = new Silence(new InstanceId("deaf", 0), "not reacted", () -> this.demand);

	@BeforeEach
	void cancelTwo() {
		this.table.put(1, new Tombstone(1, true, START, START + Expiry.GRACE_NANOS));
		this.table.put(2, new Tombstone(1, true, START, START + Expiry.GRACE_NANOS));
	}

	@Test
	void hasUntilTheGraceIsOver() {
		Expiry expiry = after(999);
		assertThat(expiry.isUnresponsive()).isFalse();
		assertThat(expiry.next()).isEqualTo(TimeUnit.MILLISECONDS.toNanos(1));
	}

	@Test
	void isDeafWhenItWantsNothing() {
		this.demand = new ProcessorDemand(false, Duration.ofSeconds(3));
		Expiry expiry = after(1000);
		assertThat(expiry.isUnresponsive()).isTrue();
		assertThat(expiry.lost()).isEqualTo(2);
		assertThat(after(1001).isUnresponsive()).as("told once").isFalse();
	}

	@Test
	void isSparedAsLongAsItWaitsForAProcessorUntilThatIsTooLong() {
		this.demand = new ProcessorDemand(true, Duration.ofSeconds(3));
		for (long millis = 1000; millis < 6000; millis += 100) {
			Expiry expiry = after(millis);
			assertThat(expiry.isUnresponsive()).as("after %d ms", millis).isFalse();
			assertThat(expiry.lost()).isZero();
			assertThat(expiry.next()).isEqualTo(TimeUnit.MILLISECONDS.toNanos(100));
		}
		assertThat(after(6000).isUnresponsive()).isTrue();
	}

	@Test
	void isDeafAtTheSecondLookWhenItRuns() {
		this.demand = new ProcessorDemand(true, Duration.ofSeconds(3));
		assertThat(after(1000).isUnresponsive()).isFalse();
		this.demand = new ProcessorDemand(true, Duration.ofMillis(3090));
		assertThat(after(1100).isUnresponsive()).isTrue();
	}

	private Expiry after(long millis) {
		Expiry expiry = new Expiry(START + TimeUnit.MILLISECONDS.toNanos(millis), this.silence);
		this.table.replaceAll(expiry);
		return expiry;
	}

}
