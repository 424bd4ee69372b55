package dev.processkit.operating;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.processkit.InstanceState;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

/**
 * What somebody sees who types at a terminal: the screens of the client, Ctrl-C, and the
 * words of the console.
 */
@EnabledOnOs(OS.LINUX)
@Timeout(300)
class TerminalIT {

	private static final String GREEN = "\u001b[32m";

	private static final String LEAVE = "\u001b[?1049l";

	@TempDir
	private static Path directory;

	private static int port;

	private static OperatedApplication application;

	private static Processctl processctl;

	@BeforeAll
	static void start() throws Exception {
		assumeThat(Terminal.isThere()).as("script of util-linux").isTrue();
		assumeThat(Interrupts.areIgnored()).as("started by a shell in the background").isFalse();
		port = OperatedApplication.freePort();
		application = open();
		processctl = Processctl.install(directory.resolve("bin"), application.socket());
	}

	private static OperatedApplication open() throws IOException {
		return new OperatedApplication(directory, "process.console.port=" + port, "process.console.token=s3cret");
	}

	@AfterAll
	static void stop() {
		if (application != null) {
			application.close();
		}
	}

	@Test
	void watchRepaintsInPlaceAndLeavesTheTerminalAsItWas() throws Exception {
		try (Terminal terminal = new Terminal(processctl.environment(), 24, 100)) {
			String modes = terminal.run("stty -g");
			terminal.type("processctl watch -i 200ms\n");
			assertThat(terminal.await("Ctrl-C ends", 3)).contains(GREEN + "READY", "\u001b[31;1mFAILED");
			terminal.awaitScreen((screen) -> screen.isAlternate() && !screen.showsCursor());
			terminal.awaitScreen((screen) -> matches(screen.lines(), "\\d\\d:\\d\\d:\\d\\d  Ctrl-C ends", "",
					"INSTANCE +STATE +ACTIVITY .* REASON", ".*", ".*", ".*", ".*", ".*"));
			application.manager().pause("heart").get(30, TimeUnit.SECONDS);
			terminal.awaitScreen(
					(screen) -> screen.lines().stream().anyMatch((line) -> line.matches("heart-0 +PAUSED +paused .*")));
			application.manager().resume("heart").get(30, TimeUnit.SECONDS);
			terminal.awaitScreen(
					(screen) -> screen.lines().stream().anyMatch((line) -> line.matches("heart-0 +READY +looping .*")));
			endWatch(terminal);
			assertThat(terminal.run("stty -g")).isEqualTo(modes);
			// The screen from before is back.
			assertThat(terminal.lines()).anyMatch((line) -> line.endsWith("processctl watch -i 200ms"))
				.noneMatch((line) -> line.startsWith("INSTANCE"));
		}
	}

	@Test
	void watchOnASmallTerminalSaysHowMuchIsMissing() throws Exception {
		try (Terminal terminal = new Terminal(processctl.environment(), 6, 60)) {
			terminal.type("processctl watch -i 100ms\n");
			terminal.await("Ctrl-C ends", 3);
			terminal.awaitScreen(
					(screen) -> matches(screen.lines(), ".*Ctrl-C ends", "", "INSTANCE .*", ".*", ".*", "… 3 more"));
			endWatch(terminal);
		}
	}

	@Test
	void watchWhoseHeightIsUnknownKeepsItsHead() throws Exception {
		try (Terminal terminal = new Terminal(processctl.environment(), 6, 60)) {
			terminal.type("COLUMNS=60 LINES= java -jar %s/bin/processctl.jar watch -i 100ms\n".formatted(directory)
				.replace("java", System.getProperty("java.home") + "/bin/java"));
			terminal.await("Ctrl-C ends", 3);
			terminal
				.awaitScreen((screen) -> screen.lines().size() == 6 && screen.lines().get(0).endsWith("Ctrl-C ends"));
			endWatch(terminal);
		}
	}

	@Test
	void watchWaitsForAnApplicationThatRestarts() throws Exception {
		try (Terminal terminal = new Terminal(processctl.environment(), 24, 100)) {
			terminal.type("processctl watch -i 100ms\n");
			terminal.awaitScreen((screen) -> screen.lines().size() > 2);
			application.close();
			terminal.awaitScreen(
					(screen) -> screen.lines().size() > 2 && screen.lines().get(2).startsWith("there is no console "));
			application = open();
			terminal.awaitScreen((screen) -> screen.lines().size() > 3 && screen.lines().get(2).startsWith("INSTANCE"));
			endWatch(terminal);
		}
	}

	@Test
	void followShowsColoursButNothingThatSteersAndEndsWithCtrlC() throws Exception {
		try (Terminal terminal = new Terminal(processctl.environment(), 24, 100)) {
			terminal.type("processctl tail -n 2 -f ticker\n");
			assertThat(terminal.await("tick", 6))
				.contains("\u001b[36mticker-0\u001b[0m | tick ", GREEN + "green\u001b[0m\ufffd[2J")
				.doesNotContain("\u001b[2J");
			terminal.type(Terminal.CTRL_C);
			terminal.await("ready> ");
			assertThat(terminal.run("echo $?")).startsWith("130\n");
		}
		await().atMost(OperatedApplication.PATIENCE).until(() -> OperatedApplication.consoleThreads() == 2);
	}

	@Test
	void coloursAreForTerminals() throws Exception {
		try (Terminal terminal = new Terminal(processctl.environment(), 24, 100)) {
			assertThat(terminal.run("processctl list")).contains(GREEN + "READY");
			// What takes the console too long is shown as it is then, in another colour.
			assertThat(terminal.run("processctl restart silent")).contains("silent-0 \u001b[");
			assertThat(terminal.run("processctl list | cat")).contains("READY").doesNotContain("\u001b");
			assertThat(terminal.run("NO_COLOR=1 processctl list")).contains("READY").doesNotContain("\u001b");
			assertThat(terminal.run("processctl list --color never")).contains("READY").doesNotContain("\u001b");
			assertThat(terminal.run("processctl list --color always | cat")).contains(GREEN + "READY");
			assertThat(terminal.run("processctl status").lines()).allMatch((line) -> plain(line).length() <= 100)
				.anyMatch((line) -> line.endsWith("…"));
		}
	}

	/** Whatever of these a machine has. */
	@ParameterizedTest
	@CsvSource({ "nc, nc -U SOCKET", "socat, socat - UNIX-CONNECT:SOCKET", "curl, curl -sN telnet://127.0.0.1:PORT" })
	void ordinaryToolsAreAConsoleToTypeAt(String tool, String command) throws Exception {
		assumeThat(exists(tool)).as(tool).isTrue();
		try (Terminal terminal = new Terminal(processctl.environment(), 24, 100)) {
			terminal.type(command.replace("SOCKET", application.socket().toString()).replace("PORT", port + "") + "\n");
			if (tool.equals("curl")) {
				terminal.type("token s3cret\n");
				terminal.await("\nok");
			}
			terminal.type("statsu\n");
			terminal.await("did you mean 'stats'?");
			terminal.type("status heart\n");
			terminal.await("LAST EXIT");
			assertThat(terminal.await("\nheart-0 ") + terminal.await("\n")).contains("READY", "looping");
			// curl looks at what arrives only when something is typed.
			terminal.type(tool.equals("curl") ? "tail -n 3 ticker\n" : "tail -n 1 -f ticker\n");
			assertThat(terminal.await("\ufffd[2J", 3)).contains("tick ").doesNotContain("\u001b");
			terminal.type("\n");
			terminal.type("mail.flush queue=out\n");
			terminal.await("\"sent\" : 12");
			terminal.type("quit\n");
			// nc notices with the next line that nobody listens.
			terminal.await("quit");
			terminal.type("\n\n");
			terminal.await("ready> ");
			terminal.awaitScreen(Screen::isSane);
		}
		await().atMost(OperatedApplication.PATIENCE).until(() -> OperatedApplication.consoleThreads() == 2);
	}

	private static void endWatch(Terminal terminal) throws IOException {
		terminal.type(Terminal.CTRL_C);
		assertThat(terminal.await("ready> ")).contains(LEAVE);
		assertThat(terminal.run("echo $?")).startsWith("130\n");
		terminal.awaitScreen(Screen::isSane);
	}

	private static boolean matches(List<String> lines, String... patterns) {
		if (lines.size() != patterns.length) {
			return false;
		}
		for (int row = 0; row < patterns.length; row++) {
			if (!lines.get(row).matches(patterns[row])) {
				return false;
			}
		}
		return true;
	}

	private static String plain(String line) {
		return line.replaceAll("\u001b\\[[\\d;]*m", "");
	}

	private static boolean exists(String tool) {
		return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
			.anyMatch((path) -> Files.isExecutable(Path.of(path, tool)));
	}

}
