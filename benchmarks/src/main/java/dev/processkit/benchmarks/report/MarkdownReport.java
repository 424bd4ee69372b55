package dev.processkit.benchmarks.report;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import dev.processkit.benchmarks.report.Aim.Verdict;
import dev.processkit.benchmarks.report.Report.Note;

/**
 * Writes a report as Markdown: a table for each scenario.
 *
 * @since 0.1
 */
public final class MarkdownReport {

	private static final String HEAD = """
			| figure | ours | floors and peers | ours ÷ theirs | aim | |
			|---|---|---|---|---|---|
			""";

	private MarkdownReport() {
	}

	/**
	 * Write a report.
	 * @param report the report
	 * @return the text
	 */
	public static String write(Report report) {
		StringBuilder text = new StringBuilder();
		report.machine()
			.facts()
			.forEach((name, value) -> text.append("- ").append(name).append(": ").append(value).append('\n'));
		text.append("- Aims: %d met, %d missed, %d open (what they are compared with is missing)%n"
			.formatted(report.count(Verdict.MET), report.count(Verdict.MISSED), report.count(Verdict.OPEN)));
		text.append(broken(report, Note.Kind.FAILED, "**Failed**, the rest of it is missing"));
		text.append(broken(report, Note.Kind.LEFT_OUT, "**Left out**, though the machine has them"));
		text.append("\nMedians of rounds, in brackets the quartiles. A ratio is the median of the rounds' ratios.\n");
		for (String scenario : scenarios(report)) {
			text.append("\n### ").append(scenario).append("\n\n");
			List<Row> rows = report.rows().stream().filter((row) -> row.scenario().equals(scenario)).toList();
			if (!rows.isEmpty()) {
				text.append(HEAD);
				rows.forEach((row) -> text.append(line(row)));
			}
			String notes = report.notes()
				.stream()
				.filter((note) -> note.scenario().equals(scenario))
				.map((note) -> "- " + note.text() + "\n")
				.collect(Collectors.joining());
			text.append((rows.isEmpty() || notes.isEmpty()) ? "" : "\n").append(notes);
		}
		return text.toString();
	}

	private static String broken(Report report, Note.Kind kind, String title) {
		List<Note> notes = report.notes(kind);
		return notes.isEmpty() ? ""
				: notes.stream()
					.map((note) -> note.scenario() + ": " + note.text())
					.collect(Collectors.joining("; ", "- " + title + ": ", "\n"));
	}

	private static Set<String> scenarios(Report report) {
		Set<String> scenarios = new LinkedHashSet<>();
		report.rows().forEach((row) -> scenarios.add(row.scenario()));
		report.notes().forEach((note) -> scenarios.add(note.scenario()));
		return scenarios;
	}

	private static String line(Row row) {
		List<String> references = new ArrayList<>();
		List<String> ratios = new ArrayList<>();
		for (Series reference : row.references()) {
			references.add(reference.contender() + " " + value(reference, row.unit()));
			ratios.add(Unit.digits(row.ours().ratioTo(reference)) + " " + reference.contender());
		}
		List<String> verdicts = row.aims().stream().map((aim) -> mark(aim.judge(row.reached(aim)))).toList();
		return "| %s | **%s** | %s | %s | %s | %s |%n".formatted(row.figure(), value(row.ours(), row.unit()),
				cell(references), cell(ratios), cell(row.aims().stream().map(Aim::toString).toList()), cell(verdicts));
	}

	private static String value(Series series, Unit unit) {
		String median = unit.format(series.median());
		return (series.values().size() == 1) ? median : "%s (%s–%s)".formatted(median,
				unit.format(series.quantile(0.25)).split(" ")[0], unit.format(series.quantile(0.75)).split(" ")[0]);
	}

	private static String mark(Verdict verdict) {
		return switch (verdict) {
			case MET -> "met";
			case MISSED -> "**missed**";
			case OPEN -> "open";
		};
	}

	private static String cell(List<String> parts) {
		return parts.isEmpty() ? "–" : String.join("<br>", parts);
	}

}
