package dev.processkit.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import dev.processkit.benchmarks.report.Aim.Verdict;
import dev.processkit.benchmarks.report.Report.Note;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.json.JsonParserFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ReportTests {

	private final Report report = new Report(new Machine(Map.of("Machine", "2 processors")));

	@Test
	void aimsAreJudgedByTheFigureOrByItsRatio() {
		Row row = row(Aim.atMost(2, "floor"), Aim.atLeast(50), Aim.atLeast(1, "Swoole"));
		assertThat(row.aims()).extracting((aim) -> aim.judge(row.reached(aim)))
			.containsExactly(Verdict.MET, Verdict.MISSED, Verdict.OPEN);
	}

	@Test
	void tableShowsValuesRatiosAimsAndVerdicts() {
		this.report.add(row(Aim.atMost(2, "floor"), Aim.atLeast(50)));
		this.report.note("echo", Note.Kind.REMARK, "Swoole was skipped");
		assertThat(MarkdownReport.write(this.report)).contains("- Machine: 2 processors\n")
			.contains("Aims: 1 met, 1 missed, 0 open")
			.contains("### echo\n")
			.contains("| round trip | **20.0 ms (15.0–25.0)** | floor 10.0 ms (10.0–10.0) | 2.00 floor"
					+ " | ≤ 2 × floor<br>≥ 50 | met<br>**missed** |\n")
			.contains("- Swoole was skipped\n");
	}

	@Test
	void whatIsBrokenIsNamedAboveTheTables() {
		this.report.note("echo", Note.Kind.FAILED, "ours does not start");
		this.report.note("calls", Note.Kind.LEFT_OUT, "'Node' is gone");
		this.report.note("calls", Note.Kind.LEFT_OUT, "'Netty' is gone");
		assertThat(MarkdownReport.write(this.report)).contains(": echo: ours does not start\n")
			.contains(": calls: 'Node' is gone; calls: 'Netty' is gone\n");
		assertThat(JsonReport.write(this.report)).contains("\"kind\":\"failed\"").contains("\"kind\":\"left_out\"");
	}

	@Test
	void jsonHoldsEveryRound() {
		this.report.add(row(Aim.atMost(2, "floor")));
		Map<String, Object> json = JsonParserFactory.getJsonParser().parseMap(JsonReport.write(this.report));
		assertThat(json).containsKeys("machine", "rows", "notes");
		assertThat(JsonReport.write(this.report)).contains("\"values\":[10.0,20.0,30.0]")
			.contains("\"verdict\":\"met\"");
	}

	/** A JVM that does nothing may use no processor time that its clock could show. */
	@Test
	void jsonIsWellFormedWhenAReferenceIsZero() {
		Row row = new Row("idle", "CPU", Unit.MILLIS, new Series("ours", List.of(10.0)),
				List.of(new Series("floor", List.of(0.0))), List.of(Aim.atMost(2, "floor"), Aim.atMost(20)));
		this.report.add(row);
		String json = JsonReport.write(this.report);
		assertThat(JsonParserFactory.getJsonParser().parseMap(json)).containsKey("rows");
		assertThat(json).contains("\"median\":0.0")
			.contains("\"verdict\":\"open\"")
			.contains("\"verdict\":\"met\"")
			.doesNotContain("ratio");
		assertThat(MarkdownReport.write(this.report)).contains("| – floor |");
	}

	@Test
	void noteIsSaidOnce() {
		this.report.note("echo", Note.Kind.REMARK, "skipped");
		this.report.note("echo", Note.Kind.REMARK, "skipped");
		assertThat(this.report.notes()).hasSize(1);
	}

	@Test
	void numbersHaveThreeDigitsThatCount() {
		assertThat(Unit.PER_SECOND.format(287_431)).isEqualTo("287k /s");
		assertThat(Unit.MICROS.format(12_345)).isEqualTo("12,345 µs");
		assertThat(Unit.MILLIS.format(0.0123)).isEqualTo("0.012 ms");
		assertThat(Unit.digits(Double.POSITIVE_INFINITY)).isEqualTo("–");
	}

	@Test
	void tableOfAPageIsReplaced(@TempDir Path directory) throws IOException {
		Path page = directory.resolve("page.md");
		Files.writeString(page, "before\n" + DocsPage.BEGIN + "\nold\n" + DocsPage.END + "\nafter\n");
		DocsPage.update(page, "new\n");
		assertThat(page).hasContent("before\n" + DocsPage.BEGIN + "\nnew\n" + DocsPage.END + "\nafter\n");
	}

	@Test
	void pageWithoutMarkersIsLeftAlone() {
		assertThatIllegalArgumentException().isThrownBy(() -> DocsPage.replace("a page", "table"))
			.withMessageContaining(DocsPage.BEGIN);
	}

	private static Row row(Aim... aims) {
		return new Row("echo", "round trip", Unit.MILLIS, new Series("ours", List.of(10.0, 20.0, 30.0)),
				List.of(new Series("floor", List.of(10.0, 10.0, 10.0))), List.of(aims));
	}

}
