package dev.processkit.launch;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class ArchivePruningTests {

	private static final Instant LONG_AGO = Instant.parse("2026-01-01T00:00:00Z");

	@TempDir
	private Path cache;

	@Test
	void oldestBeyondTheNumberGo() throws IOException {
		for (int age = 0; age < ArchivePruning.MOST + 3; age++) {
			archive("%02d".formatted(age), 10, age);
		}
		ArchivePruning.prune(this.cache, Set.of());
		assertThat(names()).hasSize(2 * ArchivePruning.MOST)
			.contains("00.jsa", "00.jsa.sha256", "23.jsa")
			.doesNotContain("24.jsa", "24.jsa.sha256", "26.jsa");
	}

	@Test
	void oldestBeyondTheSizeGo() throws IOException {
		archive("new", ArchivePruning.LARGEST / 2, 0);
		archive("middle", ArchivePruning.LARGEST / 2, 1);
		archive("old", 1, 2);
		extraction("jars-older", 1, 3);
		ArchivePruning.prune(this.cache, Set.of());
		assertThat(names()).containsExactly("middle.jsa", "middle.jsa.sha256", "new.jsa", "new.jsa.sha256");
	}

	@Test
	void whatIsToBeKeptStays() throws IOException {
		archive("new", ArchivePruning.LARGEST, 0);
		Path kept = archive("kept", ArchivePruning.LARGEST, 1);
		archive("old", 1, 2);
		ArchivePruning.prune(this.cache, Set.of(kept));
		assertThat(names()).containsExactly("kept.jsa", "kept.jsa.sha256", "new.jsa", "new.jsa.sha256");
	}

	@Test
	void archiveWithoutItsSideFileGoesFirst() throws IOException {
		Files.delete(archive("half", ArchivePruning.LARGEST, 0).resolveSibling("half.jsa.sha256"));
		archive("old", 1, 5);
		ArchivePruning.prune(this.cache, Set.of());
		assertThat(names()).containsExactly("old.jsa", "old.jsa.sha256");
	}

	@Test
	void nothingElseIsTouched() throws IOException {
		archive("new", ArchivePruning.LARGEST, 0);
		Files.writeString(this.cache.resolve("lock"), "");
		Files.createDirectory(this.cache.resolve("draft-1"));
		Files.writeString(this.cache.resolve("README"), "somebody's");
		ArchivePruning.prune(this.cache, Set.of());
		assertThat(names()).containsExactly("README", "draft-1", "lock", "new.jsa", "new.jsa.sha256");
	}

	@Test
	void extractionGoesUnlessAnApplicationRunsFromIt() throws Exception {
		archive("new", ArchivePruning.LARGEST, 0);
		extraction("jars-idle", 1, 1);
		Path used = extraction("jars-used", 1, 2);
		Process application = new ProcessBuilder(JvmCommand.executable(), "-cp", System.getProperty("java.class.path"),
				Holder.class.getName(), used.resolve("lock").toString())
			.start();
		try (BufferedReader output = application.inputReader()) {
			assertThat(output.readLine()).isEqualTo("held");
			ArchivePruning.prune(this.cache, Set.of());
			assertThat(names()).containsExactly("jars-used", "new.jsa", "new.jsa.sha256");
		}
		finally {
			application.destroyForcibly().waitFor();
		}
		ArchivePruning.prune(this.cache, Set.of());
		assertThat(names()).containsExactly("new.jsa", "new.jsa.sha256");
	}

	@Test
	void draftsOfTheDeadGo() throws IOException {
		Files.writeString(this.cache.resolve("draft-file"), "half an archive");
		Files.createDirectory(this.cache.resolve("draft-young"));
		Path old = Files.createDirectories(this.cache.resolve("draft-old/inner"));
		Files.writeString(old.resolve("half.jar"), "half");
		Files.setLastModifiedTime(old.getParent(), FileTime.from(LONG_AGO));
		archive("new", 1, 0);
		ArchivePruning.removeDrafts(this.cache);
		// Extractions are made without the lock: a young one may be under way.
		assertThat(names()).containsExactly("draft-young", "new.jsa", "new.jsa.sha256");
	}

	private Path archive(String name, long size, int age) throws IOException {
		StoredArchive archive = StoredArchive.in(this.cache, name);
		sized(archive.file(), size);
		Files.writeString(archive.side(), "any");
		Files.setLastModifiedTime(archive.side(), used(age));
		return archive.file();
	}

	private Path extraction(String name, long size, int age) throws IOException {
		Path place = Files.createDirectory(this.cache.resolve(name));
		sized(place.resolve("000-classes.jar"), size);
		Files.createFile(place.resolve("lock"));
		Files.setLastModifiedTime(place.resolve("lock"), used(age));
		return place;
	}

	/** Takes no room on the disk. */
	private static void sized(Path file, long size) throws IOException {
		try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
			sparse.setLength(size);
		}
	}

	private static FileTime used(int daysAgo) {
		return FileTime.from(LONG_AGO.minus(Duration.ofDays(daysAgo)));
	}

	private List<String> names() throws IOException {
		try (Stream<Path> files = Files.list(this.cache)) {
			return files.map((file) -> file.getFileName().toString()).sorted().toList();
		}
	}

	/**
	 * Another application that runs from an extraction.
	 */
	static final class Holder {

		private Holder() {
		}

		public static void main(String[] args) throws Exception {
			try (FileChannel channel = FileChannel.open(Path.of(args[0]), StandardOpenOption.READ,
					StandardOpenOption.WRITE)) {
				channel.lock(0, Long.MAX_VALUE, true);
				System.out.println("held");
				System.in.read();
			}
		}

	}

}
