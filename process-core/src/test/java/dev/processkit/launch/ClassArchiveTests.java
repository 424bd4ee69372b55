package dev.processkit.launch;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.processkit.ClassArchiveStatus;
import dev.processkit.ClassArchiveStatus.State;
import dev.processkit.ProcessDefinition;
import dev.processkit.Program;
import dev.processkit.worker.WorkerMain;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * With real JVMs: always the new code, always a start.
 */
class ClassArchiveTests {

	@TempDir
	Path base;

	private ArchiveFixture fixture;

	@BeforeEach
	void create() throws Exception {
		this.fixture = new ArchiveFixture(this.base);
	}

	@AfterEach
	void close() {
		this.fixture.close();
	}

	@Test
	void archiveIsMadeAfterFirstWorkerAndUsedByTheNext() throws Exception {
		Path app = this.fixture.jar("app.jar", "one");
		Path file;
		try (LogCapture log = LogCapture.of(ClassArchives.class)) {
			this.fixture.open(app, this.fixture.core);
			this.fixture.start();
			assertThat(this.fixture.mapped()).isFalse();
			file = Path.of(this.fixture.awaitState(State.IN_USE).file());
			this.fixture.restart();
			// It shows in the status before it is logged.
			await().untilAsserted(() -> assertThat(log.messages()).containsExactly(
					"Class archive of workers: workers start with 2 of 2 class path entries in it (" + file + ")"));
		}
		assertThat(this.fixture.mapped()).isTrue();
		assertThat(this.fixture.greet()).isEqualTo("one");
		assertThat(this.fixture.cached()).containsExactly(file.getFileName().toString(),
				file.getFileName() + ".sha256");
		assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
		assertThat(Files.getPosixFilePermissions(this.fixture.cache))
			.isEqualTo(PosixFilePermissions.fromString("rwx------"));
		this.fixture.close();
		FileTime made = Files.getLastModifiedTime(file);
		this.fixture.open(app, this.fixture.core);
		this.fixture.start();
		assertThat(this.fixture.awaitState(State.IN_USE).file()).isEqualTo(file.toString());
		this.fixture.restart();
		assertThat(this.fixture.mapped()).isTrue();
		assertThat(Files.getLastModifiedTime(file)).isEqualTo(made);
	}

	@Test
	void jarReplacedByOneOfSameSizeAndTimeRunsNewCode() throws Exception {
		Path app = this.fixture.jar("app.jar", "one");
		this.fixture.open(app, this.fixture.core);
		this.fixture.start();
		this.fixture.awaitState(State.IN_USE);
		this.fixture.restart();
		assertThat(this.fixture.mapped()).isTrue();
		FileTime time = Files.getLastModifiedTime(app);
		Path other = this.fixture.jar("other.jar", "two");
		assertThat(Files.size(other)).isEqualTo(Files.size(app));
		Files.move(other, app, StandardCopyOption.REPLACE_EXISTING);
		Files.setLastModifiedTime(app, time);
		this.fixture.restart();
		assertThat(this.fixture.greet()).isEqualTo("two");
		this.fixture.awaitState(State.IN_USE);
		this.fixture.restart();
		assertThat(this.fixture.mapped()).isTrue();
		assertThat(this.fixture.greet()).isEqualTo("two");
	}

	@Test
	void classDirectoryEditedRunsNewCode() throws Exception {
		Path classes = this.fixture.classes("classes", "one");
		this.fixture.open(classes, this.fixture.core);
		this.fixture.start();
		this.fixture.awaitState(State.IN_USE);
		this.fixture.restart();
		assertThat(this.fixture.mapped()).isTrue();
		assertThat(this.fixture.greet()).isEqualTo("one");
		this.fixture.classes("classes", "two");
		this.fixture.restart();
		assertThat(this.fixture.mapped()).isTrue();
		assertThat(this.fixture.greet()).isEqualTo("two");
	}

	@Test
	void damagedArchiveIsMadeAnew() throws Exception {
		Path app = this.fixture.jar("app.jar", "one");
		Path file = this.fixture.build(app, this.fixture.core);
		try (RandomAccessFile truncated = new RandomAccessFile(file.toFile(), "rw")) {
			truncated.setLength(Files.size(file) / 2);
		}
		assertThat(this.fixture.build(app, this.fixture.core)).isEqualTo(file);
		this.fixture.open(app, this.fixture.core);
		this.fixture.start();
		this.fixture.awaitState(State.IN_USE);
		try (RandomAccessFile corrupted = new RandomAccessFile(file.toFile(), "rw")) {
			corrupted.seek(Files.size(file) / 2);
			corrupted.write(new byte[4096]);
		}
		this.fixture.restart();
		assertThat(this.fixture.mapped()).isFalse();
		assertThat(this.fixture.greet()).isEqualTo("one");
		this.fixture.awaitState(State.IN_USE);
		this.fixture.restart();
		assertThat(this.fixture.mapped()).isTrue();
	}

	@Test
	void upgradedJdkHasAnotherArchive() throws Exception {
		Path jdk = this.fixture.upgradableJdk("17.0.1");
		Path app = this.fixture.jar("app.jar", "one");
		Path before = this.fixture.build(app, this.fixture.core);
		this.fixture.open(app, this.fixture.core);
		this.fixture.start();
		assertThat(this.fixture.awaitState(State.IN_USE).file()).isEqualTo(before.toString());
		this.fixture.restart();
		assertThat(this.fixture.mapped()).isTrue();
		this.fixture.upgradableJdk("17.0.12");
		this.fixture.restart();
		assertThat(this.fixture.mapped()).isFalse();
		assertThat(this.fixture.greet()).isEqualTo("one");
		await().atMost(ArchiveFixture.PATIENCE)
			.until(this.fixture::status,
					(status) -> status.state() == State.IN_USE && !before.toString().equals(status.file()));
		this.fixture.restart();
		assertThat(this.fixture.mapped()).isTrue();
		Files.delete(jdk.resolve("lib/modules"));
		this.fixture.restart();
		assertThat(this.fixture.mapped()).isFalse();
		assertThat(this.fixture.greet()).isEqualTo("one");
	}

	@Test
	void crashBeforeReadyRemovesTheArchive() throws Exception {
		Path app = this.fixture.jar("app.jar", "one");
		Path file = this.fixture.build(app, this.fixture.core);
		this.fixture.open(app, this.fixture.core);
		this.fixture.start();
		this.fixture.awaitState(State.IN_USE);
		Files.createFile(this.fixture.crashFile());
		var restarted = this.fixture.supervisor.restart("greeter", "test");
		assertThat(this.fixture.awaitState(State.UNUSABLE).reason()).contains("crashed before it was ready");
		Files.delete(this.fixture.crashFile());
		restarted.handle((status, failure) -> status).get();
		assertThat(file).doesNotExist();
		await().atMost(ArchiveFixture.PATIENCE).untilAsserted(() -> {
			assertThat(this.fixture.greet()).isEqualTo("one");
			assertThat(this.fixture.mapped()).isFalse();
		});
	}

	@Test
	void workerThatNeverGetsReadyLeavesNoListBehind() throws Exception {
		Files.createFile(this.fixture.crashFile());
		this.fixture.open(this.fixture.jar("app.jar", "one"), this.fixture.core);
		var started = this.fixture.supervisor
			.add(List.of(ProcessDefinition.of("greeter", Program.Worker.of("app.Greeter"))), "test");
		this.fixture.supervisor.decided().get(ArchiveFixture.PATIENCE.toSeconds(), TimeUnit.SECONDS);
		await().atMost(ArchiveFixture.PATIENCE)
			.until(() -> this.fixture.supervisor.status().processes().get(0).instances().get(0).restarts() >= 3);
		try (var lists = Files.newDirectoryStream(this.fixture.runtime.path(), "*.lst")) {
			// That of the attempt that is under way.
			assertThat(lists).hasSizeLessThanOrEqualTo(1);
		}
		assertThat(started).isNotDone();
	}

	@Test
	void directoryOpenToOthersIsRefused() throws Exception {
		Files.createDirectory(this.fixture.cache);
		Files.setPosixFilePermissions(this.fixture.cache, PosixFilePermissions.fromString("rwxrwxr-x"));
		this.fixture.open(this.fixture.jar("app.jar", "one"), this.fixture.core);
		this.fixture.start();
		assertThat(this.fixture.greet()).isEqualTo("one");
		await().atMost(ArchiveFixture.PATIENCE)
			.until(() -> this.fixture.status().reason().contains("can be written to by others"));
		assertThat(this.fixture.status().state()).isEqualTo(State.OFF);
		assertThat(this.fixture.cached()).isEmpty();
	}

	@Test
	void directoryThatCannotBeMadeLeavesWorkersRunning() throws Exception {
		Files.createFile(this.fixture.cache);
		this.fixture.open(this.fixture.jar("app.jar", "one"), this.fixture.core);
		this.fixture.start();
		assertThat(this.fixture.greet()).isEqualTo("one");
		assertThat(this.fixture.awaitState(State.UNUSABLE).reason()).contains("cannot be made");
	}

	@Test
	void closingWhileBuildingLeavesNoHalfFile() throws Exception {
		Path app = this.fixture.jar("app.jar", "one");
		this.fixture.open(app, this.fixture.core);
		this.fixture.start();
		await().atMost(ArchiveFixture.PATIENCE)
			.pollInterval(Duration.ofMillis(1))
			// Who looks too late sees it made: then there is nothing half to be left.
			.until(() -> this.fixture.status().state() == State.IN_USE || (Files.exists(this.fixture.cache)
					&& this.fixture.cached().stream().anyMatch((name) -> name.startsWith(ArchiveDirectory.DRAFT))));
		this.fixture.close();
		await().untilAsserted(
				() -> assertThat(this.fixture.cached()).noneMatch((name) -> name.startsWith(ArchiveDirectory.DRAFT)));
	}

	@Test
	void nothingIsMadeOrUsedWhenSwitchedOff() throws Exception {
		Path app = this.fixture.jar("app.jar", "one");
		Path file = this.fixture.build(app, this.fixture.core);
		FileTime made = Files.getLastModifiedTime(file);
		this.fixture.enabled = false;
		try (LogCapture log = LogCapture.of(ClassArchives.class)) {
			this.fixture.open(app, this.fixture.core);
			this.fixture.start();
			this.fixture.restart();
			assertThat(this.fixture.greet()).isEqualTo("one");
			assertThat(this.fixture.mapped()).isFalse();
			assertThat(this.fixture.status())
				.isEqualTo(ClassArchiveStatus.off("'process.class-archive.enabled' is false"));
			assertThat(log.messages()).isEmpty();
		}
		assertThat(Files.getLastModifiedTime(file)).isEqualTo(made);
		try (var lists = Files.newDirectoryStream(this.fixture.runtime.path(), "*.lst")) {
			assertThat(lists).isEmpty();
		}
	}

	@Test
	void classPathThatCannotBeArchivedLeavesTheDirectoryAlone() throws Exception {
		Path classes = this.fixture.classes("classes", "one");
		Path core = Path.of(WorkerMain.class.getProtectionDomain().getCodeSource().getLocation().toURI());
		this.fixture.open(core, classes);
		this.fixture.start();
		await().atMost(ArchiveFixture.PATIENCE)
			.until(() -> this.fixture.status().reason().contains("only jars are archived"));
		// For longer than it takes until an archive is begun.
		await().during(Duration.ofSeconds(5))
			.atMost(ArchiveFixture.PATIENCE)
			.untilAsserted(() -> assertThat(this.fixture.cache).isEmptyDirectory());
	}

	@Test
	void twoApplicationsMakeOneArchive() throws Exception {
		Path app = this.fixture.jar("app.jar", "one");
		ArchiveFixture other = new ArchiveFixture(this.base);
		this.fixture.open(app, this.fixture.core);
		try (other) {
			other.open(app, other.core);
			this.fixture.start();
			other.start();
			assertThat(this.fixture.awaitState(State.IN_USE).file()).isEqualTo(other.awaitState(State.IN_USE).file());
			assertThat(this.fixture.cached()).hasSize(2);
		}
	}

}
