package dev.processkit.fire;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an application in this JVM holds, and what it leaves when it has ended.
 *
 * @param threads by kind of name
 * @param descriptors by kind of what they refer to
 * @param files below the directory of the test, and what is named after this JVM in the
 * directory for temporary files
 * @param processes that were started with anything in the directory of the test, whoever
 * their parent is, and what descends from this JVM
 */
record Resources(Map<String, Integer> threads, Map<String, Integer> descriptors, List<String> files,
		List<String> processes) {

	static Resources now(Path directory) throws IOException {
		return new Resources(threadsByKind(), descriptorsByKind(), files(directory), processes(directory));
	}

	private static Map<String, Integer> threadsByKind() {
		Map<String, Integer> kinds = new TreeMap<>();
		for (Thread thread : Thread.getAllStackTraces().keySet()) {
			// The JDK keeps these for a minute, for the next process or stage.
			if (!thread.getName().equals("process reaper") && !thread.getName().startsWith("ForkJoinPool.common")) {
				// What an instance has made of a spare keeps the names of the spare.
				count(kinds, thread.getName().replaceFirst("^(control-write|control|output)-.+-\\d+$", "$1"));
			}
		}
		return kinds;
	}

	private static Map<String, Integer> descriptorsByKind() throws IOException {
		Map<String, Integer> kinds = new TreeMap<>();
		try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
			for (Path descriptor : descriptors.toList()) {
				try {
					count(kinds, Files.readSymbolicLink(descriptor).toString());
				}
				catch (NoSuchFileException ex) {
					// It has just been closed.
				}
			}
		}
		return kinds;
	}

	private static void count(Map<String, Integer> kinds, String name) {
		kinds.merge(name.replaceAll("[0-9]+", "N"), 1, Integer::sum);
	}

	private static List<String> files(Path directory) throws IOException {
		List<String> found = new ArrayList<>();
		walk(directory).stream()
			.map(directory::relativize)
			.filter((file) -> !file.startsWith("books"))
			// Pipes are made sixteen at a time, and wait for the processes to come.
			.filter((file) -> !String.valueOf(file.getFileName()).startsWith("out-"))
			.forEach((file) -> found.add(file.toString()));
		String pid = String.valueOf(ProcessHandle.current().pid());
		try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
			files.map(Path::toString).filter((file) -> List.of(file.split("[^0-9]")).contains(pid)).forEach(found::add);
		}
		return found;
	}

	private static List<Path> walk(Path directory) throws IOException {
		List<Path> found = new ArrayList<>();
		Files.walkFileTree(directory, new SimpleFileVisitor<>() {

			@Override
			public FileVisitResult preVisitDirectory(Path visited, BasicFileAttributes attributes) {
				found.add(visited);
				return FileVisitResult.CONTINUE;
			}

			@Override
			public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
				found.add(file);
				return FileVisitResult.CONTINUE;
			}

			@Override
			public FileVisitResult visitFileFailed(Path file, IOException ex) {
				// It has just gone.
				return FileVisitResult.CONTINUE;
			}

		});
		return found;
	}

	private static List<String> processes(Path directory) throws IOException {
		List<String> found = new ArrayList<>();
		ProcessHandle.current().descendants().forEach((child) -> found.add("child " + child.pid()));
		try (Stream<Path> all = Files.list(Path.of("/proc"))) {
			all.filter((process) -> process.getFileName().toString().matches("[0-9]+"))
				.filter((process) -> text(process.resolve("cmdline")).contains(directory.toString()))
				.forEach((process) -> found.add(process.getFileName() + " " + text(process.resolve("cmdline"))));
		}
		return found;
	}

	private static String text(Path file) {
		try {
			return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).replace('\0', ' ');
		}
		catch (IOException ex) {
			// It has just ended, or is another user's.
			return "";
		}
	}

	/** Assert that nothing has come to it. */
	void assertAtMost(Resources before) {
		assertAtMost("threads", this.threads, before.threads);
		assertAtMost("descriptors", this.descriptors, before.descriptors);
		assertThat(this.files).as("files; before: %s", before.files).hasSizeLessThanOrEqualTo(before.files.size());
		assertThat(this.processes).as("processes").hasSizeLessThanOrEqualTo(before.processes.size());
	}

	private static void assertAtMost(String what, Map<String, Integer> now, Map<String, Integer> before) {
		assertThat(now).as(what)
			.allSatisfy((kind, count) -> assertThat(count).as(what + " " + kind)
				.isLessThanOrEqualTo(before.getOrDefault(kind, 0)));
	}

}
