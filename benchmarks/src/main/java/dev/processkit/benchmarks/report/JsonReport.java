package dev.processkit.benchmarks.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

import org.springframework.boot.json.JsonWriter;

/**
 * Writes a report as JSON, with the values of all rounds.
 *
 * @since 0.1
 */
public final class JsonReport {

	private static final JsonWriter<Map<String, Object>> WRITER = JsonWriter.standard();

	private JsonReport() {
	}

	/**
	 * Write a report.
	 * @param report the report
	 * @return the text
	 */
	public static String write(Report report) {
		Map<String, Object> document = new LinkedHashMap<>();
		document.put("machine", report.machine().facts());
		document.put("rows", report.rows().stream().map(JsonReport::row).toList());
		document.put("notes",
				report.notes()
					.stream()
					.map((note) -> Map.of("scenario", note.scenario(), "kind",
							note.kind().name().toLowerCase(Locale.ROOT), "text", note.text()))
					.toList());
		return WRITER.writeToString(document) + "\n";
	}

	private static Map<String, Object> row(Row row) {
		Map<String, Object> members = new LinkedHashMap<>();
		members.put("scenario", row.scenario());
		members.put("figure", row.figure());
		members.put("unit", row.unit().symbol());
		members.put("ours", series(row.ours()));
		members.put("references", row.references().stream().map((reference) -> {
			Map<String, Object> one = series(reference);
			row.ratioTo(reference.contender()).ifPresent((ratio) -> one.put("ratio", ratio));
			return one;
		}).toList());
		members.put("aims", row.aims().stream().map((aim) -> aim(row, aim)).toList());
		return members;
	}

	private static Map<String, Object> series(Series series) {
		Map<String, Object> members = new LinkedHashMap<>();
		members.put("contender", series.contender());
		members.put("median", series.median());
		members.put("quartiles", List.of(series.quantile(0.25), series.quantile(0.75)));
		members.put("values", series.values());
		return members;
	}

	private static Map<String, Object> aim(Row row, Aim aim) {
		OptionalDouble reached = row.reached(aim);
		Map<String, Object> members = new LinkedHashMap<>();
		members.put("aim", aim.toString());
		reached.ifPresent((value) -> members.put("reached", value));
		members.put("verdict", aim.judge(reached).name().toLowerCase(Locale.ROOT));
		return members;
	}

}
