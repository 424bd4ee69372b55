package dev.processkit.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import dev.processkit.LogPolicy;
import dev.processkit.ProcessDefinition;
import dev.processkit.Program;

/**
 * Tells whether a daemon of an earlier run is what would be launched today: the same
 * command, or the same class, settings and code. What the application alone applies, such
 * as the restart policy, makes no difference. Nor does the environment that a Spring
 * component gets: no two runs have the same.
 */
final class DaemonFingerprint {

	/** Changes when daemons and applications of two versions do not get on. */
	private static final String FORMAT = "processkit daemon 1";

	private DaemonFingerprint() {
	}

	static String of(ProcessDefinition definition, List<Path> classPath) throws IOException {
		List<String> text = new ArrayList<>(List.of(FORMAT, "directory " + definition.directory(),
				"environment " + new TreeMap<>(definition.environment()),
				"resources " + definition.policies().resources(),
				"prints " + (definition.policies().log().to() != LogPolicy.To.DISCARD)));
		if (definition.program() instanceof Program.Command command) {
			text.add("command " + command.argv());
		}
		else if (definition.program() instanceof Program.Worker worker) {
			text.add("worker %s %s %s".formatted(worker.type(), new TreeMap<>(worker.args()), worker.jvm()));
			text.add("made by '%s', calls by '%s', virtual threads %s".formatted(worker.factory(), worker.calls(),
					worker.virtualThreads()));
			text.add("%s %s every %s".formatted(definition.policies().loop(), definition.policies().recycle(),
					definition.policies().heartbeat().interval()));
			text.add("java " + System.getProperty("java.home") + " " + System.getProperty("java.runtime.version"));
			for (Path entry : classPath) {
				code(entry, text);
			}
		}
		return Digests.of(String.join("\n", text)).substring(0, 32);
	}

	private static void code(Path entry, List<String> text) throws IOException {
		if (!Files.isDirectory(entry)) {
			text.add(entry + " " + stamp(entry));
			return;
		}
		Map<String, String> files = new TreeMap<>();
		try (Stream<Path> found = Files.walk(entry)) {
			for (Path file : (Iterable<Path>) found.filter(Files::isRegularFile)::iterator) {
				files.put(file.toString(), stamp(file));
			}
		}
		text.add(files.toString());
	}

	private static String stamp(Path file) throws IOException {
		return Files.exists(file) ? Files.size(file) + " " + Files.getLastModifiedTime(file).toMillis() : "missing";
	}

}
