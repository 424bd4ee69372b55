package dev.processkit.benchmarks.load;

import java.nio.charset.StandardCharsets;

import dev.processkit.Framing;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

class ExchangeTests {

	@Test
	void messageHasItsSizeAndNumberInEachFraming() {
		assertThat(new Exchange(Framing.RAW, 100).length()).isEqualTo(100);
		assertThat(new String(new Exchange(Framing.LINE, 100).message(42), StandardCharsets.US_ASCII)).hasSize(101)
			.startsWith("{\"id\":\"0000000042\"")
			.endsWith("\"}\n");
		assertThat(new Exchange(Framing.LENGTH, 100).message(1)).hasSize(104).startsWith(0, 0, 0, 100, '{');
	}

	@Test
	void replyOutOfOrderIsWrong() {
		Exchange exchange = new Exchange(Framing.JSON, 100);
		byte[] first = exchange.message(1).clone();
		assertThatNoException().isThrownBy(() -> exchange.check(first, 0, 1));
		assertThatExceptionOfType(WrongReplyException.class).isThrownBy(() -> exchange.check(first, 0, 2))
			.withMessageContaining("message 2")
			.withMessageContaining("0000000001");
	}

	@Test
	void replyWithOneOtherByteIsWrong() {
		Exchange exchange = new Exchange(Framing.JSON, 16_384);
		byte[] reply = exchange.message(1).clone();
		reply[16_000]++;
		assertThatExceptionOfType(WrongReplyException.class).isThrownBy(() -> exchange.check(reply, 0, 1));
	}

	@Test
	void tallyCountsWhatIsInTime() {
		Tally tally = new Tally(4);
		tally.begin(100);
		for (int i = 0; i < 3; i++) {
			tally.sent();
		}
		assertThat(tally.received(0, 10)).isTrue();
		assertThat(tally.received(0, 50)).isTrue();
		assertThat(tally.received(0, 150)).isFalse();
		assertThat(tally.inFlight()).isZero();
		LoadResult result = tally.end(0);
		assertThat(result.replies()).isEqualTo(2);
		assertThat(result.nanos()).isEqualTo(50);
		assertThat(result.figures()).containsEntry(LoadResult.P50, 0.01);
	}

	@Test
	void tallyCountsWhatIsLateWhenNothingIsInTime() {
		Tally tally = new Tally(4);
		tally.begin(100);
		tally.sent();
		tally.sent();
		tally.received(0, 150);
		tally.received(0, 200);
		assertThat(tally.end(0).replies()).isEqualTo(2);
	}

}
