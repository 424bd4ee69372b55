package dev.processkit.sample;

import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Starts the application in the other ways in which it can be started. That workers come
 * up in each of them is not a matter of course: their JVMs need its classes.
 */
@EnabledOnOs(OS.LINUX)
@Timeout(900)
class StartFormsIT {

	@TempDir
	Path directory;

	@Test
	void classPathWhenStartedAsByAnIdeRunsWorkers() throws Exception {
		String path = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
			.filter((entry) -> !entry.contains("test-classes"))
			.collect(Collectors.joining(File.pathSeparator));
		assertThat(path).contains("target/classes").doesNotContain("sample-app.jar");
		assertWorks(List.of("-cp", path, SampleApplication.class.getName()));
	}

	@Test
	void jarWhenExtractedRunsWorkers() throws Exception {
		Path extracted = this.directory.resolve("extracted");
		Process extract = new ProcessBuilder(SampleHome.java(), "-Djarmode=tools", "-jar", SampleHome.jar().toString(),
				"extract", "--destination", extracted.toString())
			.redirectErrorStream(true)
			.redirectOutput(this.directory.resolve("extract.log").toFile())
			.start();
		assertThat(extract.waitFor(RunningSample.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
		assertThat(extract.exitValue()).isZero();
		assertWorks(List.of("-jar", extracted.resolve("sample-app.jar").toString()));
	}

	private void assertWorks(List<String> program) throws Exception {
		SampleHome home = new SampleHome(this.directory);
		try (RunningSample sample = RunningSample.whenUp(home, home.launch(program))) {
			sample.actuator().awaitAllReady();
			assertThat(SocketClient.ask(sample.actuator().process("measurements").path("endpoint").asString(),
					"{\"action\":\"ping\"}"))
				.contains("pong");
		}
	}

}
