package dev.processkit.job;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.processkit.ProcessManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a run says of its future, and how a terminal shows it.
 */
class JobProgressTests {

	@ParameterizedTest
	@CsvSource({ "0, , 10", "5, , 10", "0, 20, 10", "10, 20, 10", "4, 20, 10", "20, 20, 10", "0, 0, 0" })
	void timeLeftIsKnownWhenTotalAndPaceAre(int finished, Long total, long seconds) {
		JobProgress progress = new JobProgress(finished, finished, 0, total, Duration.ofSeconds(seconds));
		if (total == null || (finished == 0 && total > 0)) {
			assertThat(progress.eta()).isNull();
		}
		else {
			assertThat(progress.eta()).isEqualTo(
					(finished > 0) ? Duration.ofSeconds(seconds * (total - finished) / finished) : Duration.ZERO);
		}
	}

	@Test
	void lineSaysWhatIsKnownAndNoMore() {
		assertThat(ProgressLine.text(progress(0, 0, null, 1))).isEqualTo("0");
		assertThat(ProgressLine.text(progress(7, 2, null, 1))).isEqualTo("7, 2 failed");
		assertThat(ProgressLine.text(progress(0, 0, 40L, 1))).isEqualTo("0 / 40 (0%)");
		assertThat(ProgressLine.text(progress(12, 0, 40L, 18))).isEqualTo("12 / 40 (30%) ETA 0:42");
		assertThat(ProgressLine.text(progress(1, 1, 101L, 40))).isEqualTo("1 / 101 (0%), 1 failed ETA 1:06:40");
		assertThat(ProgressLine.text(progress(40, 0, 40L, 60))).isEqualTo("40 / 40 (100%)");
		assertThat(ProgressLine.text(progress(0, 0, 0L, 0))).isEqualTo("0 / 0 (100%)");
	}

	@Test
	void lineIsWrittenOverAndEndedOnce() {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		JobRunner runner = new JobRunner(noProcesses(), new JobWatch(),
				List.of(new ProgressLine(new PrintStream(bytes, true, StandardCharsets.UTF_8))));
		JobRun run = runner.run(List.of());
		run.end().orTimeout(20, TimeUnit.SECONDS).join();
		assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo("\r0 / 0 (100%)\u001b[K" + System.lineSeparator());
		assertThat(run.exitCode()).isZero();
		assertThat(runner.exitCode()).isZero();
	}

	/** A run without jobs asks for none. */
	private static ProcessManager noProcesses() {
		return (ProcessManager) Proxy.newProxyInstance(ProcessManager.class.getClassLoader(),
				new Class<?>[] { ProcessManager.class }, (proxy, method, arguments) -> {
					throw new UnsupportedOperationException(method.getName());
				});
	}

	private static JobProgress progress(int finished, int failed, Long total, long seconds) {
		return new JobProgress(finished, finished, failed, total, Duration.ofSeconds(seconds));
	}

}
