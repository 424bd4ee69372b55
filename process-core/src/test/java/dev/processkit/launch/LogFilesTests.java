package dev.processkit.launch;

import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

import dev.processkit.InstanceId;
import dev.processkit.LogPolicy;
import dev.processkit.LogRotation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Files are real, the clock and the space left are not.
 */
class LogFilesTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	@TempDir
	Path directory;

	private Instant now = Instant.parse("2026-01-02T23:59:58Z");

	private long space = Long.MAX_VALUE;

	private final LogFiles files = new LogFiles(() -> this.now, ZoneOffset.UTC, this::open);

	@AfterEach
	void closeLeavesNoThread() {
		this.files.close();
		await().atMost(PATIENCE)
			.until(() -> Thread.getAllStackTraces()
				.keySet()
				.stream()
				.noneMatch((thread) -> thread.getName().equals("log-compression")));
	}

	@Test
	void fullFileMakesRoomForTheNext() throws Exception {
		try (LogWriter writer = writer(new LogRotation(10, Duration.ZERO, 2, false))) {
			for (int i = 1; i <= 4; i++) {
				print(writer, "line " + i);
			}
		}
		assertThat(names()).containsExactly("mailer.log", "mailer.log.1", "mailer.log.2");
		assertThat(file("mailer.log")).hasContent("line 4\n");
		assertThat(file("mailer.log.1")).hasContent("line 3\n");
		assertThat(file("mailer.log.2")).hasContent("line 2\n");
	}

	@Test
	void noFileGrowsBeyondItsSizeAndNoLineIsSplit() throws Exception {
		List<String> lines = IntStream.range(0, 5000).mapToObj((i) -> "line " + i + " " + "x".repeat(i % 300)).toList();
		try (LogWriter writer = writer(new LogRotation(4096, Duration.ZERO, 1000, false))) {
			lines.forEach(writer::append);
		}
		List<String> read = new ArrayList<>();
		int old = (int) names().stream().filter((name) -> name.startsWith("mailer.log.")).count();
		for (int i = old; i >= 0; i--) {
			Path file = file((i > 0) ? "mailer.log." + i : "mailer.log");
			assertThat(Files.size(file)).isLessThanOrEqualTo(4096);
			read.addAll(Files.readAllLines(file));
		}
		assertThat(read).isEqualTo(lines);
	}

	@Test
	void firstLineOfAnotherDayBeginsAnotherFile() throws Exception {
		try (LogWriter writer = writer(new LogRotation(0, LogRotation.DAILY, 5, false))) {
			print(writer, "yesterday");
			this.now = Instant.parse("2026-01-03T00:00:00Z");
			print(writer, "today");
			this.now = Instant.parse("2026-01-03T23:59:59Z");
			print(writer, "still");
		}
		assertThat(file("mailer.log.1")).hasContent("yesterday\n");
		assertThat(file("mailer.log")).hasContent("today\nstill\n");
		assertThat(names()).hasSize(2);
	}

	@Test
	void fileOfAnEarlierRunBelongsToItsDay() throws Exception {
		Files.writeString(file("mailer.log"), "last week\n");
		Files.setLastModifiedTime(file("mailer.log"), FileTime.from(this.now.minus(Duration.ofDays(7))));
		try (LogWriter writer = writer(new LogRotation(0, LogRotation.DAILY, 5, false))) {
			print(writer, "today");
		}
		assertThat(file("mailer.log.1")).hasContent("last week\n");
		assertThat(file("mailer.log")).hasContent("today\n");
	}

	@Test
	void oldFilesAreCompressedAndKeepTheirReaders() throws Exception {
		try (LogWriter writer = writer(new LogRotation(10, Duration.ZERO, 3, true))) {
			print(writer, "line 1");
			Files.setPosixFilePermissions(file("mailer.log"), PosixFilePermissions.fromString("rw-r-----"));
			for (int i = 2; i <= 5; i++) {
				print(writer, "line " + i);
			}
			await().atMost(PATIENCE)
				.untilAsserted(() -> assertThat(names()).containsExactly("mailer.log", "mailer.log.1.gz",
						"mailer.log.2.gz", "mailer.log.3.gz"));
		}
		assertThat(uncompressed("mailer.log.1.gz")).isEqualTo("line 4\n");
		assertThat(uncompressed("mailer.log.3.gz")).isEqualTo("line 2\n");
		for (String name : names()) {
			assertThat(Files.getPosixFilePermissions(file(name)))
				.isEqualTo(PosixFilePermissions.fromString("rw-r-----"));
		}
	}

	@Test
	void fileThatMovesUpWhileItIsCompressedIsFoundAgain() throws Exception {
		Files.writeString(file("mailer.log.1"), "first\n");
		Files.writeString(file("mailer.log"), "second\n");
		RotatedFiles rotated = new RotatedFiles(file("mailer.log"));
		try (InputStream old = rotated.openForCompression(5)) {
			rotated.putAside(5);
			Files.write(rotated.unfinished(), old.readAllBytes());
		}
		rotated.compressed();
		assertThat(names()).containsExactly("mailer.log.1", "mailer.log.2.gz");
		assertThat(file("mailer.log.1")).hasContent("second\n");
		assertThat(file("mailer.log.2.gz")).hasContent("first\n");
	}

	@Test
	void fileThatIsDroppedWhileItIsCompressedStaysAway() throws Exception {
		Files.writeString(file("mailer.log.1"), "first\n");
		Files.writeString(file("mailer.log"), "second\n");
		RotatedFiles rotated = new RotatedFiles(file("mailer.log"));
		try (InputStream old = rotated.openForCompression(1)) {
			rotated.putAside(1);
			Files.write(rotated.unfinished(), old.readAllBytes());
		}
		rotated.compressed();
		assertThat(names()).containsExactly("mailer.log.1");
	}

	@Test
	void whateverACrashLeavesIsFinishedAndNothingIsLost() throws Exception {
		// It died while it compressed 1, after 2 had got its name, and between two
		// renames.
		Files.writeString(file("mailer.log.1"), "one\n");
		Files.writeString(file(".mailer.log.gz.part"), "half");
		Files.writeString(file("mailer.log.2"), "two\n");
		Files.writeString(file("mailer.log.2.gz"), "whole");
		Files.writeString(file("mailer.log.4"), "four\n");
		try (LogWriter writer = writer(new LogRotation(10, Duration.ZERO, 5, true))) {
			await().atMost(PATIENCE)
				.untilAsserted(() -> assertThat(names()).containsExactly("mailer.log", "mailer.log.1.gz",
						"mailer.log.2.gz", "mailer.log.4"));
			print(writer, "new 1");
			print(writer, "new 2");
		}
		await().atMost(PATIENCE)
			.untilAsserted(() -> assertThat(names()).containsExactly("mailer.log", "mailer.log.1.gz", "mailer.log.2.gz",
					"mailer.log.3.gz", "mailer.log.4.gz"));
		assertThat(uncompressed("mailer.log.1.gz")).isEqualTo("new 1\n");
		assertThat(uncompressed("mailer.log.2.gz")).isEqualTo("one\n");
		assertThat(file("mailer.log.3.gz")).hasContent("whole");
		assertThat(uncompressed("mailer.log.4.gz")).isEqualTo("four\n");
	}

	@Test
	void instancesShareAFileLineByLine() throws Exception {
		LogRotation rotation = new LogRotation(20_000, Duration.ZERO, 1000, false);
		List<Thread> threads = IntStream.range(0, 4).mapToObj((instance) -> new Thread(() -> {
			try (LogWriter writer = this.files.open(policy(rotation), new InstanceId("mailer", instance))) {
				for (int i = 0; i < 3000; i++) {
					writer.append(instance + "." + i + " " + "x".repeat(i % 80) + ".");
				}
			}
			catch (IOException ex) {
				throw new IllegalStateException(ex);
			}
		})).toList();
		threads.forEach(Thread::start);
		for (Thread thread : threads) {
			thread.join(PATIENCE.toMillis());
		}
		List<String> read = new ArrayList<>();
		for (String name : names()) {
			read.addAll(Files.readAllLines(file(name)));
		}
		assertThat(read).hasSize(12_000).allMatch((line) -> line.matches("\\d\\.\\d+ x*\\."));
		assertThat(read.stream().map((line) -> line.substring(0, line.indexOf(' ')))).doesNotHaveDuplicates();
	}

	@Test
	void fileThatIsMovedDeletedOrCutIsFoundAgain() throws Exception {
		try (LogWriter writer = writer(LogRotation.NEVER)) {
			print(writer, "one");
			Files.move(file("mailer.log"), file("elsewhere"));
			print(writer, "at once");
			this.now = this.now.plusSeconds(1);
			print(writer, "two");
			assertThat(file("elsewhere")).hasContent("one\nat once\n");
			assertThat(file("mailer.log")).hasContent("two\n");
			Files.delete(file("mailer.log"));
			this.now = this.now.plusSeconds(1);
			print(writer, "three");
			assertThat(file("mailer.log")).hasContent("three\n");
			Files.write(file("mailer.log"), new byte[0], StandardOpenOption.TRUNCATE_EXISTING);
			print(writer, "four");
			assertThat(file("mailer.log")).hasContent("four\n");
		}
	}

	@Test
	void reopenLeavesTheMovedFileAtOnce() throws Exception {
		try (LogWriter writer = writer(LogRotation.NEVER)) {
			print(writer, "one");
			Files.move(file("mailer.log"), file("elsewhere"));
			writer.reopen();
			print(writer, "two");
		}
		assertThat(file("elsewhere")).hasContent("one\n");
		assertThat(file("mailer.log")).hasContent("two\n");
	}

	@Test
	void cutFileCountsAnewTowardsItsSize() throws Exception {
		try (LogWriter writer = writer(new LogRotation(100, Duration.ZERO, 2, false))) {
			print(writer, "x".repeat(90));
			Files.write(file("mailer.log"), new byte[0], StandardOpenOption.TRUNCATE_EXISTING);
			print(writer, "y".repeat(50));
			assertThat(names()).containsExactly("mailer.log");
		}
	}

	@Test
	void fullDiskLosesWholeLinesAndCountsThem() throws Exception {
		try (LogCapture log = LogCapture.of(LogFile.class); LogWriter writer = writer(LogRotation.NEVER)) {
			this.space = 10;
			writer.append("line 1");
			writer.append("line 2");
			writer.flush();
			print(writer, "line 3");
			assertThat(file("mailer.log")).hasContent("line 1\n");
			this.space = Long.MAX_VALUE;
			print(writer, "line 4");
			print(writer, "line 5");
			assertThat(file("mailer.log")).hasContent("line 1\nline 4\nline 5\n");
			assertThat(log.messages()).hasSize(2);
			assertThat(log.messages().get(0)).contains("mailer.log", "Lines are missing", "space left");
			assertThat(log.messages().get(1)).contains("2 lines are missing");
		}
	}

	@Test
	void directoryThatTakesNoFileLeavesLinesWhereTheyWere() throws Exception {
		Path read = Files.createDirectory(this.directory.resolve("read-only"));
		try (LogCapture log = LogCapture.of(LogFile.class);
				LogWriter writer = this.files.open(new LogPolicy(LogPolicy.To.FILE, read.resolve("mailer.log"), 0,
						LogPolicy.Format.TEXT, new LogRotation(10, Duration.ZERO, 2, false)),
						new InstanceId("mailer", 0))) {
			// A directory of that name cannot be replaced by a file, whoever tries.
			Files.createDirectories(read.resolve("mailer.log.1/full"));
			Files.createDirectories(read.resolve("mailer.log.2/full"));
			for (int i = 0; i < 5; i++) {
				print(writer, "line " + i);
			}
			assertThat(Files.readAllLines(read.resolve("mailer.log"))).hasSize(5);
			assertThat(log.messages()).singleElement().asString().contains("It is not rotated");
		}
	}

	@Test
	void jsonLinesEscapeWhatJsonRequires() throws Exception {
		LogPolicy policy = new LogPolicy(LogPolicy.To.FILE, file("mailer.log"), 0, LogPolicy.Format.JSON,
				LogRotation.NEVER);
		try (LogWriter writer = this.files.open(policy, new InstanceId("mailer", 3))) {
			writer.from(4711, "stderr");
			writer.append("say \"hé\" \\ \t\r\u001b[0m 🙂\u0000");
		}
		assertThat(file("mailer.log")).hasContent(
				"{\"time\":\"2026-01-02T23:59:58.000Z\",\"process\":\"mailer\",\"instance\":\"mailer-3\",\"pid\":4711,"
						+ "\"stream\":\"stderr\",\"line\":\"say \\\"hé\\\" \\\\ \\t\\r\\u001b[0m 🙂\\u0000\"}\n");
	}

	@Test
	void interruptOfTheWritingThreadDoesNotCloseTheFile() throws Exception {
		try (LogWriter writer = writer(new LogRotation(10, Duration.ZERO, 5, false))) {
			Thread.currentThread().interrupt();
			print(writer, "line 1");
			print(writer, "line 2");
			assertThat(Thread.interrupted()).isTrue();
			print(writer, "line 3");
		}
		assertThat(names()).hasSize(3);
	}

	private LogWriter writer(LogRotation rotation) throws IOException {
		return this.files.open(policy(rotation), new InstanceId("mailer", 0));
	}

	private LogPolicy policy(LogRotation rotation) {
		return new LogPolicy(LogPolicy.To.FILE, file("mailer.log"), 0, LogPolicy.Format.TEXT, rotation);
	}

	private static void print(LogWriter writer, String line) {
		writer.append(line);
		writer.flush();
	}

	private Path file(String name) {
		return this.directory.resolve(name);
	}

	private List<String> names() throws IOException {
		try (Stream<Path> all = Files.list(this.directory)) {
			return all.map((path) -> path.getFileName().toString()).sorted().toList();
		}
	}

	private String uncompressed(String name) throws IOException {
		try (InputStream in = new GZIPInputStream(Files.newInputStream(file(name)))) {
			return new String(in.readAllBytes(), StandardCharsets.UTF_8);
		}
	}

	private OutputStream open(Path path) throws IOException {
		return new FilterOutputStream(new FileOutputStream(path.toFile(), true)) {

			@Override
			public void write(byte[] bytes, int offset, int length) throws IOException {
				int taken = (int) Math.min(length, LogFilesTests.this.space);
				this.out.write(bytes, offset, taken);
				LogFilesTests.this.space -= taken;
				if (taken < length) {
					throw new IOException("No space left on device");
				}
			}

		};
	}

}
