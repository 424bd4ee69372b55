package dev.processkit.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class AvailableMemoryTests {

	@TempDir
	private Path root;

	private AvailableMemory memory;

	@BeforeEach
	void machineWithOneGigabyte() throws IOException {
		write("meminfo", "MemTotal:       8000000 kB\nMemFree:          10000 kB\nMemAvailable:    1048576 kB\n");
		Files.createDirectories(this.root.resolve("cgroup/memory"));
		this.memory = new AvailableMemory(this.root.resolve("meminfo"), this.root.resolve("cgroup"));
	}

	@Test
	void machineCountsWithoutALimit() throws IOException {
		write("cgroup/memory.max", "max\n");
		write("cgroup/memory.current", "5000\n");
		assertThat(this.memory.bytes()).isEqualTo(1L << 30);
	}

	@Test
	void limitOfTheGroupCountsWithoutItsCache() throws IOException {
		write("cgroup/memory.max", "500000\n");
		write("cgroup/memory.current", "450000\n");
		write("cgroup/memory.stat", "anon 1\ninactive_file 100000\n");
		assertThat(this.memory.bytes()).isEqualTo(150_000);
	}

	@Test
	void limitOfAnOlderGroupCounts() throws IOException {
		write("cgroup/memory/memory.limit_in_bytes", "500000\n");
		write("cgroup/memory/memory.usage_in_bytes", "450000\n");
		assertThat(this.memory.bytes()).isEqualTo(50_000);
	}

	@Test
	void nothingKnownIsEnough() {
		assertThat(new AvailableMemory(this.root.resolve("none"), this.root.resolve("none")).bytes())
			.isGreaterThan(1L << 50);
	}

	private void write(String file, String text) throws IOException {
		Files.writeString(this.root.resolve(file), text);
	}

}
