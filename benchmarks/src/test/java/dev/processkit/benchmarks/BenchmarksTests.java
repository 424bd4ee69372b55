package dev.processkit.benchmarks;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.processkit.benchmarks.report.Report;
import dev.processkit.benchmarks.report.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.json.JsonParserFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Runs the command on its smallest scenario; no speed is asserted.
 */
class BenchmarksTests {

	private final PrintStream silent = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);

	@Test
	void smallRunWritesBothReportsAndLeavesNothingBehind(@TempDir Path out) throws Exception {
		Options options = new Options(true, false, out, null, List.of("command-restart"));
		Report report = new Benchmarks(options, this.silent).run();
		assertThat(report.rows()).extracting(Row::scenario).containsOnly("command-restart");
		assertThat(report.rows().get(0).ours().values()).hasSize(2).allMatch((millis) -> millis > 0);
		assertThat(report.rows().get(0).ratioTo("bare loop")).isPresent();
		assertThat(out.resolve("benchmarks.md")).content()
			.contains("### command-restart")
			.contains("no figure can be trusted");
		Map<String, Object> json = JsonParserFactory.getJsonParser()
			.parseMap(Files.readString(out.resolve("benchmarks.json")));
		assertThat(json.get("rows")).asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST).hasSize(1);
		try (Stream<ProcessHandle> left = ProcessHandle.current().descendants()) {
			assertThat(left.filter(ProcessHandle::isAlive)).isEmpty();
		}
	}

	@Test
	void unknownScenarioIsRefused(@TempDir Path out) {
		Options options = new Options(true, false, out, null, List.of("calls", "cals"));
		assertThatIllegalArgumentException().isThrownBy(() -> new Benchmarks(options, this.silent).run())
			.withMessageContaining("'cals'")
			.withMessageContaining("--list");
	}

}
