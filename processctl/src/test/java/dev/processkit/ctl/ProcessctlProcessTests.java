package dev.processkit.ctl;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What only a JVM of its own can show: Ctrl-C, readers that leave, disks that are full.
 */
@Timeout(120)
class ProcessctlProcessTests {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	@TempDir
	private Path directory;

	private TestConsole console;

	private Process process;

	@BeforeEach
	void open() throws IOException {
		this.console = TestConsole.onUnixSocket(this.directory.resolve("console.sock"));
		this.console.answer("process.list", Descriptors.all());
	}

	@AfterEach
	void close() throws Exception {
		this.process.destroyForcibly().waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
		this.console.close();
	}

	@Test
	void followPrintsUntilCtrlC() throws Exception {
		start("exec \"$@\" tail -f ticker");
		BufferedReader reader = this.process.inputReader();
		assertThat(reader.readLine()).isEqualTo("ticker-0 | before");
		Awaitility.await().atMost(PATIENCE).until(() -> !this.console.subscriptions.isEmpty());
		this.console.print("ticker-0", "tick");
		assertThat(reader.readLine()).isEqualTo("ticker-0 | tick");
		interrupt();
		assertThat(exitCode()).isEqualTo(130);
		// The client does not wait for it longer than a second.
		Awaitility.await()
			.atMost(PATIENCE)
			.untilAsserted(
					() -> assertThat(this.console.requests).extracting((request) -> request.path("method").asString())
						.containsExactly("log.follow", "log.unfollow"));
		Awaitility.await().atMost(PATIENCE).until(this.console.subscriptions::isEmpty);
	}

	@Test
	void followEndsWithItsReaderAndKeepsNoSubscription() throws Exception {
		start("{ \"$@\" tail -f ticker; echo $? >&2; } | head -1");
		Awaitility.await().atMost(PATIENCE).until(() -> !this.console.subscriptions.isEmpty());
		// A pipe tells its writer only when it writes.
		Awaitility.await().atMost(PATIENCE).until(() -> {
			this.console.print("ticker-0", "tick");
			return !this.process.isAlive();
		});
		assertThat(this.process.inputReader().readLine()).isEqualTo("ticker-0 | before");
		assertThat(this.process.errorReader().lines()).containsExactly("141");
		Awaitility.await().atMost(PATIENCE).until(this.console.subscriptions::isEmpty);
	}

	@Test
	void aReaderThatHasSeenEnoughIsNoFailureToTellOf() throws Exception {
		this.console.answer("process.list", "[" + (Descriptors.PRICING + ",").repeat(2000) + Descriptors.MAILER + "]");
		start("{ \"$@\" list; echo $? >&2; } | head -1");
		assertThat(exitCode()).isZero();
		assertThat(this.process.errorReader().lines()).containsExactly("141");
	}

	@Test
	void aFullDiskIs() throws Exception {
		start("exec \"$@\" list >/dev/full");
		assertThat(exitCode()).isEqualTo(1);
		assertThat(this.process.errorReader().readLine()).startsWith("processctl: the output cannot be written");
	}

	@Test
	void watchPrintsAgainAndAgain() throws Exception {
		start("exec \"$@\" watch --json --interval 10ms");
		BufferedReader reader = this.process.inputReader();
		for (int round = 0; round < 5; round++) {
			assertThat(reader.readLine()).startsWith("[{\"name\":\"pricing\"");
		}
		interrupt();
		assertThat(exitCode()).isEqualTo(130);
	}

	@Test
	void watchLeavesTheTerminalAsItWasAlthoughTheConsoleDoesNotAnswer() throws Exception {
		AtomicInteger asked = new AtomicInteger();
		this.console.method("process.list", (params, client) -> (asked.incrementAndGet() == 1)
				? TestConsole.JSON.readTree(Descriptors.all()) : null);
		start("exec \"$@\" watch --interval 10ms", AtTerminal.class);
		Awaitility.await().atMost(PATIENCE).until(() -> asked.get() == 2);
		interrupt();
		assertThat(exitCode()).isEqualTo(130);
		assertThat(new String(this.process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
			.startsWith("\u001b[?1049h")
			.contains("Ctrl-C ends")
			.endsWith("\u001b[?1049l");
	}

	private void start(String script) throws IOException {
		start(script, Processctl.class);
	}

	private void start(String script, Class<?> main) throws IOException {
		ProcessBuilder builder = new ProcessBuilder(List.of("sh", "-c", script, "sh", java(), "-XX:TieredStopAtLevel=1",
				"-cp", System.getProperty("java.class.path"), main.getName()));
		builder.environment().put("PROCESSCTL_SOCKET", this.directory.resolve("console.sock").toString());
		this.process = builder.start();
	}

	private static String java() {
		return Path.of(System.getProperty("java.home"), "bin", "java").toString();
	}

	private void interrupt() throws Exception {
		Process kill = new ProcessBuilder("sh", "-c", "kill -INT " + this.process.pid()).inheritIO().start();
		assertThat(kill.waitFor()).isZero();
	}

	private int exitCode() throws InterruptedException {
		assertThat(this.process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).as("has ended").isTrue();
		return this.process.exitValue();
	}

	/**
	 * Takes its standard output for a terminal.
	 */
	static class AtTerminal {

		public static void main(String[] arguments) {
			System.exit(Processctl.run(new Surroundings(System.getenv(), new FileOutputStream(FileDescriptor.out),
					new FileOutputStream(FileDescriptor.err), true), arguments));
		}

	}

}
