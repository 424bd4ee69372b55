package dev.processkit.worker;

import java.util.Map;

import dev.processkit.control.WorkerCall;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RequestTests {

	private final Request request = new Request(1, new byte[0], new WorkerCall("price", Map.of(), new byte[0]));

	@Test
	void cancelBeforeItIsBegunPreventsThat() {
		assertThat(this.request.cancel()).isTrue();
		assertThat(this.request.begin()).isFalse();
	}

	@Test
	void cancelWhileItIsHandledInterruptsItsThread() {
		assertThat(this.request.begin()).isTrue();
		assertThat(this.request.cancel()).isFalse();
		assertThat(Thread.interrupted()).isTrue();
	}

	@Test
	void cancelBetweenItsEndAndItsAnswerLeavesTheAnswerAlone() {
		this.request.begin();
		this.request.end();
		assertThat(this.request.cancel()).as("not begun").isFalse();
		assertThat(Thread.interrupted()).isFalse();
	}

}
