package dev.processkit.console;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * Aligned columns for people. Those whose title begins with a question mark are left out
 * when nothing stands in them. Confined to one thread.
 */
final class Table {

	private static final String NONE = "-";

	private static final List<String> UNITS = List.of("B", "kB", "MB", "GB", "TB", "PB");

	private final List<List<String>> rows = new ArrayList<>();

	private final List<String> titles;

	Table(String... titles) {
		this.titles = List.of(titles);
		this.rows.add(this.titles.stream().map((title) -> title.replace("?", "")).toList());
	}

	void row(@Nullable Object... cells) {
		List<String> row = new ArrayList<>();
		for (Object cell : cells) {
			row.add((cell != null) ? cell.toString() : NONE);
		}
		this.rows.add(row);
	}

	@Override
	public String toString() {
		StringBuilder text = new StringBuilder();
		for (List<String> row : this.rows) {
			StringBuilder line = new StringBuilder();
			for (int column = 0; column < this.titles.size(); column++) {
				if (isShown(column)) {
					line.append(row.get(column)).append(" ".repeat(width(column) - row.get(column).length() + 2));
				}
			}
			text.append(line.toString().stripTrailing()).append('\n');
		}
		return text.toString();
	}

	private boolean isShown(int column) {
		return !this.titles.get(column).startsWith("?")
				|| this.rows.stream().skip(1).anyMatch((row) -> !row.get(column).equals(NONE));
	}

	private int width(int column) {
		return this.rows.stream().mapToInt((row) -> row.get(column).length()).max().orElse(0);
	}

	static @Nullable String time(@Nullable Duration duration) {
		if (duration == null) {
			return null;
		}
		long seconds = duration.toSeconds();
		if (seconds < 60) {
			return String.format(Locale.ROOT, "%.1fs", duration.toMillis() / 1000.0);
		}
		if (seconds < 3600) {
			return duration.toMinutes() + "m " + duration.toSecondsPart() + "s";
		}
		return (seconds < 86_400) ? duration.toHours() + "h " + duration.toMinutesPart() + "m"
				: duration.toDays() + "d " + duration.toHoursPart() + "h";
	}

	static @Nullable String size(@Nullable Long bytes) {
		if (bytes == null) {
			return null;
		}
		double size = bytes;
		int unit = 0;
		while (size >= 1000 && unit < UNITS.size() - 1) {
			size /= 1000;
			unit++;
		}
		return String.format(Locale.ROOT, (unit == 0) ? "%.0f %s" : "%.1f %s", size, UNITS.get(unit));
	}

}
