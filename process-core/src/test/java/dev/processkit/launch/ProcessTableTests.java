package dev.processkit.launch;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.processkit.ProcessIdentity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

class ProcessTableTests {

	private static final String TAIL = " S 7 11 12 0 -1 4194560 1 2 3 4 50 25 0 0 20 0 1 0 98765 1000000 321 1 2";

	@TempDir
	Path base;

	@Test
	void parseReadsFieldsBehindAnyName() {
		for (String name : List.of("sleep", "a b", "x) S 1 2 (y", "()", ") Z 9 9 9")) {
			ProcessTable.Row row = ProcessTable.Row.parse("42 (" + name + ")" + TAIL);
			assertThat(row).isEqualTo(new ProcessTable.Row(42, 7, 11, 12, 98765, 'S', 75, 321));
		}
		assertThat(ProcessTable.Row.parse("42 (x)" + TAIL.replace(" S ", " Z ")).zombie()).isTrue();
	}

	@Test
	void identityTellsThisProcess() {
		ProcessHandle self = ProcessHandle.current();
		ProcessIdentity identity = ProcessTable.identity(self.pid());
		assertThat(identity).isNotNull().isEqualTo(ProcessTable.identity(self.pid()));
		Instant started = self.info().startInstant().orElseThrow();
		assertThat(identity.startedAt()).isCloseTo(started, within(2, ChronoUnit.SECONDS));
		assertThat(ProcessTable.isAlive(identity)).isTrue();
		assertThat(ProcessTable.isAlive(new ProcessIdentity(self.pid(), identity.startTicks() - 1, started))).isFalse();
	}

	@Test
	void usageTellsTimeAndMemory() {
		ProcessHandle self = ProcessHandle.current();
		Duration before = self.info().totalCpuDuration().orElseThrow();
		ResourceUsage usage = ResourceUsage.of(ProcessTable.identity(self.pid()));
		Duration after = self.info().totalCpuDuration().orElseThrow();
		assertThat(usage.cpu()).isBetween(before.minusSeconds(1), after.plusSeconds(1));
		assertThat(usage.residentBytes()).isBetween(20L << 20, 8L << 30);
		assertThat(ResourceUsage.of(new ProcessIdentity(self.pid(), 1, Instant.EPOCH))).isNull();
	}

	@Test
	void usageOfProcessWithStrangeNameIsFound() throws Exception {
		Path program = Files.copy(Path.of("/bin/sleep").toRealPath(), this.base.resolve("a) Z 1 (b"));
		Process process = new ProcessBuilder(program.toString(), "1000").start();
		try {
			ProcessIdentity identity = ProcessTable.identity(process.pid());
			assertThat(identity).isNotNull();
			assertThat(ResourceUsage.of(identity)).isNotNull();
			assertThat(ProcessTable.rows()).anySatisfy((row) -> {
				assertThat(row.pid()).isEqualTo(process.pid());
				assertThat(row.parent()).isEqualTo(ProcessHandle.current().pid());
			});
		}
		finally {
			process.destroyForcibly().waitFor();
		}
	}

	@Test
	void markIsFoundAtTheStartOfAnEntryOnly() {
		byte[] key = "MARK=".getBytes(StandardCharsets.UTF_8);
		assertThat(mark("A=1\0MARK=x/y-1\0B=2\0", key)).isEqualTo("x/y-1");
		assertThat(mark("MARK=x", key)).isEqualTo("x");
		assertThat(mark("AMARK=x\0B=MARK=z\0", key)).isNull();
		assertThat(mark("MARK", key)).isNull();
		assertThat(mark("", key)).isNull();
	}

	@Test
	void findTellsMarksWithCommonBeginningApart() throws Exception {
		Process one = marked("t/x-1", 10);
		Process ten = marked("t/x-10", 100_000);
		try {
			// Not to be seen until the programs have their environment.
			await().untilAsserted(() -> assertThat(EnvironmentMark.find("PK_TEST", Set.of("t/x-1", "t/x-10"), Set.of()))
				.containsOnly(Map.entry("t/x-1", List.of(one.pid())), Map.entry("t/x-10", List.of(ten.pid()))));
			assertThat(EnvironmentMark.find("PK_TEST", Set.of("t/x-1"), Set.of(one.pid()))).isEmpty();
		}
		finally {
			one.destroyForcibly().waitFor();
			ten.destroyForcibly().waitFor();
		}
	}

	private static Process marked(String mark, int padding) throws Exception {
		ProcessBuilder builder = new ProcessBuilder("sleep", "1000");
		builder.environment().put("PK_PADDING", "x".repeat(padding));
		builder.environment().put("PK_TEST", mark);
		return builder.start();
	}

	private static String mark(String environment, byte[] key) {
		byte[] bytes = environment.getBytes(StandardCharsets.UTF_8);
		return EnvironmentMark.value(bytes, bytes.length, key);
	}

}
