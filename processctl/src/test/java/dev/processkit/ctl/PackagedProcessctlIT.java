package dev.processkit.ctl;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The jar and its launcher, installed as the documentation says.
 */
@Timeout(180)
class PackagedProcessctlIT {

	private static final Path JAR = Path.of("target", "processctl.jar");

	@TempDir
	private Path directory;

	@BeforeEach
	void install() throws IOException {
		Files.copy(JAR, this.directory.resolve("processctl.jar"));
		try (JarFile jar = new JarFile(JAR.toFile())) {
			Files.copy(jar.getInputStream(jar.getEntry("bin/processctl")), this.directory.resolve("processctl"));
		}
		Files.setPosixFilePermissions(this.directory.resolve("processctl"),
				PosixFilePermissions.fromString("rwx------"));
	}

	@Test
	void theLauncherWorksFromAnywhereAndMakesItsArchive() throws Exception {
		Path archive = this.directory.resolve("cache/processkit/processctl.jsa");
		try (TestConsole console = TestConsole.onUnixSocket(this.directory.resolve("console.sock"))) {
			console.answer("process.list", Descriptors.all());
			Path link = Files.createSymbolicLink(this.directory.resolve("link"), this.directory.resolve("processctl"));
			for (int run = 0; run < 2; run++) {
				Process list = run(link.toString(), "status");
				assertThat(list.inputReader().readLine()).startsWith("INSTANCE   STATE");
				assertThat(list.errorReader().readLine()).isNull();
				assertThat(list.waitFor()).isEqualTo(5);
				assertThat(archive).isNotEmptyFile();
			}
			assertThat(archive.getParent().toFile().list()).containsExactly("processctl.jsa");
		}
	}

	@Test
	void theJarSaysItsVersionAndHasNoSpringInIt() throws Exception {
		assertThat(run("java", "-jar", "processctl.jar", "--version").inputReader().readLine())
			.matches("processctl \\d+\\.\\d+\\.\\d+.*");
		try (JarFile jar = new JarFile(JAR.toFile())) {
			assertThat(jar.stream().map((entry) -> entry.getName()))
				.noneMatch((name) -> name.contains("springframework"));
		}
	}

	@Test
	void bashCompletesCommandsAndOptions() throws Exception {
		Process bash = run("bash", "-c", """
				source <(./processctl generate-completion) || exit
				complete_line() {
					COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMPREPLY=()
					_complete_processctl
					echo "${COMPREPLY[*]}"
				}
				complete_line processctl re
				complete_line processctl restart --ro
				complete_line processctl list --color a
				""");
		assertThat(bash.inputReader().lines()).containsExactly("restart resume reopen reload", "--rolling",
				"auto always");
		assertThat(bash.waitFor(60, TimeUnit.SECONDS)).isTrue();
	}

	private Process run(String... command) throws IOException {
		ProcessBuilder builder = new ProcessBuilder(List.of(command)).directory(this.directory.toFile());
		builder.environment().put("XDG_CACHE_HOME", this.directory.resolve("cache").toString());
		builder.environment().put("PROCESSCTL_SOCKET", this.directory.resolve("console.sock").toString());
		return builder.start();
	}

}
