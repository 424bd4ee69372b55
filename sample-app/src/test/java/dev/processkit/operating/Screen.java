package dev.processkit.operating;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a terminal shows of what was written to it: as much of ECMA-48 and xterm as
 * {@code watch} uses. Confined to one thread.
 */
final class Screen {

	private static final Pattern SEQUENCE = Pattern.compile("\u001b\\[(\\??)([\\d;]*)([A-Za-z])");

	private final int height;

	private final int width;

	private List<StringBuilder> rows = new ArrayList<>();

	private List<StringBuilder> main = List.of();

	private String pending = "";

	private int row;

	private int column;

	private boolean cursor = true;

	private boolean wraps = true;

	private boolean alternate;

	Screen(int height, int width) {
		this.height = height;
		this.width = width;
		erase(0);
	}

	void write(String output) {
		String text = this.pending + output;
		this.pending = "";
		Matcher sequence = SEQUENCE.matcher(text);
		int at = 0;
		while (at < text.length()) {
			if (text.charAt(at) != '\u001b') {
				put(text.charAt(at++));
			}
			else if (sequence.find(at) && sequence.start() == at) {
				obey(sequence.group(1) + sequence.group(3), sequence.group(2));
				at = sequence.end();
			}
			else {
				this.pending = text.substring(at);
				return;
			}
		}
	}

	private void put(char character) {
		if (character == '\r') {
			this.column = 0;
		}
		else if (character == '\n') {
			feed();
		}
		else if (!Character.isISOControl(character)) {
			if (this.column == this.width && this.wraps) {
				this.column = 0;
				feed();
			}
			this.column = Math.min(this.column, this.width - 1);
			StringBuilder line = this.rows.get(this.row);
			line.setLength(Math.max(line.length(), this.column));
			line.replace(this.column, Math.min(this.column + 1, line.length()), String.valueOf(character));
			this.column++;
		}
	}

	private void feed() {
		if (++this.row == this.height) {
			this.rows.remove(0);
			this.rows.add(new StringBuilder());
			this.row--;
		}
	}

	private void obey(String command, String parameters) {
		switch (command) {
			case "H" -> {
				String[] place = (parameters.isEmpty() ? "1;1" : parameters).split(";");
				this.row = Math.min(Integer.parseInt(place[0]), this.height) - 1;
				this.column = Math.min(Integer.parseInt(place[1]), this.width) - 1;
			}
			case "K" -> erase();
			case "J" -> {
				erase();
				erase(this.row + 1);
			}
			case "?h", "?l" -> set(parameters, command.equals("?h"));
			// Colours have no place here.
			default -> {
			}
		}
	}

	private void set(String mode, boolean on) {
		switch (mode) {
			case "7" -> this.wraps = on;
			case "25" -> this.cursor = on;
			case "1049" -> {
				this.alternate = on;
				List<StringBuilder> other = this.main;
				this.main = this.rows;
				this.rows = new ArrayList<>(other);
				erase(this.rows.size());
			}
			default -> {
			}
		}
	}

	private void erase() {
		StringBuilder line = this.rows.get(this.row);
		line.setLength(Math.min(this.column, line.length()));
	}

	private void erase(int from) {
		this.rows.subList(from, this.rows.size()).clear();
		while (this.rows.size() < this.height) {
			this.rows.add(new StringBuilder());
		}
	}

	/** The rows down to the last that is not empty. */
	List<String> lines() {
		List<String> lines = new ArrayList<>(
				this.rows.stream().map((line) -> line.toString().replace('\0', ' ').stripTrailing()).toList());
		while (!lines.isEmpty() && lines.get(lines.size() - 1).isEmpty()) {
			lines.remove(lines.size() - 1);
		}
		return lines;
	}

	/** Whether it is as a shell expects it. */
	boolean isSane() {
		return this.cursor && this.wraps && !this.alternate && this.pending.isEmpty();
	}

	boolean isAlternate() {
		return this.alternate;
	}

	boolean showsCursor() {
		return this.cursor;
	}

}
