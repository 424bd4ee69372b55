package dev.processkit.ctl.console;

import java.io.IOException;
import java.net.UnknownHostException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.processkit.ctl.console.ConsoleAddress.Tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ConsoleAddressTests {

	@ParameterizedTest
	@CsvSource({ "9400, 127.0.0.1:9400", "localhost:1, localhost:1", "[::1]:9400, [::1]:9400", "::1:9400, [::1]:9400" })
	void readsHostAndPort(String text, String address) {
		assertThat(Tcp.parse(text)).hasToString(address);
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "", ":", "host", "host:", ":9400", "host:0", "host:65536", "host:999999999999", "host:-1" })
	void refusesWhatIsNone(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> Tcp.parse(text)).withMessageContaining("HOST:PORT");
	}

	@Test
	void namesTheMachineThatIsNotThere() {
		assertThat(new Tcp("nowhere", 1).explain(new UnknownHostException("nowhere")))
			.isEqualTo("there is no machine 'nowhere': check --tcp.");
		assertThat(new Tcp("here", 1).explain(new IOException("Connection refused")))
			.contains("nobody listens on here:1 (Connection refused)");
	}

}
