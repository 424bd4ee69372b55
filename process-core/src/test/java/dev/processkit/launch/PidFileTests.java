package dev.processkit.launch;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;

import dev.processkit.InvalidDefinitionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@DisabledOnOs(OS.WINDOWS)
class PidFileTests {

	private static final String OWN = ProcessHandle.current().pid() + "\n";

	@TempDir
	Path directory;

	@Test
	void fileHoldsThePidReadableByAllAndGoesWithTheApplication() throws Exception {
		Path file = this.directory.resolve("app.pid");
		PidFile pidFile = PidFile.write(file);
		assertThat(Files.readString(file)).isEqualTo(OWN);
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-r--r--");
		PidFile.write(file);
		pidFile.close();
		pidFile.close();
		assertThat(this.directory).isEmptyDirectory();
	}

	@Test
	void fileOfTheDeadIsReplacedAlsoWhenThePidWasGivenToAnother() throws Exception {
		Path file = this.directory.resolve("app.pid");
		for (String stale : new String[] { "999999999\n", "", "half", "1\n" }) {
			Files.writeString(file, stale);
			// Before anything that lives now has started.
			Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofDays(10_000))));
			PidFile.write(file);
			assertThat(Files.readString(file)).isEqualTo(OWN);
		}
	}

	@Test
	void fileOfTheLivingIsRefusedAndStays() throws Exception {
		Process other = new ProcessBuilder("sleep", "1000").start();
		try {
			Path file = Files.writeString(this.directory.resolve("app.pid"), other.pid() + "\n");
			Files.setLastModifiedTime(file, FileTime.from(Instant.now().plus(Duration.ofMinutes(1))));
			assertThatExceptionOfType(InvalidDefinitionException.class).isThrownBy(() -> PidFile.write(file))
				.withMessageContaining("'pid-file' with value '" + file + "' belongs to process " + other.pid())
				.withMessageContaining("Stop that one");
			assertThat(Files.readString(file)).isEqualTo(other.pid() + "\n");
		}
		finally {
			other.destroyForcibly().waitFor();
		}
	}

	@Test
	void whatIsNoPidFileIsLeftAlone() throws Exception {
		Path target = Files.writeString(this.directory.resolve("precious"), "precious");
		Path link = Files.createSymbolicLink(this.directory.resolve("link.pid"), target);
		assertThatExceptionOfType(InvalidDefinitionException.class).isThrownBy(() -> PidFile.write(link))
			.withMessageContaining("something else");
		assertThatExceptionOfType(InvalidDefinitionException.class).isThrownBy(() -> PidFile.write(this.directory))
			.withMessageContaining("something else");
		assertThatExceptionOfType(InvalidDefinitionException.class)
			.isThrownBy(() -> PidFile.write(this.directory.resolve("absent/app.pid")))
			.withMessageContaining("cannot be written");
		assertThat(target).hasContent("precious");
	}

	@Test
	void fileThatIsAnothersByNowIsNotRemoved() throws Exception {
		Path file = this.directory.resolve("app.pid");
		PidFile pidFile = PidFile.write(file);
		Files.writeString(file, "999999999\n");
		pidFile.close();
		assertThat(file).hasContent("999999999");
	}

}
