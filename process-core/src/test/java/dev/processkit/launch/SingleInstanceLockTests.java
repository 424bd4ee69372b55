package dev.processkit.launch;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;

import dev.processkit.InvalidDefinitionException;
import dev.processkit.ProcessLaunchException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A lock that another JVM holds, gives back, or loses by being killed.
 */
@DisabledOnOs(OS.WINDOWS)
@Timeout(120)
class SingleInstanceLockTests {

	@TempDir
	Path directory;

	@Test
	void secondJvmIsRefusedAndTouchesNothing() throws Exception {
		try (Holder first = new Holder("shop", this.directory)) {
			assertThat(first.line()).isEqualTo("held");
			Path file = this.directory.resolve("shop.lock");
			String text = Files.readString(file);
			assertThat(text).startsWith("pid " + first.process.pid() + "\nstarted 20").contains("\nlocked 20");
			assertThatExceptionOfType(InvalidDefinitionException.class).isThrownBy(this::acquire)
				.withMessageContaining("'name' with value 'shop' is taken")
				.withMessageContaining("pid " + first.process.pid() + ", started 20")
				.withMessageContaining("holding the lock since 20")
				.withMessageContaining("process.single-instance.enabled");
			try (Holder second = new Holder("shop", this.directory)) {
				assertThat(second.line()).contains("is taken", "pid " + first.process.pid());
			}
			assertThat(file).hasContent(text);
			assertThat(first.process.isAlive()).isTrue();
			assertThatExceptionOfType(InvalidDefinitionException.class).as("still held after both refusals")
				.isThrownBy(this::acquire);
			SingleInstanceLock.acquire("other", this.directory).close();
		}
		acquire().close();
	}

	@Test
	void lockOfAKilledJvmIsTakenOverAtOnceWhateverItHadWritten() throws Exception {
		Path file = this.directory.resolve("shop.lock");
		try (Holder first = new Holder("shop", this.directory)) {
			assertThat(first.line()).isEqualTo("held");
			first.process.destroyForcibly().waitFor();
		}
		assertThat(Files.readString(file)).startsWith("pid ");
		try (SingleInstanceLock lock = acquire()) {
			assertThat(Files.readString(lock.file())).startsWith("pid " + ProcessHandle.current().pid() + "\n");
		}
		// A pid that lives, but is another program: it does not hold the lock.
		Files.writeString(file, "pid 1\nstarted 2020-01-01T00:00:00Z\nlocked 2020-01-01T00:00:00Z\n");
		acquire().close();
		Files.writeString(file, "\0\0 no text at all");
		acquire().close();
	}

	@Test
	void lockCountsWithinOneJvmAndSurvivesARefusal() throws Exception {
		SingleInstanceLock lock = acquire();
		assertThatExceptionOfType(InvalidDefinitionException.class).isThrownBy(this::acquire)
			.withMessageContaining("this very JVM");
		try (Holder second = new Holder("shop", this.directory)) {
			assertThat(second.line()).as("the refusal has not given the lock back").contains("is taken");
		}
		lock.close();
		lock.close();
		try (Holder second = new Holder("shop", this.directory)) {
			assertThat(second.line()).isEqualTo("held");
		}
	}

	@Test
	void fileIsForTheOwnerAndLinksAreNotFollowed() throws Exception {
		try (SingleInstanceLock lock = acquire()) {
			assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(lock.file())))
				.isEqualTo("rw-------");
		}
		Path target = Files.writeString(this.directory.resolve("precious"), "precious");
		Files.createSymbolicLink(this.directory.resolve("link.lock"), target);
		assertThatExceptionOfType(ProcessLaunchException.class)
			.isThrownBy(() -> SingleInstanceLock.acquire("link", this.directory))
			.withMessageContaining("process.single-instance.directory");
		assertThat(target).hasContent("precious");
		assertThatExceptionOfType(InvalidDefinitionException.class)
			.isThrownBy(() -> SingleInstanceLock.acquire("../up", this.directory))
			.withMessageContaining("'../up' is no name for a lock");
	}

	private SingleInstanceLock acquire() {
		return SingleInstanceLock.acquire("shop", this.directory);
	}

	/** Another JVM that holds the lock until its input ends. */
	private static final class Holder implements AutoCloseable {

		private final Process process;

		private final BufferedReader out;

		Holder(String name, Path directory) throws IOException {
			this.process = new ProcessBuilder(JvmCommand.executable(), "-Xshare:auto", "-cp",
					System.getProperty("java.class.path"), LockHolder.class.getName(), name, directory.toString())
				.redirectError(ProcessBuilder.Redirect.INHERIT)
				.start();
			this.out = this.process.inputReader();
		}

		String line() throws IOException {
			return String.valueOf(this.out.readLine());
		}

		@Override
		public void close() throws IOException, InterruptedException {
			this.process.getOutputStream().close();
			assertThat(this.process.waitFor(30, TimeUnit.SECONDS)).isTrue();
		}

	}

	/** Its main class. */
	public static final class LockHolder {

		private LockHolder() {
		}

		public static void main(String[] arguments) throws IOException {
			try (SingleInstanceLock lock = SingleInstanceLock.acquire(arguments[0], Path.of(arguments[1]))) {
				System.out.println("held");
				while (System.in.read() != -1) {
					Thread.onSpinWait();
				}
			}
			catch (InvalidDefinitionException ex) {
				System.out.println(ex.getMessage());
			}
		}

	}

}
