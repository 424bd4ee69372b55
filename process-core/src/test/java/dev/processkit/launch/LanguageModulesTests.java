package dev.processkit.launch;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.processkit.ProcessDefinition;
import dev.processkit.ProcessExit;
import dev.processkit.Program;
import dev.processkit.Protocol;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LanguageModules} and for the end of a worker whose application has
 * gone.
 */
@EnabledOnOs(OS.LINUX)
class LanguageModulesTests {

	@TempDir
	Path base;

	@Test
	void searchPathsAreExtendedBehindTheUsersOwn() throws Exception {
		try (RuntimeDirectory directory = RuntimeDirectory.create(this.base)) {
			Map<String, String> environment = new HashMap<>(Map.of("PYTHONPATH", "/own:/lib", "NODE_PATH", ""));
			LanguageModules modules = new LanguageModules(directory);
			modules.prepareEnvironment(environment);
			Path place = directory.path().resolve("languages");
			assertThat(environment).containsOnly(Map.entry("PYTHONPATH", "/own:/lib:" + place.resolve("python")),
					Map.entry("NODE_PATH", place.resolve("node").toString()));
			assertThat(place.resolve("python/processkit.py")).content().contains("class Worker");
			assertThat(place.resolve("node/processkit.js")).content().contains("class Worker");
			Files.delete(place.resolve("python/processkit.py"));
			modules.prepareEnvironment(new HashMap<>());
			assertThat(place.resolve("python/processkit.py")).as("removed by a cleaner").exists();
		}
	}

	@Test
	void onlyCommandsThatSpeakTheWireGetThem() {
		try (LaunchFixture fixture = new LaunchFixture(this.base)) {
			fixture.launch("sh", "-c", "echo \"path=$NODE_PATH\"");
			fixture.awaitLine("path=" + System.getenv().getOrDefault("NODE_PATH", ""));
		}
	}

	@Test
	void pythonWorkerEndsWithItsApplication() throws Exception {
		endsWithItsApplication("python3", "-c", "from processkit import Worker; Worker().run()");
	}

	@Test
	void nodeWorkerEndsWithItsApplication() throws Exception {
		endsWithItsApplication("node", "-e", "setInterval(() => {}, 1000); new (require('processkit').Worker)().run()");
	}

	private void endsWithItsApplication(String... command) throws Exception {
		Assumptions.assumeTrue(Executables.search(command[0], System.getenv("PATH")) != null);
		try (LaunchFixture fixture = new LaunchFixture(this.base)) {
			LaunchedProcess process = fixture
				.launch(ProcessDefinition.of("test", new Program.Command(List.of(command), Protocol.WIRE)));
			process.toWorker().write(configuration());
			process.toWorker().flush();
			InputStream answer = process.fromWorker();
			assertThat(answer.readNBytes(13)).as("preamble and READY").endsWith(0, 0, 0, 1, 2);
			process.toWorker().close();
			ProcessExit exit = LaunchFixture.exitOf(process);
			assertThat(exit.code()).isZero();
		}
	}

	/** A preamble and CONFIGURE. */
	private static byte[] configuration() throws Exception {
		Map<String, String> entries = Map.of("name", "test", "instance", "test-0", "heartbeat-interval", "60000");
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		DataOutputStream out = new DataOutputStream(bytes);
		out.writeInt(entries.size());
		for (Map.Entry<String, String> entry : entries.entrySet()) {
			for (String text : List.of(entry.getKey(), entry.getValue())) {
				out.writeInt(text.length());
				out.writeBytes(text);
			}
		}
		ByteArrayOutputStream all = new ByteArrayOutputStream();
		DataOutputStream frames = new DataOutputStream(all);
		frames.writeBytes("PROC");
		frames.writeInt(1);
		frames.writeInt(1 + bytes.size());
		frames.writeByte(1);
		bytes.writeTo(frames);
		return all.toByteArray();
	}

}
