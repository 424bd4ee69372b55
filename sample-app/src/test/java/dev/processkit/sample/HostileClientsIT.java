package dev.processkit.sample;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Sends what no decent client sends. Each gets one error that says why and a closed
 * connection; the worker behind it never notices.
 */
@EnabledOnOs(OS.LINUX)
@Timeout(900)
class HostileClientsIT {

	/** Well under the time-outs of the endpoints, whose shortest is 120 seconds. */
	private static final Duration AT_ONCE = Duration.ofSeconds(60);

	private static final String REQUEST = "{\"action\":\"none\"}";

	@TempDir
	static Path directory;

	private static RunningSample sample;

	private static List<Long> pids;

	@BeforeAll
	static void start() throws Exception {
		sample = RunningSample.start(new SampleHome(directory), RunningSample.SILENCE_IS_BORNE,
				"--process.tcp-processes.measurements.max-message-size=64KB",
				"--process.unix-processes.thumbnails.max-message-size=64KB",
				"--process.tcp-processes.measurements.request-timeout=120s",
				"--process.unix-processes.thumbnails.request-timeout=120s");
		sample.actuator().awaitAllReady();
	}

	@AfterAll
	static void stop() throws Exception {
		if (sample != null) {
			sample.close();
		}
	}

	@BeforeEach
	void remember() throws Exception {
		pids = pids();
	}

	@AfterEach
	void workersAreTheSameAndAnswer() throws Exception {
		assertThat(pids()).isEqualTo(pids);
		assertServed("measurements");
		assertServed("thumbnails");
	}

	@ParameterizedTest
	@ValueSource(strings = { "measurements", "thumbnails" })
	void malformedMessageIsRefused(String process) throws Exception {
		assertThat(refused(process, "{\"action\":}\n".getBytes())).contains("not valid JSON");
		assertThat(refused(process, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes())).contains("not valid JSON");
		assertThat(refused(process, "[".repeat(5000).getBytes())).contains("nested deeper");
	}

	@ParameterizedTest
	@ValueSource(strings = { "measurements", "thumbnails" })
	void oversizedMessageIsRefused(String process) throws Exception {
		String message = "{\"action\":\"" + "x".repeat(64 * 1024) + "\"}";
		assertThat(refused(process, message.getBytes())).contains("longer than the 65536 bytes allowed");
	}

	@ParameterizedTest
	@ValueSource(strings = { "measurements", "thumbnails" })
	void truncatedMessageIsRefused(String process) throws Exception {
		try (SocketClient client = SocketClient.connect(endpoint(process))) {
			String replies = client.write("{\"action\":\"pi").endOfRequests().readToEnd(AT_ONCE);
			assertThat(assertOneError(replies)).contains("half-closed in the middle of a message");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "measurements", "thumbnails" })
	void randomBytesAreRefused(String process) throws Exception {
		Random random = new Random(42);
		for (int round = 0; round < 100; round++) {
			byte[] bytes = new byte[16 + random.nextInt(512)];
			random.nextBytes(bytes);
			try (SocketClient client = SocketClient.connect(endpoint(process))) {
				// A digit can come first, and that is a message of its own.
				assertThat(client.write(bytes).endOfRequests().readToEnd(AT_ONCE).lines()).isNotEmpty()
					.allMatch((reply) -> reply.startsWith("{\"status\":\"error\""));
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "measurements", "thumbnails" })
	void goodMessagesBeforeTheBadOneAreAnsweredFirst(String process) throws Exception {
		try (SocketClient client = SocketClient.connect(endpoint(process))) {
			String[] replies = client.write(REQUEST + "\n" + REQUEST + "\n}").readToEnd(AT_ONCE).split("\n");
			assertThat(replies).hasSize(3).allMatch((reply) -> reply.startsWith("{\"status\":\"error\""));
			assertThat(replies[2]).contains("not valid JSON");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "measurements", "thumbnails" })
	void manyClientsAtOnceAreServed(String process) throws Exception {
		List<SocketClient> clients = new ArrayList<>();
		try {
			for (int i = 0; i < 200; i++) {
				clients.add(SocketClient.connect(endpoint(process)));
			}
			for (SocketClient client : clients) {
				client.write(REQUEST);
			}
			for (SocketClient client : clients) {
				assertThat(client.readOnce()).contains("\"status\":\"error\"");
			}
		}
		finally {
			for (SocketClient client : clients) {
				client.close();
			}
		}
	}

	private static String refused(String process, byte[] bytes) throws Exception {
		try (SocketClient client = SocketClient.connect(endpoint(process))) {
			return assertOneError(client.write(bytes).readToEnd(AT_ONCE));
		}
	}

	private static String assertOneError(String replies) {
		assertThat(replies).hasLineCount(1);
		JsonNode reply = Reply.JSON.readTree(replies);
		assertThat(reply.path("status").asString()).as(replies).isEqualTo("error");
		return reply.path("message").asString();
	}

	private static void assertServed(String process) throws IOException, InterruptedException {
		assertThat(SocketClient.ask(endpoint(process), REQUEST)).contains("\"status\":\"error\",\"message\":");
	}

	private static String endpoint(String process) throws IOException, InterruptedException {
		return sample.actuator().process(process).path("endpoint").asString();
	}

	private static List<Long> pids() throws IOException, InterruptedException {
		return List.of(sample.actuator().pid("measurements"), sample.actuator().pid("thumbnails"));
	}

}
