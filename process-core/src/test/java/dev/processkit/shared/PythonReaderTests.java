package dev.processkit.shared;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The program of {@code docs/shared-state.md} reads what is written here.
 */
@EnabledIf("hasPython")
class PythonReaderTests {

	@TempDir
	private Path directory;

	static boolean hasPython() {
		return Files.isExecutable(Path.of("/usr/bin/python3"));
	}

	@Test
	void documentedProgramReadsTheTable() throws Exception {
		SharedTable table = new SharedTables(this.directory).create("visits", SharedSchema
			.of(SharedColumn.ofLong("hits"), SharedColumn.ofString("note", 13), SharedColumn.ofDouble("ratio")), 10);
		table.set("home", Map.of("hits", -7, "note", "žluť", "ratio", 0.25));
		table.increment("home", "hits", 1);
		table.set("gone", Map.of());
		table.delete("gone");
		String page = Files.readString(Path.of("../docs/shared-state.md"));
		int start = page.indexOf("```python") + "```python".length();
		String program = page.substring(start, page.indexOf("```", start)) + "\nprint(list(rows('visits')))\n";
		ProcessBuilder builder = new ProcessBuilder("/usr/bin/python3", "-c", program).redirectErrorStream(true);
		builder.environment().put(SharedTables.VARIABLE, this.directory.toString());
		builder.environment().put("PYTHONIOENCODING", "utf-8");
		Process python = builder.start();
		assertThat(new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip())
			.isEqualTo("[{'key': 'home', 'hits': -6, 'note': 'žluť', 'ratio': 0.25}]");
		assertThat(python.waitFor()).isZero();
	}

}
