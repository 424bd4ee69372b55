package dev.processkit.ctl.view;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Aligned columns. The last one is cut where the terminal ends; columns in which nothing
 * stands are left out.
 */
class Table {

	private static final String GAP = "  ";

	private final List<List<Cell>> rows = new ArrayList<>();

	private final List<Boolean> right = new ArrayList<>();

	/**
	 * Begin a table.
	 * @param headings the headings; a column whose heading begins with {@code >} is
	 * aligned to the right
	 */
	Table(String... headings) {
		List<Cell> cells = new ArrayList<>();
		for (String heading : headings) {
			boolean isRight = heading.startsWith(">");
			this.right.add(isRight);
			cells.add(new Cell(isRight ? heading.substring(1) : heading, Style.HEADING));
		}
		this.rows.add(cells);
	}

	void add(Cell... cells) {
		if (cells.length != this.right.size()) {
			throw new IllegalArgumentException(cells.length + " cells for " + this.right.size() + " columns");
		}
		this.rows.add(Arrays.asList(cells));
	}

	/**
	 * Write it.
	 * @param screen where to
	 * @return its lines
	 */
	List<String> render(Screen screen) {
		int[] widths = widths();
		return this.rows.stream().map((row) -> render(row, widths, screen)).toList();
	}

	private int[] widths() {
		int[] widths = new int[this.right.size()];
		for (int column = 0; column < widths.length; column++) {
			if (isUsed(column)) {
				for (List<Cell> row : this.rows) {
					widths[column] = Math.max(widths[column], row.get(column).width());
				}
			}
		}
		return widths;
	}

	private boolean isUsed(int column) {
		return this.rows.size() == 1 || this.rows.stream()
			.skip(1)
			.map((row) -> row.get(column).text())
			.anyMatch((text) -> !text.isEmpty() && !text.equals(Amounts.NONE));
	}

	private String render(List<Cell> row, int[] widths, Screen screen) {
		StringBuilder line = new StringBuilder();
		int used = 0;
		for (int column = 0; column < widths.length; column++) {
			if (widths[column] == 0) {
				continue;
			}
			Cell cell = row.get(column);
			boolean last = column == widths.length - 1;
			String text = last ? screen.cut(cell.text(), used) : cell.text();
			String padding = " ".repeat(widths[column] - cell.width());
			line.append(this.right.get(column) ? padding : "");
			line.append(cell.style().paint(text, screen.colour()));
			line.append((this.right.get(column) || last) ? "" : padding).append(last ? "" : GAP);
			used += widths[column] + GAP.length();
		}
		return line.toString().stripTrailing();
	}

}
