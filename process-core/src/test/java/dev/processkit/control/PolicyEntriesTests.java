package dev.processkit.control;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import dev.processkit.LoopPolicy;
import dev.processkit.RecyclePolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PolicyEntriesTests {

	private final Map<String, String> entries = new HashMap<>();

	@Test
	void defaultsTakeNoRoom() throws Exception {
		PolicyEntries.put(LoopPolicy.DEFAULT, this.entries);
		PolicyEntries.put(RecyclePolicy.NEVER, this.entries);
		assertThat(this.entries).isEmpty();
		assertThat(PolicyEntries.loop(this.entries)).isEqualTo(LoopPolicy.DEFAULT);
		assertThat(PolicyEntries.recycle(this.entries)).isEqualTo(RecyclePolicy.NEVER);
	}

	@Test
	void fractionsAndLimitsArriveAsTheyAre() throws Exception {
		LoopPolicy loop = new LoopPolicy(Duration.ofNanos(1_234_567), Duration.ofDays(366));
		RecyclePolicy recycle = new RecyclePolicy(Duration.ofDays(36_500), 1L, Long.MAX_VALUE, 7L, Duration.ZERO, 0.25);
		PolicyEntries.put(loop, this.entries);
		PolicyEntries.put(recycle, this.entries);
		assertThat(PolicyEntries.loop(this.entries)).isEqualTo(loop);
		assertThat(PolicyEntries.recycle(this.entries)).isEqualTo(recycle);
	}

	@ParameterizedTest
	@CsvSource({ "loop-interval,-1,is negative", "loop-interval,soon,is no number",
			"recycle-max-jobs,0,is not positive", "recycle-max-memory,1MB,is no number" })
	void nonsenseIsABadFrame(String key, String value, String message) {
		this.entries.put(key, value);
		assertThatThrownBy(() -> {
			PolicyEntries.loop(this.entries);
			PolicyEntries.recycle(this.entries);
		}).isInstanceOf(BadFrameException.class).hasMessageContaining(message);
	}

}
