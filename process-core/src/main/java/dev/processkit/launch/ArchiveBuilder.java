package dev.processkit.launch;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * Makes an archive: learns which classes are needed, has a JVM dump them, and tries what
 * came of it. No code of the application runs meanwhile.
 */
final class ArchiveBuilder {

	private static final System.Logger LOGGER = System.getLogger(ArchiveBuilder.class.getName());

	/** Running workers write these lists into the runtime directory. */
	private static final String LISTS = "classes-";

	private final RuntimeDirectory runtime;

	private final ArgumentFiles argumentFiles;

	private final String mainClass;

	private final Programs programs;

	ArchiveBuilder(RuntimeDirectory runtime, ArgumentFiles argumentFiles, String mainClass, Programs programs) {
		this.runtime = runtime;
		this.argumentFiles = argumentFiles;
		this.mainClass = mainClass;
		this.programs = programs;
	}

	/**
	 * The option that makes a worker write down which classes it loads.
	 * @return the option; the JVM puts its pid in the place of {@code %p}
	 */
	String listOption() {
		return "-XX:DumpLoadedClassList=" + list("%p");
	}

	/**
	 * Remove the list of a JVM that was never ready, or a worker that cannot start would
	 * leave one for each attempt.
	 * @param pid its pid
	 */
	void forget(long pid) {
		try {
			// What the JVM makes of '%p'.
			Files.deleteIfExists(list("pid" + pid));
		}
		catch (IOException ex) {
			LOGGER.log(System.Logger.Level.DEBUG, "The class list of " + pid + " stays", ex);
		}
	}

	private Path list(String pid) {
		return this.runtime.path().resolve(LISTS + pid + ".lst");
	}

	/**
	 * Make an archive. Blocks for some seconds.
	 * @param key what for
	 * @param options the options of the workers
	 * @param directory where to
	 * @return the archive
	 * @throws IOException if it cannot be made; the message says why
	 * @throws InterruptedException if the thread is interrupted
	 */
	StoredArchive build(ArchiveKey key, ArchiveOptions options, ArchiveDirectory directory)
			throws IOException, InterruptedException {
		List<Path> drafts = new ArrayList<>();
		try {
			Path list = draft(directory, drafts);
			Path archive = draft(directory, drafts);
			train(key, list);
			Files.write(list, merged(list), StandardCharsets.UTF_8);
			String archived = joined(key.classPath().archivedEntries());
			List<String> dump = new ArrayList<>(options.forDump(Runtime.version().feature()));
			dump.addAll(
					List.of("-XX:SharedClassListFile=" + list, "-XX:SharedArchiveFile=" + archive, "-cp", archived));
			java("dump", dump);
			List<String> probe = new ArrayList<>(options.forProbe());
			probe.addAll(
					List.of("-XX:SharedArchiveFile=" + archive, "-cp", joined(key.classPath().entries()), "-version"));
			java("probe", probe);
			if (!key.isCurrent()) {
				throw new IOException("the class path changed meanwhile");
			}
			StoredArchive stored = StoredArchive.in(directory.path(), key.name());
			stored.store(archive, draft(directory, drafts));
			forgetLists();
			return stored;
		}
		finally {
			for (Path draft : drafts) {
				Files.deleteIfExists(draft);
			}
		}
	}

	private static Path draft(ArchiveDirectory directory, List<Path> drafts) throws IOException {
		Path draft = directory.draft();
		drafts.add(draft);
		return draft;
	}

	private void train(ArchiveKey key, Path list) throws IOException, InterruptedException {
		java("training",
				List.of("-Xshare:auto", "-Xmx64m", "-XX:+UseG1GC", "-XX:+IgnoreUnrecognizedVMOptions",
						"-XX:+UnlockDiagnosticVMOptions", "-XX:+DisplayVMOutputToStderr", "-Xlog:disable",
						"-Xlog:all=error:stderr", "-XX:-UsePerfData", "-XX:DumpLoadedClassList=" + list, "-cp",
						joined(key.classPath().entries()), this.mainClass, "--train"));
	}

	/** Numbers of classes differ from list to list; sources are for other loaders. */
	private Set<String> merged(Path own) throws IOException {
		List<Path> lists = new ArrayList<>(List.of(own));
		try (DirectoryStream<Path> others = Files.newDirectoryStream(this.runtime.path(), LISTS + "*")) {
			others.forEach(lists::add);
		}
		Set<String> merged = new LinkedHashSet<>();
		for (Path list : lists) {
			// A worker may be in the middle of its last line.
			String text = Files.readString(list, StandardCharsets.ISO_8859_1);
			text.substring(0, text.lastIndexOf('\n') + 1)
				.lines()
				.filter((line) -> !line.startsWith("#") && !line.contains(" source: "))
				.map((line) -> line.startsWith("@") ? line : line.replaceFirst(" id: \\d+.*", ""))
				.forEach(merged::add);
		}
		return merged;
	}

	private void forgetLists() throws IOException {
		try (DirectoryStream<Path> lists = Files.newDirectoryStream(this.runtime.path(), LISTS + "*")) {
			for (Path list : lists) {
				Files.deleteIfExists(list);
			}
		}
	}

	private void java(String step, List<String> arguments) throws IOException, InterruptedException {
		List<String> command = new ArrayList<>();
		Path nice = Executables.search("nice", System.getenv("PATH"));
		if (nice != null) {
			command.addAll(List.of(nice.toString(), "-n", "19"));
		}
		Path file = this.argumentFiles.of(arguments);
		command.addAll(List.of(JvmCommand.executable(), "@" + file));
		String complaint = this.programs.run(command);
		if (complaint != null) {
			throw new IOException("its %s failed: %s".formatted(step, complaint));
		}
	}

	private static String joined(List<Path> entries) {
		return entries.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
	}

	/**
	 * Runs programs that end with the application.
	 */
	@FunctionalInterface
	interface Programs {

		/**
		 * Run a program to its end.
		 * @param command the command
		 * @return what was wrong with it; {@code null} if it exited with 0
		 * @throws InterruptedException if the thread is interrupted; it is killed then
		 */
		@Nullable String run(List<String> command) throws InterruptedException;

	}

}
