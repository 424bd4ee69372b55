package dev.processkit.ctl.view;

/**
 * A text in a table.
 *
 * @param text the text, in one line
 * @param style how it is shown
 */
record Cell(String text, Style style) {

	Cell {
		text = Printable.word(text);
	}

	static Cell of(String text) {
		return new Cell(text, Style.PLAIN);
	}

	static Cell of(long number) {
		return of(Long.toString(number));
	}

	int width() {
		return this.text.codePointCount(0, this.text.length());
	}

}
