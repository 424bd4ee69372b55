package dev.processkit.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import dev.processkit.benchmarks.host.Children;
import dev.processkit.benchmarks.host.Tools;
import dev.processkit.benchmarks.report.DocsPage;
import dev.processkit.benchmarks.report.JsonReport;
import dev.processkit.benchmarks.report.Machine;
import dev.processkit.benchmarks.report.MarkdownReport;
import dev.processkit.benchmarks.report.Report;
import dev.processkit.benchmarks.report.Report.Note;
import dev.processkit.benchmarks.scenario.CallEcho;
import dev.processkit.benchmarks.scenario.ColdStart;
import dev.processkit.benchmarks.scenario.CommandRestart;
import dev.processkit.benchmarks.scenario.ConnectionGrowth;
import dev.processkit.benchmarks.scenario.EndpointEcho;
import dev.processkit.benchmarks.scenario.LogCapture;
import dev.processkit.benchmarks.scenario.ManyCommands;
import dev.processkit.benchmarks.scenario.Replacement;
import dev.processkit.benchmarks.scenario.WorkerEcho;
import dev.processkit.benchmarks.scenario.WorkerFleet;

/**
 * The command: runs scenarios, writes what they found, leaves nothing else behind.
 *
 * @since 0.1
 */
public final class Benchmarks {

	static final List<Scenario> SCENARIOS = List.of(new ColdStart(), new Replacement(), new CommandRestart(),
			new WorkerFleet(), new ManyCommands(), new EndpointEcho(), new WorkerEcho(), new ConnectionGrowth(),
			new CallEcho(), new LogCapture());

	private final Options options;

	private final List<Scenario> scenarios;

	private final PrintStream progress;

	Benchmarks(Options options, List<Scenario> scenarios, PrintStream progress) {
		this.options = options;
		this.scenarios = scenarios;
		this.progress = progress;
	}

	/**
	 * Measure. Exits with 1 when a scenario has failed, and with 2 when the command line
	 * is wrong.
	 * @param args see {@link Options}
	 * @throws Exception if nothing can be measured
	 */
	public static void main(String[] args) throws Exception {
		try {
			Options options = Options.of(List.of(args));
			if (options.list()) {
				SCENARIOS.forEach((scenario) -> System.out.printf("%-16s %s%n", scenario.name(), scenario.aims()));
				return;
			}
			Report report = new Benchmarks(options, SCENARIOS, System.err).run();
			System.out.println(MarkdownReport.write(report));
			if (!report.notes(Note.Kind.FAILED).isEmpty()) {
				System.exit(1);
			}
		}
		catch (IllegalArgumentException ex) {
			System.err.println(ex.getMessage());
			System.exit(2);
		}
	}

	/**
	 * Run what was asked for, and write the reports whatever comes. The page is for runs
	 * that are whole.
	 * @return what was found, and which scenarios failed: ours does not work, or a reply
	 * is wrong
	 * @throws Exception if nothing can be measured
	 */
	Report run() throws Exception {
		List<Scenario> wanted = wanted();
		Report report = new Report(Machine.current().with("Command", this.options.command()));
		Path directory = Files.createTempDirectory("pkb");
		long start = System.nanoTime();
		try (Children children = new Children(directory)) {
			Thread end = new Thread(() -> clear(children, directory), "end");
			Runtime.getRuntime().addShutdownHook(end);
			Tools tools = new Tools(children, directory);
			Map<String, String> versions = new TreeMap<>(tools.versions());
			versions.forEach((tool, version) -> report.setMachine(report.machine().with(tool, version)));
			String load = load();
			Plan plan = new Plan(this.options.quick());
			Harness harness = new Harness(plan, report, children, tools, directory, this.progress);
			for (Scenario scenario : wanted) {
				harness.run(scenario);
			}
			report.setMachine(report.machine()
				.with("Load before and after", load + " and " + load())
				.with("Took", (System.nanoTime() - start) / 1_000_000_000 + " s"
						+ (plan.quick() ? ", **quick: no figure can be trusted**" : "")));
			Runtime.getRuntime().removeShutdownHook(end);
		}
		finally {
			write(report);
			delete(directory);
		}
		Path docs = this.options.docs();
		if (docs != null && report.notes(Note.Kind.FAILED).isEmpty()) {
			DocsPage.update(docs, MarkdownReport.write(report));
		}
		return report;
	}

	private List<Scenario> wanted() {
		List<String> names = this.options.scenarios();
		for (String name : names) {
			if (this.scenarios.stream().noneMatch((scenario) -> scenario.name().equals(name))) {
				throw new IllegalArgumentException("'%s' is no scenario; '--list' lists them".formatted(name));
			}
		}
		return this.scenarios.stream()
			.filter((scenario) -> names.isEmpty() || names.contains(scenario.name()))
			.toList();
	}

	private void write(Report report) throws IOException {
		String table = MarkdownReport.write(report);
		Files.createDirectories(this.options.out());
		Files.writeString(this.options.out().resolve("benchmarks.md"), table);
		Files.writeString(this.options.out().resolve("benchmarks.json"), JsonReport.write(report));
	}

	private static String load() throws IOException {
		Path file = Path.of("/proc/loadavg");
		return Files.isReadable(file) ? Files.readString(file).split(" ")[0] : "unknown";
	}

	private static void clear(Children children, Path directory) {
		children.close();
		try {
			delete(directory);
		}
		catch (IOException ex) {
			System.err.println("Left behind: " + ex.getMessage());
		}
	}

	private static void delete(Path directory) throws IOException {
		if (Files.notExists(directory)) {
			return;
		}
		List<Path> all;
		try (Stream<Path> files = Files.walk(directory)) {
			all = files.sorted(Comparator.reverseOrder()).toList();
		}
		for (Path file : all) {
			Files.deleteIfExists(file);
		}
	}

}
