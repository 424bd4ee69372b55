package dev.processkit.ctl;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What each command asks a console on a real socket, and what it prints and exits with.
 */
class ProcessctlTests {

	@TempDir
	private Path directory;

	private TestConsole console;

	@BeforeEach
	void open() throws IOException {
		this.console = TestConsole.onUnixSocket(socket());
		this.console.answer("process.list", Descriptors.all())
			.answer("process.status", Descriptors.PRICING)
			.refuse("process.start", -32002, "'pricing' is READY");
	}

	@AfterEach
	void close() throws Exception {
		this.console.close();
	}

	@Test
	void listShowsEachProcess() {
		Invocation list = run("list");
		assertThat(list.out()).isEqualTo(
				"""
						NAME     KIND      STATE   READY  RESTARTS   CPU  MEMORY  ENDPOINT              REASON
						pricing  tcp       READY     2/2         1  1.9s  112 MB  tcp://127.0.0.1:9501  the worker says so
						mailer   standard  FAILED    0/1        10     -       -  -                     exited with code 1 more \
						than 10 times within 60s
						""");
		assertThat(list.err()).isEmpty();
		assertThat(list.status()).isZero();
	}

	@Test
	void statusWithoutTargetShowsEachInstance() {
		Invocation status = run("status");
		assertThat(status.out()).isEqualTo(
				"""
						INSTANCE   STATE    PID  UPTIME  RESTARTS    CPU  MEMORY  REASON
						pricing-0  READY   4711   1h 2m         1  420ms   56 MB  the worker says so
						pricing-1  READY   4712    4.2s         0   1.5s   56 MB  the worker says so
						mailer-0   FAILED     -       -        10      -       -  exited with code 1 more than 10 times within 60s
						""");
	}

	@Test
	void workersThatLoopSayHowFarTheyAre() {
		this.console.answer("process.list", "[" + Descriptors.PULSE + "," + Descriptors.MAILER + "]")
			.answer("process.status", Descriptors.PULSE);
		assertThat(run("status").out()).isEqualTo("""
				INSTANCE  STATE   ACTIVITY  LOOPS  OVERRUNS   PID  UPTIME  RESTARTS   CPU  MEMORY  REASON
				pulse-0   READY   looping    4711         2  4713     42s         0  1.0s   56 MB  the worker says so
				pulse-1   READY   spin-up       -         -  4714     42s         0  1.0s   56 MB  the worker says so
				mailer-0  FAILED  -             -         -     -       -        10     -       -  exited with code 1 \
				more than 10 times within 60s
				""");
		assertThat(run("status", "pulse").out()).contains("pulse-0   READY  looping    4711         2  4713");
		assertThat(run("list").out()).contains("STATE   ACTIVITY", "READY   1 looping, 1 spin-up  ");
	}

	@Test
	void statusSaysByItsExitCodeThatSomethingIsMissing() {
		assertThat(run("status").status()).isEqualTo(5);
		assertThat(run("status", "pricing").status()).isZero();
		this.console.answer("process.status", Descriptors.PRICING.replace("\"id\": \"pricing-1\", \"state\": \"READY\"",
				"\"id\": \"pricing-1\", \"state\": \"BACKING_OFF\""));
		assertThat(run("status", "pricing").status()).isEqualTo(5);
		this.console.answer("process.status", Descriptors.PRICING.replace("READY", "STOPPED"));
		assertThat(run("status", "pricing").status()).isZero();
	}

	@Test
	void statusOfAGroupShowsTheInstancesOfItsMembers() {
		this.console.answer("process.status", Descriptors.all());
		Invocation status = run("status", "shop");
		assertThat(status.out()).startsWith("INSTANCE ")
			.contains("pricing-0  READY", "pricing-1  READY", "mailer-0   FAILED");
		assertThat(status.status()).isEqualTo(5);
		this.console.answer("process.status", "[" + Descriptors.PRICING + "]");
		assertThat(run("status", "shop").status()).isZero();
	}

	@Test
	void actionOnSeveralTellsOfEach() {
		this.console.answer("process.restart", Descriptors.all());
		assertThat(run("restart", "shop").out()).isEqualTo("""
				pricing-0 READY, pricing-1 READY: the worker says so
				mailer-0 FAILED: exited with code 1 more than 10 times within 60s
				""");
	}

	@Test
	void statusOfATargetShowsAll() {
		Invocation status = run("status", "pricing");
		assertThat(status.out()).startsWith("""
				pricing (tcp) is READY: the worker says so
				runs com.acme.Pricing at tcp://127.0.0.1:9501, 3 requests wait
				follows its load between 1 and 4 instances, mixed

				INSTANCE   STATE   PID  UPTIME  RESTARTS    CPU  MEMORY  LAST EXIT
				pricing-0  READY  4711   1h 2m         1  420ms   56 MB  """)
			.contains(" ago, signal KILL: out of memory?");
		assertThat(this.console.lastParams()).hasToString("{\"target\":\"pricing\"}");
	}

	@Test
	void jsonIsPrintedAsItCame() {
		Invocation list = run("list", "--json");
		assertThat(list.out().lines()).hasSize(1);
		assertThat(TestConsole.JSON.readTree(list.out())).isEqualTo(TestConsole.JSON.readTree(Descriptors.all()));
		assertThat(run("--json", "status").status()).isEqualTo(5);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '~',
			value = { "stop pricing|process.stop|{\"target\":\"pricing\"}",
					"stop --signal INT 4711|process.stop|{\"target\":\"4711\",\"signal\":\"INT\"}",
					"restart --rolling pricing|process.restart|{\"target\":\"pricing\",\"rolling\":true}",
					"restart pricing-0|process.restart|{\"target\":\"pricing-0\"}",
					"pause pricing|process.pause|{\"target\":\"pricing\"}",
					"resume pricing|process.resume|{\"target\":\"pricing\"}",
					"reopen pricing|process.reopen|{\"target\":\"pricing\"}",
					"signal pricing HUP|process.signal|{\"target\":\"pricing\",\"signal\":\"HUP\"}",
					"scale pricing 4|process.scale|{\"target\":\"pricing\",\"instances\":4}" })
	void actionsSaySoAndShowWhatIsThen(String command, String method, String params) {
		this.console.answer(method, Descriptors.PRICING);
		Invocation action = run(command.split(" "));
		assertThat(this.console.lastParams()).hasToString(params);
		assertThat(action.out()).isEqualTo("pricing-0 READY, pricing-1 READY: the worker says so\n");
		assertThat(action.status()).isZero();
	}

	@Test
	void eachTargetHasItsTurnAlthoughOneIsRefused() {
		this.console.method("process.stop", (params, client) -> {
			if (params.path("target").asString().equals("nobody")) {
				throw new TestConsole.Refusal(-32001, "No process, instance or pid 'nobody' is supervised here");
			}
			return TestConsole.JSON.readTree(Descriptors.PRICING);
		});
		Invocation stop = run("stop", "nobody", "pricing");
		assertThat(stop.status()).isEqualTo(4);
		assertThat(stop.err()).isEqualTo("processctl: No process, instance or pid 'nobody' is supervised here\n");
		assertThat(stop.out()).contains("pricing-0 READY");
	}

	@Test
	void aRefusalFailsWithItsReason() {
		Invocation start = run("start", "pricing");
		assertThat(start.status()).isEqualTo(1);
		assertThat(start.err()).isEqualTo("processctl: 'pricing' is READY\n");
		assertThat(start.out()).isEmpty();
	}

	@Test
	void reloadShowsTheDifference() {
		this.console.answer("process.reload",
				"{\"added\":[\"a\",\"b\"],\"changed\":[],\"removed\":[\"c\"],\"unchanged\":[\"pricing\"],\"postponed\":[]}");
		assertThat(run("reload").out()).isEqualTo("""
				added      a, b
				changed    -
				removed    c
				unchanged  pricing
				postponed  -
				""");
	}

	@Test
	void aRefusalOfSeveralLinesIsOneLine() {
		this.console.refuse("process.reload", -32000, "Unknown property:\n\n    process.proceses\n    at line 3\n");
		Invocation reload = run("reload");
		assertThat(reload.err()).isEqualTo("processctl: Unknown property: process.proceses at line 3\n");
		assertThat(reload.status()).isEqualTo(1);
	}

	@Test
	void invokePrintsTheText() {
		this.console.answer("process.invoke", "\"two\\nlines\"");
		assertThat(run("invoke", "indexer", "rebuild", "all of it").out()).isEqualTo("two\nlines\n");
		assertThat(this.console.lastParams())
			.hasToString("{\"target\":\"indexer\",\"name\":\"rebuild\",\"argument\":\"all of it\"}");
		run("invoke", "indexer", "rebuild");
		assertThat(this.console.lastParams().has("argument")).isFalse();
	}

	@Test
	void tailPrintsLinesAsTheyAre() {
		this.console.answer("log.tail", "[\"one\", \"two\\u001b[2J\"]");
		assertThat(run("tail", "-n", "2", "ticker").out()).isEqualTo("one\ntwo\u001b[2J\n");
		assertThat(this.console.lastParams()).hasToString("{\"target\":\"ticker\",\"lines\":2}");
		assertThat(Invocation.of(environment(), true, "tail", "ticker").out()).startsWith("one\ntwo\ufffd[2J\n");
	}

	@Test
	void statisticsAreSums() {
		this.console.answer("statistics", """
				{"supervisor": {"live": 2, "max": 256}, "processes": [
				 {"name": "pricing", "instances": {"READY": 1, "STARTING": 1}, "restarts": 3,
				  "requests": {"running": 5, "waiting": 12}, "uptime": "PT1H2M", "cpu": "PT12S", "memory": 117440512},
				 {"name": "mailer", "instances": {"FAILED": 1}, "restarts": 0,
				  "requests": {"running": 0, "waiting": 0}, "cpu": "PT0S", "memory": 0}]}""");
		assertThat(run("stats").out()).isEqualTo("""
				NAME     READY  RUNNING  WAITING  RESTARTS  UPTIME  CPU  MEMORY
				pricing    1/2        5       12         3   1h 2m  12s  112 MB
				mailer     0/1        0        0         0       -  0ms     0 B

				live  2
				max   256
				""");
	}

	@Test
	void methodsAreListedWithTheirHelp() {
		this.console.answer("system.listMethods", "[\"orders.purge\"]")
			.answer("system.methodSignature", """
					{"method": "orders.purge", "parameters": [{"name": "days", "type": "integer", "optional": false}],
					 "result": "integer"}""")
			.answer("system.methodHelp", "\"orders.purge(days: integer): integer\\nRemoves old orders.\"");
		assertThat(run("methods").out()).isEqualTo("""
				METHOD                                HELP
				orders.purge(days: integer): integer  Removes old orders.
				""");
		assertThat(run("methods", "--json", "orders.purge").out()).isEqualTo("""
				[{"method":"orders.purge","signature":{"method":"orders.purge","parameters":[{"name":"days",\
				"type":"integer","optional":false}],"result":"integer"},\
				"help":"orders.purge(days: integer): integer\\nRemoves old orders."}]
				""");
	}

	@Test
	void callSendsWhatIsTyped() {
		this.console.answer("orders.purge", "{\"removed\": 12}");
		assertThat(run("call", "orders.purge", "days=30", "id=007", "name=a b", "dry=true", "to=\"9\"").out())
			.isEqualTo("removed  12\n");
		assertThat(this.console.lastParams())
			.hasToString("{\"days\":30,\"id\":\"007\",\"name\":\"a b\",\"dry\":true,\"to\":\"9\"}");
		run("call", "orders.purge", "[1, {\"a\": null}]");
		assertThat(this.console.lastParams()).hasToString("[1,{\"a\":null}]");
	}

	@Test
	void anUnknownMethodIsRefusedWithAHint() {
		Invocation call = run("call", "orders.prune");
		assertThat(call.status()).isEqualTo(1);
		assertThat(call.err()).contains("There is no method 'orders.prune'", "'processctl methods'");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "lst", "scale pricing many", "scale pricing", "stop", "list --color sometimes",
			"list --timeout 0s", "list --timeout soon", "call m novalue", "call m {broken", "tail -n -1 ticker",
			"list --tcp 127.0.0.1:99999", "list --token-file /nowhere --tcp 1", "list --socket a --tcp 1" })
	void aWrongCommandLineAsksNothing(String command) {
		Invocation invocation = Invocation.of(environment(), false,
				command.isEmpty() ? new String[0] : command.split(" "));
		assertThat(invocation.status()).isEqualTo(2);
		assertThat(invocation.err()).isNotEmpty().doesNotContain("Exception", "\tat ");
		assertThat(this.console.requests).isEmpty();
	}

	@Test
	void coloursAreForTerminalsThatWantThem() {
		assertThat(Invocation.of(environment(), true, "list").out()).contains("\u001b[32mREADY\u001b[0m",
				"\u001b[31;1mFAILED\u001b[0m");
		assertThat(Invocation.of(environment(), false, "list").out()).doesNotContain("\u001b");
		assertThat(Invocation.of(environment(), false, "list", "--color=always").out()).contains("\u001b[32m");
		assertThat(Invocation.of(environment(), true, "list", "--color=never").out()).doesNotContain("\u001b");
		Map<String, String> plain = Map.of("PROCESSCTL_SOCKET", socket().toString(), "NO_COLOR", "1");
		assertThat(Invocation.of(plain, true, "list").out()).doesNotContain("\u001b");
	}

	@Test
	void longReasonsAreCutWhereATerminalEnds() {
		Map<String, String> narrow = Map.of("PROCESSCTL_SOCKET", socket().toString(), "COLUMNS", "72", "NO_COLOR", "1");
		assertThat(Invocation.of(narrow, true, "status").out().lines()).allMatch((line) -> line.length() <= 72)
			.anyMatch((line) -> line.endsWith("…"));
		assertThat(Invocation.of(narrow, false, "status").out()).contains("more than 10 times within 60s");
	}

	@Test
	void documentationTellsOfEachCommandAndExitCode() throws IOException {
		String documentation = Files.readString(Path.of("..", "docs", "processctl.md"));
		String help = run("--help").out();
		assertThat(help.substring(help.indexOf("Commands:"), help.indexOf("Exit codes:"))
			.lines()
			.filter((line) -> line.matches("  [a-z].*") && !line.startsWith("  help"))
			.map((line) -> line.strip().replaceAll(" .*", ""))).hasSizeGreaterThan(15)
			.allSatisfy((command) -> assertThat(documentation).containsPattern("(?m)^\\| .*`" + command + "\\b"));
		assertThat(help.substring(help.indexOf("Exit codes:")).lines().filter((line) -> line.matches("  \\d.*")))
			.hasSize(8)
			.allSatisfy(
					(line) -> assertThat(documentation).contains("\n| " + line.strip().replaceAll(" .*", "") + " |"));
	}

	@Test
	void completionKnowsCommandsAndOptions() {
		assertThat(run("generate-completion").out()).contains("complete -F _complete_processctl", "restart",
				"--rolling");
	}

	private Invocation run(String... arguments) {
		return Invocation.of(environment(), false, arguments);
	}

	private Map<String, String> environment() {
		return Map.of("PROCESSCTL_SOCKET", socket().toString());
	}

	private Path socket() {
		return this.directory.resolve("console.sock");
	}

}
