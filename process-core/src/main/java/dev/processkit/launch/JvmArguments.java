package dev.processkit.launch;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.processkit.JvmSettings;

/**
 * The options of a worker's JVM.
 */
final class JvmArguments {

	private static final Pattern COLLECTOR = Pattern.compile("-XX:\\+Use\\w+GC");

	/** Module options of the application that its classes need in a child as well. */
	private static final List<String> INHERITED = List.of("--add-opens=", "--add-exports=", "--add-modules=",
			"--enable-native-access=", "--enable-preview");

	/**
	 * What belongs to one JVM only: its own properties, the class loader of an executable
	 * jar, the fixed port of a management agent.
	 */
	private static final List<String> NOT_INHERITED = List.of("-Djava.", "-Djdk.", "-Dsun.", "-Dloader.",
			"-Dcom.sun.management.");

	private JvmArguments() {
	}

	/**
	 * Put together the options.
	 * @param settings the user's own settings, which come last and so win
	 * @return the options, without class path and main class
	 */
	static List<String> of(JvmSettings settings) {
		return of(settings, Runtime.version().feature(), ManagementFactory.getRuntimeMXBean().getInputArguments());
	}

	static List<String> of(JvmSettings settings, int feature, List<String> parentArguments) {
		List<String> arguments = new ArrayList<>(List.of("-Xms8m", "-Xmx" + settings.heapBytes()));
		if (settings.options().stream().noneMatch((option) -> COLLECTOR.matcher(option).matches())) {
			// Before 21 only G1 uses the heap objects of the class archive, which make
			// half the start.
			arguments.add((feature < 21) ? "-XX:+UseG1GC" : "-XX:+UseSerialGC");
		}
		// Whatever a JVM has to say goes to standard error: the other one is not for
		// text.
		arguments.addAll(List.of("-XX:-UsePerfData", "-Xlog:disable", "-Xlog:all=warning:stderr",
				"-XX:+IgnoreUnrecognizedVMOptions", "-XX:+UnlockDiagnosticVMOptions", "-XX:+DisplayVMOutputToStderr",
				"-XX:+ErrorFileToStderr", "-XX:+ExitOnOutOfMemoryError", "-Xshare:auto"));
		// The archive stays shared between JVMs when it is not relocated: 8 instead of 18
		// MB each.
		arguments.add("-XX:ArchiveRelocationMode=0");
		// The JVM touches all of this table when it starts: by default half a megabyte.
		// It grows.
		arguments.add("-XX:StringTableSize=4096");
		Stream.concat(parentArguments.stream().filter(JvmArguments::isInherited), settings.options().stream())
			.forEach(arguments::add);
		return arguments;
	}

	private static boolean isInherited(String argument) {
		if (argument.startsWith("-D")) {
			return NOT_INHERITED.stream().noneMatch(argument::startsWith);
		}
		return INHERITED.stream().anyMatch(argument::startsWith);
	}

}
