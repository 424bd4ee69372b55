package dev.processkit.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.json.JsonParserFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs the packaged command over all scenarios, quickly: none is broken, nor is any floor
 * or peer that this machine has. No speed is asserted.
 */
class BenchmarksIT {

	private static final Path JAR = Path.of("target", "benchmarks.jar").toAbsolutePath();

	private static final long LIMIT_MINUTES = 20;

	@Test
	void everyContenderOfEveryScenarioHasFigures(@TempDir Path directory) throws Exception {
		Path errors = directory.resolve("errors");
		Process run = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar",
				JAR.toString(), "--quick", "--out", directory.toString())
			.redirectError(errors.toFile())
			.redirectOutput(directory.resolve("output").toFile())
			.start();
		try {
			assertThat(run.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)).as(() -> read(errors)).isTrue();
			assertThat(run.exitValue()).as(() -> read(errors)).isZero();
		}
		finally {
			// It takes its children with it.
			run.destroy();
			run.waitFor();
		}
		Map<String, Object> report = JsonParserFactory.getJsonParser()
			.parseMap(Files.readString(directory.resolve("benchmarks.json")));
		assertThat(maps(report.get("notes")))
			.allSatisfy((note) -> assertThat((Object) note.get("kind")).isEqualTo("remark"));
		Set<?> tools = ((Map<?, ?>) report.get("machine")).keySet();
		List<Map<?, ?>> rows = maps(report.get("rows"));
		assertThat(contenders(rows)).isEqualTo(expected(tools));
		assertThat(rows).extracting((row) -> String.valueOf(row.get("figure"))).contains("lines into files of 50 MB");
		assertThat(rows).as("with aims that nobody can judge")
			.filteredOn((row) -> row.toString().contains("verdict=open"))
			.allSatisfy((row) -> assertThat(tools.contains("php with swoole")).isFalse());
	}

	private static Map<String, Set<String>> expected(Set<?> tools) {
		Map<String, Set<String>> expected = new LinkedHashMap<>();
		expected.put("cold-start",
				Set.of("F", "same child, ProcessBuilder", "the same through setsid and sh", "the same without C2"));
		expected.put("replacement", Set.of("F"));
		expected.put("command-restart", Set.of("bare loop"));
		expected.put("worker-fleet", Set.of("same child, ProcessBuilder", "plain JVM, ProcessBuilder"));
		expected.put("many-commands", Set.of("a JVM that does nothing"));
		expected.put("endpoint-echo", with(tools, Map.of("node", "Node", "gcc", "C epoll"), "raw selector", "Netty",
				"stock server", "ours behind SI's gateway"));
		expected.put("worker-echo", with(tools, Map.of("node", "Node", "php with swoole", "Swoole"), "raw relay"));
		expected.put("connection-growth", Set.of("raw selector"));
		expected.put("calls", with(tools, Map.of("node", "Node child_process", "python3", "Python ProcessPoolExecutor"),
				"ours without JSON", "raw pipe"));
		expected.put("log-capture", Set.of("cat > /dev/null"));
		return expected;
	}

	private static Set<String> with(Set<?> tools, Map<String, String> peers, String... always) {
		Set<String> all = new TreeSet<>(Set.of(always));
		peers.forEach((tool, peer) -> {
			if (tools.contains(tool)) {
				all.add(peer);
			}
		});
		return all;
	}

	private static Map<String, Set<String>> contenders(List<Map<?, ?>> rows) {
		Map<String, Set<String>> contenders = new LinkedHashMap<>();
		for (Map<?, ?> row : rows) {
			Set<String> known = contenders.computeIfAbsent((String) row.get("scenario"), (any) -> new TreeSet<>());
			maps(row.get("references")).forEach((reference) -> known.add((String) reference.get("contender")));
		}
		return contenders;
	}

	private static List<Map<?, ?>> maps(Object list) {
		List<Map<?, ?>> maps = new ArrayList<>();
		((List<?>) list).forEach((map) -> maps.add((Map<?, ?>) map));
		return maps;
	}

	private static String read(Path file) {
		try (Stream<String> lines = Files.lines(file)) {
			return String.join("\n", lines.toList());
		}
		catch (IOException ex) {
			return ex.toString();
		}
	}

}
