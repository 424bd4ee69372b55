package dev.processkit.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

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
		this.memory = new AvailableMemory(this.root.resolve("meminfo"), this.root.resolve("cgroup"),
				this.root.resolve("membership"));
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
	void smallestLimitUpToTheRootCounts() throws IOException {
		write("membership", "0::/system.slice/app.service\n");
		group("cgroup/system.slice/app.service", "max", 1_000);
		group("cgroup/system.slice", "900000", 500_000);
		assertThat(this.memory.bytes()).isEqualTo(400_000);
		group("cgroup/system.slice/app.service", "300000", 1_000);
		assertThat(this.memory.bytes()).isEqualTo(299_000);
		group("cgroup/system.slice/app.service", "300000", 400_000);
		assertThat(this.memory.bytes()).isZero();
	}

	@Test
	void smallestLimitOfOlderGroupsCounts() throws IOException {
		write("membership", "12:cpu,cpuacct:/other\n4:memory:/user.slice/app.scope\n0::/unified\n");
		Files.createDirectories(this.root.resolve("cgroup/memory/user.slice/app.scope"));
		write("cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");
		write("cgroup/memory/memory.usage_in_bytes", "600000\n");
		write("cgroup/memory/user.slice/app.scope/memory.limit_in_bytes", "500000\n");
		write("cgroup/memory/user.slice/app.scope/memory.usage_in_bytes", "450000\n");
		write("cgroup/memory/user.slice/app.scope/memory.stat", "inactive_file 7\ntotal_inactive_file 10000\n");
		assertThat(this.memory.bytes()).isEqualTo(60_000);
	}

	@Test
	void groupThatIsNotMountedHereLeavesTheRootOfTheMount() throws IOException {
		write("cgroup/memory.max", "500000\n");
		write("cgroup/memory.current", "450000\n");
		for (String path : List.of("/docker/4711", "/../../elsewhere", "/", "odd")) {
			write("membership", "0::" + path + "\n");
			assertThat(this.memory.bytes()).as(path).isEqualTo(50_000);
		}
	}

	@Test
	void nothingKnownIsEnough() {
		Path none = this.root.resolve("none");
		assertThat(new AvailableMemory(none, none, none).bytes()).isGreaterThan(1L << 50);
	}

	private void group(String path, String limit, long used) throws IOException {
		Files.createDirectories(this.root.resolve(path));
		write(path + "/memory.max", limit + "\n");
		write(path + "/memory.current", used + "\n");
	}

	private void write(String file, String text) throws IOException {
		Files.writeString(this.root.resolve(file), text);
	}

}
