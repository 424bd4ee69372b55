package dev.processkit.launch;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * What the options of a JVM mean for its class archive: which of them a dump must have as
 * well, and whether there can be an archive at all. A JVM that gets an archive which does
 * not fit its options starts without any, twice as slow as with none given; so each list
 * of options that matter has an archive of its own, which is tried with all of them.
 *
 * @param matter the options that may matter, in order
 * @param agents whether some of them load agents or a debugger
 */
record ArchiveOptions(List<String> matter, boolean agents) {

	/** Of no consequence for archives, and often different. */
	private static final Pattern IRRELEVANT = Pattern
		.compile("-D(?!java\\.system\\.class\\.loader).*|-Xlog.*|-Xs[sh].*|-Xm[snx][0-9]+[kKmM]?|-Xshare:auto");

	private static final Pattern AGENT = Pattern.compile("-agentlib:.*|-agentpath:.*|-javaagent:.*|-Xdebug|-Xrun.*");

	/** To be the same in dump and start where classes are linked in the archive. */
	private static final Pattern FOR_DUMP = Pattern
		.compile("--add-.*|--enable-.*|-XX:[+-]UseCompact.*|-XX:ObjectAlignmentInBytes=.*");

	/** The user's own archives, collectors and modules that archives do not go with. */
	private static final Pattern IMPOSSIBLE = Pattern.compile("-Xshare.*|-XX:SharedArchiveFile.*|-XX:AOT.*"
			+ "|-XX:ArchiveClassesAtExit.*|-XX:\\+AutoCreateSharedArchive|-XX:\\+RecordDynamicDumpInfo"
			+ "|-XX:SharedClassListFile.*|-XX:DumpLoadedClassList.*|-XX:\\+UseZGC|-XX:\\+UseShenandoahGC"
			+ "|-XX:\\+UseEpsilonGC|-XX:-UseCompressed.*|-XX:Flags=.*|--patch-module.*|--limit-modules.*"
			+ "|--upgrade-module-path.*|--module-path.*|-Xbootclasspath.*|-Djava\\.system\\.class\\.loader.*"
			+ "|-cp|-classpath|--class-path.*|@.*");

	private static final Set<String> VARIABLES = Set.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

	static ArchiveOptions of(List<String> options) {
		List<String> matter = options.stream().filter((option) -> !IRRELEVANT.matcher(option).matches()).toList();
		return new ArchiveOptions(matter, matter.stream().anyMatch((option) -> AGENT.matcher(option).matches()));
	}

	/**
	 * Why there can be no archive.
	 * @param environment what the user adds to the environment of the worker
	 * @return the option that does not go with it; {@code null} if there is none
	 */
	@Nullable String obstacle(Map<String, String> environment) {
		for (String option : this.matter) {
			if (IMPOSSIBLE.matcher(option).matches() || option.startsWith("-Xmx") || option.startsWith("-Xms")) {
				return option;
			}
		}
		return environment.keySet().stream().filter(VARIABLES::contains).findFirst().orElse(null);
	}

	/**
	 * The options of the JVM that makes the archive. It needs G1, whose archives serve
	 * the other collectors too.
	 * @param feature the version of the JDK
	 * @return the options
	 */
	List<String> forDump(int feature) {
		List<String> options = new ArrayList<>(List.of("-Xshare:dump", "-XX:+IgnoreUnrecognizedVMOptions",
				"-XX:+UnlockDiagnosticVMOptions", "-XX:+DisplayVMOutputToStderr", "-XX:+ErrorFileToStderr",
				"-Xlog:disable", "-Xlog:all=error:stderr", "-XX:-UsePerfData", "-XX:+UseG1GC", "-Xmx256m"));
		if (feature >= 24 && !this.agents) {
			options.add("-XX:+AOTClassLinking");
		}
		this.matter.stream().filter((option) -> FOR_DUMP.matcher(option).matches()).forEach(options::add);
		return options;
	}

	/**
	 * The options to try an archive with: all, but for agents, which are the user's code.
	 * @return the options
	 */
	List<String> forProbe() {
		List<String> options = new ArrayList<>(List.of("-Xshare:on", "-Xlog:disable", "-Xlog:all=error:stderr"));
		this.matter.stream().filter((option) -> !AGENT.matcher(option).matches()).forEach(options::add);
		return options;
	}

}
