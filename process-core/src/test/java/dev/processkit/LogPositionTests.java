package dev.processkit;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class LogPositionTests {

	@Test
	void textOfOneInstanceIsANumber() {
		assertThat(LogPosition.START).hasToString("0");
		assertThat(new LogPosition(Map.of(3, 57L))).hasToString("57");
		assertThat(LogPosition.parse(" 57 ", 3)).isEqualTo(new LogPosition(Map.of(3, 57L)));
	}

	@Test
	void textOfSeveralInstancesNamesThemInOrder() {
		LogPosition position = new LogPosition(Map.of(10, 1L, 0, 57L, 1, 12L));
		assertThat(position).hasToString("0.57-1.12-10.1");
		assertThat(LogPosition.parse("0.57-1.12-10.1", 7)).isEqualTo(position);
	}

	@Test
	void instanceThatIsNotNamedIsAtItsBeginning() {
		assertThat(LogPosition.parse("57", 0).of(1)).isZero();
		assertThat(LogPosition.START.of(0)).isZero();
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "", "-1", "1.", ".1", "1.2-", "0:1", "last", "9999999999999999999", "9999999999.1", "1.5-2,7" })
	void anythingElseIsRefusedWithItsRemedy(String text) {
		assertThatExceptionOfType(InvalidDefinitionException.class).isThrownBy(() -> LogPosition.parse(text, 0))
			.withMessageContainingAll("'after'", "'" + text + "'", "'next'");
	}

}
