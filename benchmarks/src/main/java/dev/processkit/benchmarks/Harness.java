package dev.processkit.benchmarks;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

import dev.processkit.benchmarks.host.Children;
import dev.processkit.benchmarks.host.Tools;
import dev.processkit.benchmarks.report.Report;
import dev.processkit.benchmarks.report.Report.Note;
import dev.processkit.benchmarks.report.Row;

/**
 * What a scenario works with. Belongs to one thread.
 *
 * @since 0.1
 */
public final class Harness {

	private final Plan plan;

	private final Report report;

	private final Children children;

	private final Tools tools;

	private final Path directory;

	private final PrintStream progress;

	private final Random random = new Random();

	private String scenario = "";

	Harness(Plan plan, Report report, Children children, Tools tools, Path directory, PrintStream progress) {
		this.plan = plan;
		this.report = report;
		this.children = children;
		this.tools = tools;
		this.directory = directory;
		this.progress = progress;
	}

	/** What one scenario breaks on is noted, and costs the others nothing. */
	void run(Scenario next) throws InterruptedException {
		this.scenario = next.name();
		this.progress.println(this.scenario + ": " + next.aims());
		long start = System.nanoTime();
		try {
			next.run(this);
		}
		catch (InterruptedException ex) {
			throw ex;
		}
		catch (Exception ex) {
			note(Note.Kind.FAILED, (ex.getMessage() != null) ? ex.getMessage() : ex.toString());
			ex.printStackTrace(this.progress);
		}
		this.progress.printf("  %s took %.0f s%n", this.scenario, (System.nanoTime() - start) / 1e9);
	}

	/**
	 * Let contenders take turns.
	 * @param what what they do, for people who wait
	 * @param rounds how many rounds a full run counts; one more, before, does not count
	 * @param contenders who takes part
	 * @return what they did
	 * @throws Exception when ours fails or a reply is wrong
	 */
	public Comparison compare(String what, int rounds, List<Contender> contenders) throws Exception {
		int counted = this.plan.rounds(rounds);
		String names = contenders.stream().map(Contender::name).collect(Collectors.joining(", "));
		this.progress.printf("  %s: %d rounds of %s%n", what, counted, names);
		return new Rounds(1, counted, this.random).run(contenders, (text) -> leftOut(what + ": " + text));
	}

	/**
	 * Add a line to the table.
	 * @param row the line
	 */
	public void add(Row row) {
		this.report.add(row);
	}

	/**
	 * Add what a reader has to know.
	 * @param text the note
	 */
	public void note(String text) {
		note(Note.Kind.REMARK, text);
	}

	/**
	 * Add that a floor or peer, which the machine has, does not work.
	 * @param text who, and why
	 */
	public void leftOut(String text) {
		note(Note.Kind.LEFT_OUT, text);
	}

	private void note(Note.Kind kind, String text) {
		if (this.report.note(this.scenario, kind, text)) {
			this.progress.println("  note: " + text);
		}
	}

	/**
	 * How much to measure.
	 * @return the plan
	 */
	public Plan plan() {
		return this.plan;
	}

	/**
	 * The processes of this run.
	 * @return the children
	 */
	public Children children() {
		return this.children;
	}

	/**
	 * What the machine has and may lack.
	 * @return the tools
	 */
	public Tools tools() {
		return this.tools;
	}

	/**
	 * A private directory of this run.
	 * @return the directory, deleted at the end
	 */
	public Path directory() {
		return this.directory;
	}

}
