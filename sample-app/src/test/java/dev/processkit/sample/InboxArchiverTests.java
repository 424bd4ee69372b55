package dev.processkit.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.zip.GZIPInputStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import dev.processkit.shared.SharedColumn;
import dev.processkit.shared.SharedSchema;
import dev.processkit.shared.SharedTable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link InboxArchiver}.
 */
@EnabledOnOs(OS.LINUX)
class InboxArchiverTests {

	@TempDir
	private Path directory;

	private SharedTable table;

	private InboxArchiver archiver;

	private TestContext context;

	@BeforeEach
	void spinUp() throws IOException {
		this.table = SharedTable.create(this.directory.resolve("table"), SharedSchema.of(SharedColumn.ofLong("files"),
				SharedColumn.ofLong("bytes"), SharedColumn.ofLong("compressed")), 1);
		this.archiver = new InboxArchiver(() -> this.table);
		this.context = new TestContext(Map.of("inbox", this.directory.resolve("inbox").toString(), "archive",
				archive().toString(), "older-than", "P30D"));
		this.archiver.spinUp(this.context);
	}

	@Test
	void nextTakesOneOldFileAfterTheOtherAndLeavesTheRest() throws IOException {
		Path young = write("young.txt", Duration.ofDays(29));
		write("old.txt", Duration.ofDays(31));
		Path oldest = write("oldest.txt", Duration.ofDays(365));
		assertThat(this.archiver.next(this.context)).isTrue();
		assertThat(oldest).doesNotExist();
		assertThat(this.archiver.next(this.context)).isTrue();
		assertThat(this.archiver.next(this.context)).isFalse();
		assertThat(young).exists();
		assertThat(this.table.get("total").getLong("files")).isEqualTo(2);
		assertThat(this.table.get("total").getLong("bytes")).isEqualTo("old.txtoldest.txt".length());
		assertThat(archive()).isDirectoryContaining("glob:**/oldest.txt.*.gz").isDirectoryNotContaining("glob:**.tmp");
	}

	@Test
	void nextKeepsTheContent() throws IOException {
		write("old.txt", Duration.ofDays(31));
		this.archiver.next(this.context);
		try (var files = Files.list(archive());
				var in = new GZIPInputStream(Files.newInputStream(files.findFirst().orElseThrow()))) {
			assertThat(in.readAllBytes()).asString().isEqualTo("old.txt");
		}
	}

	@Test
	void nextWhenFileCannotBeTakenGoesOnWithTheOthers() throws IOException {
		Path stubborn = write("stubborn.txt", Duration.ofDays(365));
		write("old.txt", Duration.ofDays(31));
		Files.createDirectories(archive()
			.resolve("stubborn.txt." + Files.getLastModifiedTime(stubborn).toInstant().getEpochSecond() + ".gz")
			.resolve("in-the-way"));
		assertThat(this.archiver.next(this.context)).isTrue();
		assertThat(this.archiver.next(this.context)).isTrue();
		assertThat(this.archiver.next(this.context)).isFalse();
		assertThat(stubborn).exists();
		assertThat(this.table.get("total").getLong("files")).isEqualTo(1);
	}

	private Path archive() {
		return this.directory.resolve("archive");
	}

	private Path write(String name, Duration age) throws IOException {
		Path file = Files.writeString(this.directory.resolve("inbox").resolve(name), name);
		return Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(age)));
	}

}
