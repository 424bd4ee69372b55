package dev.processkit.launch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.processkit.InstanceId;
import dev.processkit.JvmSettings;

/**
 * The command of a worker's JVM: the application's own JDK and class path, everything but
 * the executable in an argument file. Thread-safe.
 */
final class JvmCommand {

	/**
	 * Tells the main class that applications come and go: read by {@code WorkerMain},
	 * which this package must not know.
	 */
	static final String ATTACH = "--attach";

	/** They change options behind our back, may carry agents, and print a note. */
	private static final Set<String> NOT_INHERITED = Set.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

	private final ClassPath classPath;

	private final ArgumentFiles argumentFiles;

	private final String mainClass;

	private final ClassArchives archives;

	/**
	 * Create the command maker of one run.
	 * @param argumentFiles the argument files of the run
	 * @param mainClass the main class of all workers
	 * @param classPath the class path of all workers
	 * @param archives their class archives
	 */
	JvmCommand(ArgumentFiles argumentFiles, String mainClass, ClassPath classPath, ClassArchives archives) {
		this.classPath = classPath;
		this.argumentFiles = argumentFiles;
		this.mainClass = mainClass;
		this.archives = archives;
	}

	static String executable() {
		return jdk().resolve("bin").resolve("java").toString();
	}

	/** The home of the JDK that workers run on. */
	static Path jdk() {
		return Path.of(System.getProperty("java.home"));
	}

	/** What workers load their classes from. */
	ClassPath classPath() {
		return this.classPath;
	}

	/**
	 * The command, to be followed by the arguments of the main class.
	 * @param instance whose JVM it is, which also tells people who look at the process
	 * table
	 * @param settings how the JVM is sized
	 * @param environment what the user adds to its environment
	 * @return executable, mark and argument file
	 * @throws IOException if the argument file or the class path cannot be made
	 */
	Prepared of(InstanceId instance, JvmSettings settings, Map<String, String> environment) throws IOException {
		List<String> options = JvmArguments.of(settings);
		ClassArchives.Use use = this.archives.use(instance, options, environment);
		List<String> arguments = new ArrayList<>(options);
		arguments.addAll(use.arguments());
		List<Path> entries = (use.classPath() != null) ? use.classPath() : this.classPath.entries();
		arguments.addAll(List.of("-cp", ClassPath.value(entries), this.mainClass));
		return new Prepared(
				List.of(executable(), "-Dprocesskit.instance=" + instance, "@" + this.argumentFiles.of(arguments)),
				use.start());
	}

	/**
	 * Look for what JVMs of these settings need before they are launched.
	 * @param settings how the JVM is sized
	 */
	void prepare(JvmSettings settings) {
		this.archives.prepare(JvmArguments.of(settings));
	}

	/**
	 * Make an environment fit for a worker.
	 * @param environment what the child will get; changed
	 * @param wanted what the user asked for, which stays
	 */
	static void prepareEnvironment(Map<String, String> environment, Map<String, String> wanted) {
		environment.keySet()
			.removeIf((name) -> (NOT_INHERITED.contains(name) || name.startsWith("LOADER_"))
					&& !wanted.containsKey(name));
		// Bounds what glibc keeps for each thread that allocates.
		environment.putIfAbsent("MALLOC_ARENA_MAX", "2");
	}

	/**
	 * A command.
	 *
	 * @param command the command
	 * @param start to be told how it went
	 */
	record Prepared(List<String> command, JvmStart start) {

	}

}
