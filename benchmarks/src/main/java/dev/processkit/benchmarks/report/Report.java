package dev.processkit.benchmarks.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What a run has found, in the order in which it was found. Not thread-safe.
 *
 * @since 0.1
 */
public final class Report {

	private final List<Row> rows = new ArrayList<>();

	private final List<Note> notes = new ArrayList<>();

	private Machine machine;

	/**
	 * Create an empty report.
	 * @param machine where it was measured
	 */
	public Report(Machine machine) {
		this.machine = machine;
	}

	/**
	 * Add a figure.
	 * @param row the figure
	 */
	public void add(Row row) {
		this.rows.add(row);
	}

	/**
	 * Add what a reader has to know, such as what was skipped. Said once.
	 * @param scenario the scenario
	 * @param kind how serious it is
	 * @param text the note
	 * @return whether it was not said before
	 */
	public boolean note(String scenario, Note.Kind kind, String text) {
		Note note = new Note(scenario, kind, text);
		return !this.notes.contains(note) && this.notes.add(note);
	}

	/**
	 * Say more about the machine.
	 * @param machine the machine as it is known now
	 */
	public void setMachine(Machine machine) {
		this.machine = machine;
	}

	/**
	 * Where it was measured.
	 * @return the machine
	 */
	public Machine machine() {
		return this.machine;
	}

	/**
	 * The figures.
	 * @return the rows, unmodifiable
	 */
	public List<Row> rows() {
		return Collections.unmodifiableList(this.rows);
	}

	/**
	 * What a reader has to know.
	 * @return the notes, unmodifiable
	 */
	public List<Note> notes() {
		return Collections.unmodifiableList(this.notes);
	}

	/**
	 * What a reader has to know, of one kind.
	 * @param kind the kind
	 * @return the notes, unmodifiable
	 */
	public List<Note> notes(Note.Kind kind) {
		return this.notes.stream().filter((note) -> note.kind() == kind).toList();
	}

	/**
	 * How many aims came out so.
	 * @param verdict the verdict
	 * @return the number
	 */
	public long count(Aim.Verdict verdict) {
		return this.rows.stream()
			.flatMap((row) -> row.aims().stream().map((aim) -> aim.judge(row.reached(aim))))
			.filter(verdict::equals)
			.count();
	}

	/**
	 * What a reader has to know about a scenario.
	 *
	 * @param scenario the scenario
	 * @param kind how serious it is
	 * @param text the note
	 */
	public record Note(String scenario, Kind kind, String text) {

		/**
		 * How serious a note is.
		 */
		public enum Kind {

			/** How to read the figures, or what the machine lacks. */
			REMARK,

			/** A floor or peer that the machine has is broken. */
			LEFT_OUT,

			/** The scenario ended before it was through. */
			FAILED

		}

	}

}
