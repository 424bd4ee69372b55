package dev.processkit.console;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.processkit.ProcessManager;
import dev.processkit.ProcessSignal;
import dev.processkit.ProcessStatus;
import dev.processkit.ReloadRefusedException;
import dev.processkit.ReloadReport;

import static java.util.concurrent.CompletableFuture.completedFuture;
import static java.util.concurrent.CompletableFuture.failedFuture;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.verify;

/**
 * The console for people.
 */
@EnabledOnOs(OS.LINUX)
class WordsTests {

	@TempDir
	private Path directory;

	private RunningConsole console;

	private ConsoleClient client;

	@BeforeEach
	void open() throws Exception {
		this.console = new RunningConsole().onUnix(this.directory);
		this.client = this.console.client();
	}

	@AfterEach
	void close() throws Exception {
		this.client.close();
		this.console.close();
	}

	@Test
	void listAndStatusAreAligned() throws Exception {
		String head = this.client.ask("list");
		String pricing = this.client.line();
		String cache = this.client.line();
		String ticker = this.client.line();
		assertThat(head.split(" +")).containsExactly("PROCESS", "KIND", "STATE", "INSTANCES", "ENDPOINT", "WHAT",
				"REASON");
		assertThat(pricing.indexOf("tcp://127.0.0.1:9501")).isEqualTo(head.indexOf("ENDPOINT"));
		assertThat(pricing.indexOf("worker is ready")).isEqualTo(head.indexOf("REASON"));
		assertThat(cache.indexOf("STOPPED")).isEqualTo(head.indexOf("STATE"));
		assertThat(ticker.indexOf("python3 ticker.py --password=******")).isEqualTo(head.indexOf("WHAT"));
		assertThat(ticker).doesNotContain("hunter2");
		assertThat(this.client.ask("status ticker"))
			.isEqualTo("INSTANCE  STATE   PID  UPTIME  RESTARTS  CPU  MEMORY  LAST EXIT");
		assertThat(this.client.line())
			.isEqualTo("ticker-0  FAILED  -    -       3         -    -       ended by signal TERM");
		assertThat(this.client.ask("stats")).startsWith("PROCESS").endsWith("MEMORY");
		assertThat(this.client.line()).startsWith("pricing  2 READY    1 ");
		this.client.line();
		this.client.line();
		assertThat(this.client.line()).isEqualTo("2 of at most 256 processes are live");
	}

	@Test
	void actsAreOneWordAndItsTarget() throws Exception {
		ProcessManager manager = this.console.manager();
		ProcessStatus status = manager.status().processes().get(1);
		given(manager.start("cache")).willReturn(completedFuture(status));
		given(manager.stop("cache")).willReturn(completedFuture(status));
		given(manager.kill("cache", ProcessSignal.INT)).willReturn(completedFuture(status));
		given(manager.restart("cache")).willReturn(completedFuture(status));
		given(manager.rollingRestart("cache")).willReturn(completedFuture(status));
		given(manager.pause("cache")).willReturn(completedFuture(status));
		given(manager.resume("cache")).willReturn(completedFuture(status));
		given(manager.signal("cache", ProcessSignal.HUP)).willReturn(completedFuture(status));
		given(manager.scale("cache", 4)).willReturn(completedFuture(status));
		given(manager.reopenLog("cache")).willReturn(completedFuture(status));
		for (String command : List.of("start cache", "stop cache", "stop cache INT", "restart cache",
				"restart --rolling cache", "restart cache --rolling", "pause 'cache'", "resume \"cache\"",
				"signal cache HUP", "scale cache 4", "reopen cache")) {
			assertThat(this.client.ask(command)).as(command).startsWith("INSTANCE ");
			assertThat(this.client.line()).as(command).startsWith("cache-0 ");
		}
		verify(manager).stop("cache");
		verify(manager).scale("cache", 4);
		verify(manager).reopenLog("cache");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			statsu            | error: 'statsu' is unknown; did you mean 'stats'?
			restrat cache     | error: 'restrat' is unknown; did you mean 'restart'?
			xyzzy             | error: 'xyzzy' is unknown
			stop              | error: Write: stop TARGET [SIGNAL] · take it down; it stays down
			stop a b c        | error: 'c' is too much here
			list all          | error: 'all' is too much here
			scale cache many  | error: Property 'instances' with value 'many' is no number of instances
			signal cache LOUD | error: Property 'signal' with value 'LOUD' is not a signal.
			status gone       | error: No process, instance or pid 'gone' is supervised here
			tail -n x cache   | error: 'lines' is 'x', but must be a whole number from 0 to 10000
			stop "cache       | error: A quote is not closed
			system.ping x     | error: 'x' is no KEY=VALUE
			system.methodHelp method={} | error: There is no method '{}'
			""")
	void errorsAreOneLineAndHintOnce(String command, String error) throws Exception {
		assertThat(this.client.ask(command)).startsWith(error);
		assertThat(this.client.line()).isEqualTo("Type 'help' to see what there is.");
		assertThat(this.client.ask("nonsense")).isEqualTo("error: 'nonsense' is unknown");
		assertThat(this.client.ask("system.ping")).isEqualTo("pong");
	}

	@Test
	void reloadIsToldInWordsAndItsRefusalInOneLine() throws Exception {
		given(this.console.manager().reload()).willReturn(
				completedFuture(new ReloadReport(List.of("a"), List.of(), List.of("b"), List.of("c"), List.of())));
		assertThat(this.client.ask("reload")).isEqualTo("added: a");
		assertThat(this.client.line()).isEqualTo("removed: b");
		assertThat(this.client.line()).isEqualTo("unchanged: c");
		given(this.console.manager().reload())
			.willReturn(failedFuture(new ReloadRefusedException("Unknown property:\n\n    a.b\n", null)));
		assertThat(this.client.ask("reload")).isEqualTo("error: Unknown property: a.b");
	}

	@Test
	void tailShowsWhatWasPrintedAndNoTerminalCodes() throws Exception {
		given(this.console.manager().tail("cache")).willReturn(List.of("one", "two", "\u001b]0;evil\u0007"));
		assertThat(this.client.ask("tail -n 2 cache")).isEqualTo("two");
		assertThat(this.client.line()).isEqualTo("\ufffd]0;evil\ufffd");
		given(this.console.manager().tail("cache")).willReturn(List.of());
		assertThat(this.client.ask("tail cache")).isEqualTo("(it has printed nothing yet)");
	}

	@Test
	void helpAndMethodsListEverything() throws Exception {
		this.client.send("help\nmethods\nsystem.ping\n");
		StringBuilder text = new StringBuilder();
		for (String line = this.client.line(); !line.equals("pong"); line = this.client.line()) {
			text.append(line).append('\n');
		}
		assertThat(text).contains("restart", "tail", "quit", "process.scale(target: string, instances: integer)");
	}

}
