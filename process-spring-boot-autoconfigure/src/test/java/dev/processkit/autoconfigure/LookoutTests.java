package dev.processkit.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.scheduling.support.CronExpression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Files that change and times that come.
 */
@EnabledOnOs(OS.LINUX)
class LookoutTests {

	private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

	private final AtomicInteger calls = new AtomicInteger();

	@TempDir
	private Path directory;

	@Test
	void fileSentryIsDueOnceItsFilesAreLeftAlone() throws IOException {
		Path file = Files.writeString(this.directory.resolve("a.yml"), "1");
		FileSentry sentry = sentry(file);
		assertThat(sentry.due()).isNull();
		Files.writeString(file, "22");
		sentry.touched(this.directory, Set.of("a.yml"), START);
		assertThat(sentry.due()).isEqualTo(START.plusSeconds(1));
		sentry.touched(this.directory, Set.of("a.yml"), START.plusMillis(400));
		assertThat(sentry.due()).as("touched and the same").isEqualTo(START.plusSeconds(1));
		Files.writeString(file, "333");
		sentry.touched(this.directory, Set.of("a.yml"), START.plusMillis(500));
		assertThat(sentry.due()).isEqualTo(START.plusMillis(1500));
		sentry.call(START.plusMillis(1500));
		assertThat(sentry.due()).isNull();
		assertThat(this.calls).hasValue(1);
	}

	@Test
	void fileSentryIgnoresWhatIsWrittenBesideAFile() throws IOException {
		Path file = Files.writeString(this.directory.resolve("a.yml"), "1");
		FileSentry sentry = sentry(file);
		Files.writeString(file, "22");
		sentry.touched(this.directory, Set.of("app.log"), START);
		assertThat(sentry.due()).isNull();
		sentry.touched(this.directory, Set.of("null"), START);
		assertThat(sentry.due()).as("events were lost").isNotNull();
	}

	@Test
	void fileSentryFollowsTheSymbolicLinksOfAConfigMap() throws IOException {
		Path file = configMap("..1", "1");
		FileSentry sentry = sentry(file);
		configMap("..2", "1");
		sentry.touched(this.directory, Set.of("..data"), START);
		assertThat(sentry.due()).isNotNull();
	}

	@Test
	void fileSentryWatchesWhatIsBelowADirectory() throws IOException {
		Path nested = Files.createDirectories(this.directory.resolve("classes/a/b"));
		FileSentry sentry = sentry(this.directory.resolve("classes"));
		assertThat(sentry.directories()).contains(this.directory, nested.getParent(), nested);
		Files.writeString(nested.resolve("C.class"), "x");
		sentry.touched(nested, Set.of("C.class"), START);
		assertThat(sentry.due()).isNotNull();
	}

	@Test
	void fileSentryWatchesWhereAFileMayCome() throws IOException {
		FileSentry sentry = sentry(this.directory.resolve("not/there.yml"));
		assertThat(sentry.directories()).containsExactly(this.directory);
		Files.writeString(Files.createDirectory(this.directory.resolve("not")).resolve("there.yml"), "x");
		sentry.touched(this.directory, Set.of("not"), START);
		assertThat(sentry.due()).isNotNull();
	}

	@Test
	void cronSentryIsDueAtItsTimes() {
		CronSentry sentry = new CronSentry(CronExpression.parse("0 30 4 * * *"), ZoneOffset.UTC, START,
				this.calls::incrementAndGet);
		assertThat(sentry.due()).isEqualTo("2026-01-01T04:30:00Z");
		sentry.call(Instant.parse("2026-01-03T07:00:00Z"));
		assertThat(sentry.due()).as("missed times are made up for once").isEqualTo("2026-01-04T04:30:00Z");
		assertThat(this.calls).hasValue(1);
	}

	@Test
	void lookoutSeesAllWaysOfWritingAFileAndLeavesNoThread() throws Exception {
		Path file = Files.writeString(this.directory.resolve("a.yml"), "1");
		Path map = Files.createDirectory(this.directory.resolve("map"));
		// Whoever is slow to write makes more than one change.
		List<String> seen = new CopyOnWriteArrayList<>();
		try (Lookout lookout = new Lookout(InstantSource.system())) {
			lookout.post("file",
					new FileSentry(() -> Set.of(file), Duration.ofMillis(20), () -> seen.add(content(file))));
			Files.writeString(file, "22");
			await().until(() -> seen.contains("22"));
			Files.move(Files.writeString(this.directory.resolve("b"), "333"), file,
					StandardCopyOption.REPLACE_EXISTING);
			await().until(() -> seen.contains("333"));
			Files.delete(file);
			await().until(() -> seen.contains("gone"));
			Path mounted = configMap(map, "..1", "1");
			lookout.post("map",
					new FileSentry(() -> Set.of(mounted), Duration.ofMillis(20), () -> seen.add(content(mounted))));
			configMap(map, "..2", "2");
			await().until(() -> seen.contains("2"));
			lookout.withdraw("file");
			lookout.withdraw("map");
			await().until(() -> Thread.getAllStackTraces()
				.keySet()
				.stream()
				.noneMatch((thread) -> thread.getName().equals("process-lookout")));
			lookout.post("cron", new CronSentry(CronExpression.parse("* * * * * *"), ZoneOffset.UTC, Instant.now(),
					this.calls::incrementAndGet));
			await().until(() -> this.calls.get() > 0);
		}
		await().until(() -> Thread.getAllStackTraces()
			.keySet()
			.stream()
			.noneMatch((thread) -> thread.getName().equals("process-lookout")));
	}

	private static String content(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			return "gone";
		}
	}

	private FileSentry sentry(Path path) {
		return new FileSentry(() -> Set.of(path), Duration.ofSeconds(1), this.calls::incrementAndGet);
	}

	private Path configMap(String version, String content) throws IOException {
		return configMap(this.directory, version, content);
	}

	/** As Kubernetes does it. */
	private static Path configMap(Path directory, String version, String content) throws IOException {
		Path data = Files.createDirectory(directory.resolve(version));
		Files.writeString(data.resolve("application.yml"), content);
		Files.createSymbolicLink(directory.resolve("..data_tmp"), Path.of(version));
		Files.move(directory.resolve("..data_tmp"), directory.resolve("..data"), StandardCopyOption.ATOMIC_MOVE,
				StandardCopyOption.REPLACE_EXISTING);
		Path file = directory.resolve("application.yml");
		if (!Files.isSymbolicLink(file)) {
			Files.createSymbolicLink(file, Path.of("..data/application.yml"));
		}
		return file;
	}

}
