package dev.processkit.sample;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

import dev.processkit.EndpointAddress;
import dev.processkit.InstanceState;
import dev.processkit.ProcessManager;
import dev.processkit.supervisor.Supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThatCode;
import static org.awaitility.Awaitility.await;

/**
 * Tests for the profile {@code python}: the processes that are not Java.
 */
@Timeout(120)
class OtherLanguagesTests {

	@TempDir
	private static Path home;

	private static ConfigurableApplicationContext context;

	private static Supervisor supervisor;

	@BeforeAll
	static void start() {
		for (String program : new String[] { "python3", "sed" }) {
			assumeThatCode(() -> new ProcessBuilder(program, "--version").start().waitFor()).doesNotThrowAnyException();
		}
		context = SpringApplication.run(SampleApplication.class, "--spring.profiles.active=python", "--server.port=0",
				"--process.skip.in-tests=false", "--process.runtime-directory=" + home,
				"--sample.directory=" + home.resolve("sample"), "--process.processes.inbox-indexer.enabled=false",
				"--process.processes.inbox-archiver.enabled=false", "--process.processes.disk-watch.enabled=false",
				"--process.processes.ticker.enabled=false", "--process.tcp-processes.measurements.enabled=false",
				"--process.tcp-processes.slugs.port=0", "--process.unix-processes.thumbnails.enabled=false");
		supervisor = context.getBean(Supervisor.class);
		await().atMost(Duration.ofSeconds(60)).until(OtherLanguagesTests::isReady);
	}

	@AfterAll
	static void stop() {
		if (context != null) {
			context.close();
		}
	}

	@Test
	void workerInPythonServesAJavaInterfaceAlsoAfterItWasKilled() throws Exception {
		WordSuggestions suggestions = context.getBean(WordSuggestions.class);
		assertThat(suggestions.suggest("helo", List.of("hello", "world", "help"))).containsExactly("hello", "help");
		assertThat(suggestions.suggest("xyz", List.of("hello"))).isEmpty();
		long pid = pid();
		ProcessHandle.of(pid).orElseThrow().destroyForcibly();
		assertThat(suggestions.suggest("wrold", List.of("hello", "world"))).containsExactly("world");
		await().atMost(Duration.ofSeconds(30)).until(() -> isReady() && pid() != pid);
	}

	@Test
	void filterAnswersBeansAndClients() throws Exception {
		ProcessManager manager = context.getBean(ProcessManager.class);
		assertThat(manager.send("slugs", "Hello, World!").get(30, TimeUnit.SECONDS)).isEqualTo("hello-world");
		try (Socket client = new Socket("127.0.0.1", slugsPort());
				BufferedReader replies = new BufferedReader(
						new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8))) {
			client.getOutputStream().write("Any Filter\nwill_do!\n".getBytes(StandardCharsets.UTF_8));
			assertThat(replies.readLine()).isEqualTo("any-filter");
			assertThat(replies.readLine()).isEqualTo("will-do");
		}
	}

	private static boolean isReady() {
		return supervisor.status().processes().stream().allMatch((process) -> process.state() == InstanceState.READY);
	}

	private static int slugsPort() {
		return supervisor.find("slugs").endpoint() instanceof EndpointAddress.Tcp tcp ? tcp.port() : -1;
	}

	private static long pid() {
		return supervisor.find("suggestions").instances().get(0).identity().pid();
	}

}
