package dev.processkit.benchmarks.scenario;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import dev.processkit.benchmarks.Contender;
import dev.processkit.benchmarks.Harness;
import dev.processkit.benchmarks.program.Hello;

/**
 * F, the floor of what starts JVMs: a hello program with nothing but itself on the class
 * path, from before its launch until its end is known.
 */
final class HelloProgram {

	static final String NAME = "F";

	private HelloProgram() {
	}

	static Contender contender(Harness harness, String figure) throws IOException {
		String file = Hello.class.getName().replace('.', '/') + ".class";
		Path classes = harness.directory().resolve("hello");
		if (Files.notExists(classes)) {
			Path target = classes.resolve(file);
			Files.createDirectories(target.getParent());
			try (InputStream source = Hello.class.getClassLoader().getResourceAsStream(file)) {
				Files.write(target, source.readAllBytes());
			}
		}
		List<String> command = List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-Xshare:auto", "-cp", classes.toString(), Hello.class.getName());
		return new Contender(NAME, () -> {
			long start = System.nanoTime();
			Process process = harness.children().spawn(command);
			int code = process.waitFor();
			long end = System.nanoTime();
			harness.children().end(process);
			if (code != 0) {
				throw new IOException("it exits with " + code);
			}
			return Map.of(figure, (end - start) / 1e6);
		});
	}

}
