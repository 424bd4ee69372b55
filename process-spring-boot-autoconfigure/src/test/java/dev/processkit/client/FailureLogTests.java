package dev.processkit.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FailureLogTests {

	private final List<String> lines = new ArrayList<>();

	private long now = Long.MAX_VALUE;

	private final FailureLog log = new FailureLog(this.lines::add, () -> this.now);

	@Test
	void failuresThatFollowEachOtherAreToldOfOnceAPeriod() {
		for (int i = 0; i < 1000; i++) {
			this.log.failed("Shop.forget", new IllegalStateException("closed"));
		}
		assertThat(this.lines).containsExactly(
				"Shop.forget failed, and its caller does not wait: java.lang.IllegalStateException: closed");
		this.now += Duration.ofSeconds(11).toNanos();
		this.log.failed("Shop.forget", new IllegalStateException("still"));
		assertThat(this.lines).hasSize(2)
			.last()
			.asString()
			.endsWith("IllegalStateException: still; so did 999 more since the last such line");
		this.now += Duration.ofSeconds(11).toNanos();
		this.log.failed("Shop.forget", new IllegalStateException("again"));
		assertThat(this.lines).last().asString().endsWith("again");
	}

}
