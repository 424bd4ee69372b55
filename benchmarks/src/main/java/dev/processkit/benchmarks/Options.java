package dev.processkit.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What the command line asks for.
 *
 * @param quick whether to look only that everything works
 * @param list whether to list the scenarios and measure nothing
 * @param out where the reports are put
 * @param docs the page whose table is replaced; {@code null} for none
 * @param scenarios the names of the scenarios; empty for all
 * @since 0.1
 */
public record Options(boolean quick, boolean list, Path out, @Nullable Path docs, List<String> scenarios) {

	private static final String COMMAND = "java -jar benchmarks/target/benchmarks.jar";

	/** What the options are. */
	public static final String USAGE = """
			%s [--quick] [--out DIRECTORY] [--update-docs[=PAGE]] [--list] [SCENARIO …]
			  --quick         only look that everything works; no figure can be trusted
			  --out           where benchmarks.md and benchmarks.json are put (benchmarks/target)
			  --update-docs   replace the table in docs/performance.md, or in PAGE
			  --list          list the scenarios""".formatted(COMMAND);

	/**
	 * Read the command line.
	 * @param arguments its words
	 * @return the options
	 * @throws IllegalArgumentException if a word is none of them
	 */
	public static Options of(List<String> arguments) {
		boolean quick = false;
		boolean list = false;
		Path out = Path.of("benchmarks", "target");
		Path docs = null;
		List<String> scenarios = new ArrayList<>();
		for (int i = 0; i < arguments.size(); i++) {
			String word = arguments.get(i);
			if (word.equals("--quick")) {
				quick = true;
			}
			else if (word.equals("--list")) {
				list = true;
			}
			else if (word.equals("--out") && i + 1 < arguments.size()) {
				out = Path.of(arguments.get(++i));
			}
			else if (word.equals("--update-docs")) {
				docs = Path.of("docs", "performance.md");
			}
			else if (word.startsWith("--update-docs=")) {
				docs = Path.of(word.substring(word.indexOf('=') + 1));
			}
			else if (word.startsWith("-")) {
				throw new IllegalArgumentException("'%s' is no option, or lacks its value%n%s".formatted(word, USAGE));
			}
			else {
				scenarios.add(word);
			}
		}
		if (docs != null && (quick || !scenarios.isEmpty())) {
			throw new IllegalArgumentException(
					"'--update-docs' goes with a full run of all scenarios: a page shows one run, and one to be trusted");
		}
		return new Options(quick, list, out, docs, List.copyOf(scenarios));
	}

	/**
	 * The command that measures the same again.
	 * @return the command, without what only says where reports go
	 */
	public String command() {
		List<String> words = new ArrayList<>(List.of(COMMAND));
		if (this.quick) {
			words.add("--quick");
		}
		words.addAll(this.scenarios);
		return String.join(" ", words);
	}

}
