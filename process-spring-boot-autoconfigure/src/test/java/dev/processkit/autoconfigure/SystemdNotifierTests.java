package dev.processkit.autoconfigure;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

import dev.processkit.ProcessDefinition;
import dev.processkit.Program;
import dev.processkit.Readiness;
import dev.processkit.supervisor.Supervisor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.StringUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

/**
 * A datagram socket as systemd has one, and what arrives there.
 */
@EnabledOnOs(OS.LINUX)
@ExtendWith(OutputCaptureExtension.class)
@Timeout(180)
class SystemdNotifierTests {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private static final String SLOW = "until test -e %s; do sleep 0.05; done; echo up; exec sleep 1000";

	/** Prints each datagram in one line; what is passed along with it is closed. */
	private static final String LISTENER = """
			import socket, sys
			s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
			s.bind(sys.argv[1])
			print("bound", flush=True)
			while True:
			    print(s.recv(4096).decode().replace("\\n", "|"), flush=True)
			""";

	private static final String SENDER = "import socket, sys; "
			+ "socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM).sendto(sys.argv[2].encode(), sys.argv[1])";

	@TempDir
	private Path directory;

	private final Queue<String> received = new ConcurrentLinkedQueue<>();

	private Process listener;

	private ConfigurableApplicationContext context;

	@AfterEach
	void close() throws InterruptedException {
		if (this.context != null) {
			this.context.close();
		}
		if (this.listener != null) {
			this.listener.destroyForcibly().waitFor();
		}
	}

	@Test
	void readyWaitsForTheProcessesAndTheWatchdogHearsOfUsMeanwhile() throws IOException {
		String socket = listen();
		Path go = this.directory.resolve("go");
		run("NOTIFY_SOCKET=" + socket, "WATCHDOG_USEC=1000000", "process.processes.slow.command[0]=sh",
				"process.processes.slow.command[1]=-c", "process.processes.slow.command[2]=" + SLOW.formatted(go),
				"process.processes.slow.readiness.probe=log-line", "process.processes.slow.readiness.pattern=up",
				"process.processes.slow.readiness.timeout=2m");
		awaitMessage("WATCHDOG=1");
		assertThat(this.received).noneMatch((message) -> message.startsWith("READY=1"));
		Files.createFile(go);
		awaitMessage("READY=1|STATUS=1 of 1 processes ready");
		awaitMessage("WATCHDOG=1|STATUS=1 of 1 processes ready");
		this.context.close();
		awaitMessage("STOPPING=1|STATUS=stopping its processes");
		assertThat(this.received).filteredOn((message) -> message.startsWith("READY=1")).hasSize(1);
	}

	@Test
	void readyIsSaidAgainUntilItIsTaken(CapturedOutput output) throws IOException {
		run("NOTIFY_SOCKET=" + socket(), "process.systemd.ready=application");
		await().atMost(PATIENCE).until(() -> output.getAll().contains("systemd cannot be told"));
		listen();
		awaitMessage("READY=1|STATUS=0 of 0 processes ready");
	}

	@Test
	void watchdogIsNotToldWhileTheSupervisorHangs(CapturedOutput output) throws Exception {
		run("NOTIFY_SOCKET=" + listen(), "WATCHDOG_USEC=800000", "process.systemd.ready=application");
		awaitMessage("READY=1|STATUS=0 of 0 processes ready");
		CountDownLatch hanging = new CountDownLatch(1);
		CountDownLatch release = new CountDownLatch(1);
		try {
			Path go = this.directory.resolve("go");
			ProcessDefinition slow = ProcessDefinition
				.of("slow", new Program.Command(List.of("sh", "-c", SLOW.formatted(go))))
				.withPolicies((policies) -> policies.withReadiness(
						new Readiness(new Readiness.Probe.LogLine(Pattern.compile("up")), Duration.ofMinutes(2))));
			this.context.getBean(Supervisor.class).add(List.of(slow), "test").thenRun(() -> {
				hanging.countDown();
				awaitQuietly(release);
			});
			Files.createFile(go);
			assertThat(hanging.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
			// A machine that was busy may have led to some before.
			int before = complaints(output);
			await().atMost(PATIENCE).until(() -> complaints(output) > before);
			awaitAllSentBefore("first mark");
			long told = told();
			await().atMost(PATIENCE).until(() -> complaints(output) >= before + 3);
			awaitAllSentBefore("second mark");
			assertThat(told()).isEqualTo(told);
		}
		finally {
			release.countDown();
		}
		long before = told();
		await().atMost(PATIENCE).until(() -> told() > before);
	}

	@Test
	void socketThatNobodyListensAtIsAWarningOnly(CapturedOutput output) {
		run("NOTIFY_SOCKET=" + this.directory.resolve("nobody"), "WATCHDOG_USEC=400000");
		await().atMost(PATIENCE).until(() -> output.getAll().contains("systemd cannot be told how the application is"));
		assertThat(this.context.isActive()).isTrue();
	}

	@Test
	void abstractSocketIsReached() throws IOException {
		listen("\0" + this.directory);
		run("NOTIFY_SOCKET=@" + this.directory);
		awaitMessage("READY=1|STATUS=0 of 0 processes ready");
	}

	private static void awaitQuietly(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static int complaints(CapturedOutput output) {
		return StringUtils.countOccurrencesOf(output.getAll(), "The supervisor does not answer");
	}

	private long told() {
		return this.received.stream().filter((message) -> message.startsWith("WATCHDOG=1")).count();
	}

	private void awaitMessage(String message) {
		await().atMost(PATIENCE).until(() -> this.received.contains(message));
	}

	/** Datagrams arrive in the order in which they were sent. */
	private void awaitAllSentBefore(String mark) throws Exception {
		Process sender = new ProcessBuilder("python3", "-c", SENDER, socket(), mark).inheritIO().start();
		assertThat(sender.waitFor()).isZero();
		awaitMessage(mark);
	}

	private String listen() throws IOException {
		listen(socket());
		return socket();
	}

	private String socket() {
		return this.directory.resolve("notify").toString();
	}

	private void listen(String address) throws IOException {
		for (String program : List.of("python3", "systemd-notify")) {
			assumeThat(onPath(program)).as("there is a program '%s'", program).isTrue();
		}
		String script = LISTENER.replace("sys.argv[1]",
				address.startsWith("\0") ? "'\\0' + sys.argv[1]" : "sys.argv[1]");
		this.listener = new ProcessBuilder("python3", "-c", script, address.replace("\0", ""))
			.redirectError(ProcessBuilder.Redirect.INHERIT)
			.start();
		BufferedReader out = this.listener.inputReader();
		assertThat(out.readLine()).isEqualTo("bound");
		Thread reader = new Thread(() -> out.lines().forEach(this.received::add), "datagrams");
		reader.setDaemon(true);
		reader.start();
	}

	private static boolean onPath(String program) {
		return List.of(System.getenv("PATH").split(":"))
			.stream()
			.anyMatch((place) -> Files.isExecutable(Path.of(place, program)));
	}

	private void run(String... properties) {
		this.context = new SpringApplicationBuilder(App.class).web(WebApplicationType.NONE)
			.properties("process.skip.in-tests=false", "process.runtime-directory=" + this.directory,
					"process.class-archive.enabled=false", "process.spares=0")
			.properties(properties)
			.run();
	}

	@EnableAutoConfiguration
	static class App {

	}

}
