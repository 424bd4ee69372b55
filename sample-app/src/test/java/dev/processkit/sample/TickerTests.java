package dev.processkit.sample;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThatCode;

/**
 * Tests for {@code ticker.py}.
 */
@Timeout(120)
class TickerTests {

	@BeforeEach
	void needsPython() {
		assumeThatCode(() -> new ProcessBuilder("python3", "--version").start().waitFor()).doesNotThrowAnyException();
	}

	@Test
	void tickerWhenTerminatedSaysGoodbye() throws IOException, InterruptedException {
		Process ticker = new ProcessBuilder("python3", "scripts/ticker.py").redirectErrorStream(true).start();
		try (BufferedReader output = ticker.inputReader(StandardCharsets.UTF_8)) {
			assertThat(output.readLine()).isEqualTo("tick 1");
			// Not destroy() of the process itself, which closes its output.
			ticker.toHandle().destroy();
			assertThat(output.lines()).last().asString().startsWith("stopped after");
			assertThat(ticker.waitFor(30, TimeUnit.SECONDS)).isTrue();
			assertThat(ticker.exitValue()).isZero();
		}
		finally {
			ticker.destroyForcibly();
		}
	}

}
