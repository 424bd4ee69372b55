package dev.processkit.console;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import dev.processkit.InstanceId;
import dev.processkit.LogFollow;
import dev.processkit.LogLine;
import dev.processkit.ProcessManager;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.ArgumentMatchers.intThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.willAnswer;
import static org.mockito.Mockito.mock;

/**
 * What is sent without being asked for again, from a source of these tests.
 */
@EnabledOnOs(OS.LINUX)
class SubscriptionTests {

	@TempDir
	private Path directory;

	private final RunningConsole console = new RunningConsole();

	private final List<Source.Listener> listeners = new CopyOnWriteArrayList<>();

	private final AtomicInteger closed = new AtomicInteger();

	@BeforeEach
	void open() {
		ProcessManager manager = this.console.manager();
		given(manager.follow(eq("mailer"), eq(0), any())).willReturn(mock());
		given(manager.follow(eq("mailer"), intThat((lines) -> lines > 0), any())).willAnswer((call) -> {
			Consumer<LogLine> consumer = call.getArgument(2);
			Source.Listener listener = (instance, line) -> consumer
				.accept(new LogLine(new InstanceId("mailer", 0), 1, line, 0));
			this.listeners.add(listener);
			listener.line("mailer-0", "the first line");
			LogFollow follow = mock();
			willAnswer((closing) -> this.closed.incrementAndGet()).given(follow).close();
			return follow;
		});
		this.console.onUnix(this.directory);
	}

	@AfterEach
	void close() {
		this.console.close();
		await().untilAsserted(() -> assertThat(this.closed).hasValue(this.listeners.size()));
	}

	@Test
	void linesFollowTheAnswerUntilUnfollowed() throws Exception {
		try (ConsoleClient client = this.console.client()) {
			JsonNode answer = client.call("log.follow", "[\"mailer\"]");
			assertThat(answer.path("result").path("subscription").asInt()).isEqualTo(1);
			assertThat(client.line()).isEqualTo("{\"jsonrpc\":\"2.0\",\"method\":\"log.line\",\"params\":"
					+ "{\"subscription\":1,\"instance\":\"mailer-0\",\"line\":\"the first line\"}}");
			this.listeners.get(0).line("mailer-0", "second");
			assertThat(client.line()).contains("\"line\":\"second\"");
			assertThat(client.call("log.unfollow", "[1]").path("result").asBoolean()).isTrue();
			assertThat(this.closed).hasValue(1);
			assertThat(client.call("log.unfollow", "[1]").path("result").asBoolean()).isFalse();
		}
	}

	@Test
	void peopleFollowUntilTheyTypeAgain() throws Exception {
		try (ConsoleClient client = this.console.client()) {
			assertThat(client.ask("tail -n 3 -f mailer")).isEqualTo("mailer-0 | the first line");
			this.listeners.get(0).line("mailer-0", "\u001b[31mred");
			assertThat(client.line()).isEqualTo("mailer-0 | \ufffd[31mred");
			assertThat(client.ask("\nsystem.ping")).isEqualTo("pong");
			assertThat(this.closed).hasValue(1);
			assertThat(client.ask("tail -f mailer")).isEqualTo("mailer-0 | the first line");
			assertThat(client.ask("system.ping")).isEqualTo("pong");
			assertThat(this.closed).hasValue(2);
		}
	}

	@Test
	void subscriptionEndsWithItsConnection() throws Exception {
		ConsoleClient client = this.console.client();
		client.call("log.follow", "[\"mailer\"]");
		client.close();
		await().atMost(Duration.ofSeconds(30)).untilAtomic(this.closed, org.hamcrest.Matchers.equalTo(1));
	}

	@Test
	void slowReaderIsDisconnectedWithAReasonAndHoldsUpNobody() throws Exception {
		try (ConsoleClient slow = ConsoleClient.silent(this.console.address());
				ConsoleClient other = this.console.client()) {
			slow.send("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"log.follow\",\"params\":[\"mailer\"]}\n");
			await().atMost(Duration.ofSeconds(30)).until(() -> this.listeners.size() == 1);
			String line = "x".repeat(1000);
			for (int i = 0; i < 5000; i++) {
				this.listeners.get(0).line("mailer-0", line);
			}
			assertThat(other.ask("system.ping")).isEqualTo("pong");
			slow.listen();
			assertThat(slow.lastLine()).contains("console.closed").contains("reads too slowly");
		}
		await().atMost(Duration.ofSeconds(30)).untilAtomic(this.closed, org.hamcrest.Matchers.equalTo(1));
	}

	@Test
	void followsAreLimited() throws Exception {
		try (ConsoleClient client = this.console.client()) {
			for (int i = 0; i < 16; i++) {
				client.send("{\"jsonrpc\":\"2.0\",\"method\":\"log.follow\",\"params\":[\"mailer\"]}\n");
				assertThat(client.line()).contains("the first line");
			}
			assertThat(client.call("log.follow", "[\"mailer\"]").path("error").path("code").asInt()).isEqualTo(-32004);
		}
		await().atMost(Duration.ofSeconds(30)).untilAtomic(this.closed, org.hamcrest.Matchers.equalTo(16));
	}

}
