package dev.processkit.launch;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import dev.processkit.ProcessLaunchException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static dev.processkit.launch.LaunchFixture.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

class RuntimeDirectoryTests {

	/** A pid that exists with a start time that it does not have. */
	private static final String DEAD = "1-zzzzzz-dead";

	@TempDir
	Path base;

	@Test
	void createMakesPrivateDirectoryWithShortName() throws Exception {
		try (RuntimeDirectory directory = RuntimeDirectory.create(this.base.resolve("new/base"))) {
			assertThat(Files.getPosixFilePermissions(directory.path()))
				.isEqualTo(PosixFilePermissions.fromString("rwx------"));
			assertThat(directory.path().getFileName().toString()).endsWith(directory.token()).hasSizeLessThan(32);
			assertThat(directory.token()).startsWith(ProcessHandle.current().pid() + "-");
		}
		assertThat(this.base.resolve("new/base")).isEmptyDirectory();
	}

	@Test
	void createWhenBaseIsAFileThrowsException() throws Exception {
		Path file = Files.createFile(this.base.resolve("file"));
		assertThatExceptionOfType(ProcessLaunchException.class).isThrownBy(() -> RuntimeDirectory.create(file))
			.withMessageContaining(file.toString())
			.withMessageContaining("process.runtime-directory");
	}

	@Test
	void createClearsDirectoryOfDeadRunAndItsProcesses() throws Exception {
		Path dead = dead();
		ProcessBuilder builder = new ProcessBuilder("sleep", "1000");
		builder.environment().put(EnvironmentMark.RUN, DEAD);
		Process stray = builder.start();
		// Not to be seen until the program has its environment.
		await().until(() -> EnvironmentMark.find(EnvironmentMark.RUN, Set.of(DEAD), Set.of()).containsKey(DEAD));
		try (RuntimeDirectory directory = RuntimeDirectory.create(this.base)) {
			assertThat(dead).doesNotExist();
			assertThat(stray.waitFor(30, TimeUnit.SECONDS)).isTrue();
			assertThat(stray.exitValue()).isEqualTo(137);
			assertThat(directory.path()).exists();
		}
		finally {
			stray.destroyForcibly();
		}
	}

	@Test
	void createWhenRunHasJustBegunLeavesIt() throws Exception {
		Path young = dead();
		Files.delete(young.resolve("lock"));
		RuntimeDirectory.create(this.base).close();
		assertThat(young).exists();
		Files.setLastModifiedTime(young, FileTime.from(Instant.now().minus(Duration.ofMinutes(5))));
		RuntimeDirectory.create(this.base).close();
		assertThat(young).doesNotExist();
	}

	@Test
	void createLeavesDirectoriesOfLivingRunsAndOthers() throws Exception {
		Path other = Files.createDirectory(this.base.resolve("pk-notes"));
		try (RuntimeDirectory first = RuntimeDirectory.create(this.base);
				RuntimeDirectory second = RuntimeDirectory.create(this.base)) {
			assertThat(first.path()).exists();
			assertThat(second.path()).exists().isNotEqualTo(first.path());
		}
		assertThat(other).exists();
	}

	@Test
	void createLeavesRunWhosePidIsHiddenButWhoseLockIsHeld() throws Exception {
		Path hidden = dead();
		Process holder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
				System.getProperty("java.class.path"), LockHolder.class.getName(), hidden.resolve("lock").toString())
			.start();
		try {
			assertThat(holder.getInputStream().read()).isEqualTo('!');
			RuntimeDirectory.create(this.base).close();
			assertThat(hidden).exists();
		}
		finally {
			holder.destroyForcibly().waitFor();
		}
		RuntimeDirectory.create(this.base).close();
		assertThat(hidden).doesNotExist();
	}

	@Test
	void createAndCloseFollowNoLinks() throws Exception {
		Path treasure = Files.createDirectory(this.base.resolve("treasure"));
		Files.writeString(treasure.resolve("gold"), "gold");
		Path link = Files.createSymbolicLink(this.base.resolve("pk-" + DEAD), treasure);
		RuntimeDirectory directory = RuntimeDirectory.create(this.base);
		Files.createSymbolicLink(directory.path().resolve("link"), treasure);
		directory.close();
		directory.close();
		assertThat(directory.path()).doesNotExist();
		assertThat(link).exists();
		assertThat(treasure.resolve("gold")).exists();
	}

	@Test
	void createWhenManyStartAtOnceIsHarmless() throws Exception {
		for (int i = 0; i < 20; i++) {
			Files.createDirectories(this.base.resolve("pk-1-zzzzz" + (char) ('a' + i) + "-x"));
			Files.createFile(this.base.resolve("pk-1-zzzzz" + (char) ('a' + i) + "-x/lock"));
		}
		ExecutorService threads = Executors.newFixedThreadPool(8);
		try {
			List<Future<RuntimeDirectory>> directories = new ArrayList<>();
			for (int i = 0; i < 8; i++) {
				directories.add(threads.submit(() -> RuntimeDirectory.create(this.base)));
			}
			for (Future<RuntimeDirectory> directory : directories) {
				assertThat(directory.get().path()).exists();
			}
			for (Future<RuntimeDirectory> directory : directories) {
				directory.get().close();
			}
		}
		finally {
			threads.shutdown();
		}
		await().atMost(PATIENCE).untilAsserted(() -> {
			RuntimeDirectory.create(this.base).close();
			assertThat(this.base).isEmptyDirectory();
		});
	}

	private Path dead() throws Exception {
		Path dead = Files.createDirectories(this.base.resolve("pk-" + DEAD + "/nested/deeper")).getParent().getParent();
		Files.createFile(dead.resolve("lock"));
		Files.writeString(dead.resolve("nested/file"), "left over");
		return dead;
	}

	/**
	 * Holds a lock in another JVM.
	 */
	static final class LockHolder {

		private LockHolder() {
		}

		public static void main(String[] args) throws Exception {
			try (var channel = java.nio.channels.FileChannel.open(Path.of(args[0]),
					java.nio.file.StandardOpenOption.WRITE); var lock = channel.lock()) {
				System.out.println(lock.isValid() ? "!" : "?");
				Thread.currentThread().join();
			}
		}

	}

}
