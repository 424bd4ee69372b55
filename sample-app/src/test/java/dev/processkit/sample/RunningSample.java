package dev.processkit.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.awaitility.Awaitility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The application in a JVM of its own. Closing it sends TERM and asserts that it leaves
 * nothing behind.
 */
final class RunningSample implements AutoCloseable {

	/** A property for those that count restarts or compare pids. */
	static final String SILENCE_IS_BORNE = "--process.defaults.heartbeat.timeout=60s";

	/** Far more than anything takes, on a machine that has other things to do too. */
	static final Duration PATIENCE = Duration.ofSeconds(120);

	private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");

	static {
		Awaitility.setDefaultTimeout(PATIENCE);
		Awaitility.setDefaultPollInterval(Duration.ofMillis(20));
		Awaitility.pollInSameThread();
	}

	private final SampleHome home;

	private final Process process;

	private final Actuator actuator;

	private final String token;

	private RunningSample(SampleHome home, Process process, int port, String token) {
		this.home = home;
		this.process = process;
		this.actuator = new Actuator(port);
		this.token = token;
	}

	/**
	 * Start the packaged jar and wait until its processes are supervised.
	 * @param home where
	 * @param properties further command-line properties
	 * @return the running application
	 */
	static RunningSample start(SampleHome home, String... properties) {
		return whenUp(home, home.launch(properties));
	}

	/**
	 * Wait until an application that was launched is up.
	 * @param home where
	 * @param process its JVM
	 * @return the running application
	 */
	static RunningSample whenUp(SampleHome home, Process process) {
		try {
			await().failFast("the application has ended", () -> !process.isAlive())
				.until(() -> PORT.matcher(home.log()).find());
			Matcher port = PORT.matcher(home.log());
			assertThat(port.find()).isTrue();
			String prefix = "pk-" + process.pid() + "-";
			String token = await()
				.until(() -> home.runs()
					.stream()
					.map((run) -> run.getFileName().toString())
					.filter((name) -> name.startsWith(prefix))
					.findAny(), (found) -> found.isPresent())
				.orElseThrow()
				.substring("pk-".length());
			return new RunningSample(home, process, Integer.parseInt(port.group(1)), token);
		}
		catch (RuntimeException | Error ex) {
			process.destroyForcibly();
			throw new AssertionError("The application did not start:\n" + home.log(), ex);
		}
	}

	SampleHome home() {
		return this.home;
	}

	Actuator actuator() {
		return this.actuator;
	}

	String token() {
		return this.token;
	}

	Process process() {
		return this.process;
	}

	/**
	 * Send a signal.
	 * @param signal its name without SIG
	 * @param pid whom to
	 */
	static void signal(String signal, long pid) throws IOException, InterruptedException {
		Process kill = new ProcessBuilder("kill", "-s", signal, String.valueOf(pid)).inheritIO().start();
		assertThat(kill.waitFor()).isZero();
	}

	/**
	 * Send a signal to the application and wait until it has ended.
	 * @param signal its name without SIG
	 * @return the exit code
	 */
	int end(String signal) throws IOException, InterruptedException {
		signal(signal, this.process.pid());
		assertThat(this.process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).as(this.home::log).isTrue();
		return this.process.exitValue();
	}

	List<String> marked() {
		return MarkedProcesses.ofRun(this.token);
	}

	long guardian() {
		String guardian = await()
			.until(() -> marked().stream().filter((process) -> process.contains("processkit-guardian")).findAny(),
					(found) -> found.isPresent())
			.orElseThrow();
		return Long.parseLong(guardian.substring(0, guardian.indexOf(' ')));
	}

	void assertNothingLeft() {
		// The guardian ends by itself, and nobody waits for it.
		await("processes of the run").untilAsserted(() -> assertThat(marked()).isEmpty());
		assertThat(this.home.runs()).as("directories of the run").isEmpty();
		assertThat(Files.exists(this.home.socket())).as("socket file").isFalse();
		assertThat(Files.exists(this.home.console())).as("socket file of the console").isFalse();
	}

	@Override
	public void close() throws IOException, InterruptedException {
		try {
			if (this.process.isAlive()) {
				end("TERM");
			}
			assertNothingLeft();
		}
		finally {
			this.process.destroyForcibly().waitFor();
		}
	}

}
