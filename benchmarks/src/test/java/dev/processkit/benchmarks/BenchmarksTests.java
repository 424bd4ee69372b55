package dev.processkit.benchmarks;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.processkit.benchmarks.report.Report;
import dev.processkit.benchmarks.report.Report.Note;
import dev.processkit.benchmarks.report.Row;
import dev.processkit.benchmarks.report.Series;
import dev.processkit.benchmarks.report.Unit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.json.JsonParserFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/**
 * Runs the command on its smallest scenario; no speed is asserted.
 */
class BenchmarksTests {

	private final PrintStream silent = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);

	@Test
	void smallRunWritesBothReportsAndLeavesNothingBehind(@TempDir Path out) throws Exception {
		Options options = new Options(true, false, out, null, List.of("command-restart"));
		Report report = new Benchmarks(options, Benchmarks.SCENARIOS, this.silent).run();
		assertThat(report.rows()).extracting(Row::scenario).containsOnly("command-restart");
		assertThat(report.rows().get(0).ours().values()).hasSize(2).allMatch((millis) -> millis > 0);
		assertThat(report.rows().get(0).ratioTo("bare loop")).isPresent();
		assertThat(out.resolve("benchmarks.md")).content()
			.contains("### command-restart")
			.contains("no figure can be trusted");
		Map<String, Object> json = JsonParserFactory.getJsonParser()
			.parseMap(Files.readString(out.resolve("benchmarks.json")));
		assertThat(json.get("rows")).asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST).hasSize(1);
		// A guardian that is let go ends by itself.
		await().atMost(Duration.ofSeconds(60)).untilAsserted(BenchmarksTests::assertNothingLeft);
	}

	private static void assertNothingLeft() {
		try (Stream<ProcessHandle> left = ProcessHandle.current().descendants()) {
			assertThat(left.filter(ProcessHandle::isAlive)).isEmpty();
		}
	}

	@Test
	void scenarioThatFailsCostsTheOthersNothing(@TempDir Path out) throws Exception {
		Path page = Files.writeString(out.resolve("page.md"), "as it was");
		Options options = new Options(true, false, out, page, List.of());
		List<Scenario> scenarios = List.of(new Lone("first"), new Lone("broken"), new Lone("last"));
		Report report = new Benchmarks(options, scenarios, this.silent).run();
		assertThat(report.rows()).extracting(Row::scenario).containsExactly("first", "broken", "last");
		assertThat(report.notes(Note.Kind.FAILED)).singleElement()
			.isEqualTo(new Note("broken", Note.Kind.FAILED, "no more"));
		assertThat(out.resolve("benchmarks.md")).content().contains("broken: no more").contains("### last");
		assertThat(out.resolve("benchmarks.json")).content().contains("no more");
		assertThat(page).hasContent("as it was");
	}

	@Test
	void unknownScenarioIsRefused(@TempDir Path out) {
		Options options = new Options(true, false, out, null, List.of("calls", "cals"));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new Benchmarks(options, Benchmarks.SCENARIOS, this.silent).run())
			.withMessageContaining("'cals'")
			.withMessageContaining("--list");
	}

	/** Has one figure, and fails after it when its name says so. */
	private record Lone(String name) implements Scenario {

		@Override
		public String aims() {
			return "none";
		}

		@Override
		public void run(Harness harness) throws Exception {
			harness.add(new Row(name(), "turns", Unit.MILLIS, new Series(Contender.OURS, List.of(1.0)), List.of(),
					List.of()));
			if (name().equals("broken")) {
				throw new IOException("no more");
			}
		}

	}

}
