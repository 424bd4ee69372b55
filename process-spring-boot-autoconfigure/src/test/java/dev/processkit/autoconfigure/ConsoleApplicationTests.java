package dev.processkit.autoconfigure;

import java.io.File;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import dev.processkit.EndpointAddress;
import dev.processkit.InstanceState;
import dev.processkit.InvalidDefinitionException;
import dev.processkit.ProcessManager;
import dev.processkit.worker.MessageHandler;
import dev.processkit.worker.ProcessAction;
import dev.processkit.worker.WorkerContext;
import dev.processkit.console.Console;
import dev.processkit.console.ConsoleClient;
import dev.processkit.console.ConsoleMethod;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.stereotype.Component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * The admin console of a real application, with real processes.
 */
@EnabledOnOs(OS.LINUX)
class ConsoleApplicationTests {

	@TempDir
	private Path directory;

	@Test
	void operatorLooksActsAndIsGoneWithTheApplication() throws Exception {
		Path socket = this.directory.resolve("admin.sock");
		try (ConfigurableApplicationContext context = run("process.console.socket-path=" + socket,
				"process.processes.mailer.command=sh,-c,echo hello; exec sleep 1000",
				"process.processes.ticker.command=sleep,1000");
				ConsoleClient client = ConsoleClient
					.connect(context.getBean(ConsoleLifecycle.class).addresses().get(0));
				ConsoleClient people = ConsoleClient
					.connect(context.getBean(ConsoleLifecycle.class).addresses().get(0))) {
			ProcessManager manager = context.getBean(ProcessManager.class);
			awaitReady(manager, 2);
			await().atMost(Duration.ofSeconds(30)).until(() -> manager.tail("mailer").equals(List.of("hello")));
			long pid = instance(client.call("process.status", "[\"mailer\"]").path("result")).path("pid").asLong();
			JsonNode restarted = instance(client.call("process.restart", "[\"mailer\"]").path("result"));
			assertThat(restarted.path("state").asString()).isEqualTo("READY");
			assertThat(restarted.path("pid").asLong()).isPositive().isNotEqualTo(pid);
			assertThat(people.ask("stop ticker")).startsWith("INSTANCE");
			assertThat(people.line()).startsWith("ticker-0  STOPPED");
			assertThat(manager.status().processes().get(1).state()).isEqualTo(InstanceState.STOPPED);
			assertThat(manager.status().processes().get(1).reason())
				.contains("asked for by " + System.getProperty("user.name") + " at the console");
			assertThat(people.ask("tail -n 1 mailer")).isEqualTo("hello");
			assertThat(people.ask("mail.flush queue=out")).isEqualTo("flushed out");
			assertThat(client.call("process.start", "{\"target\":\"all\"}").path("result").size()).isEqualTo(2);
		}
		assertThat(socket).doesNotExist();
		await().untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
			.noneMatch((thread) -> thread.getName().startsWith("process-console")));
	}

	@Test
	void groupIsATargetLikeAnyOther() throws Exception {
		try (ConfigurableApplicationContext context = run(
				"process.console.socket-path=" + this.directory.resolve("admin.sock"),
				"process.processes.db.command=sh,-c,echo db is up; exec sleep 1000",
				"process.processes.calculator.type=" + Calculator.class.getName(),
				"process.processes.lone.command=sleep,1000", "process.groups.shop.members=calculator,db");
				ConsoleClient client = ConsoleClient
					.connect(context.getBean(ConsoleLifecycle.class).addresses().get(0));
				ConsoleClient people = ConsoleClient
					.connect(context.getBean(ConsoleLifecycle.class).addresses().get(0))) {
			ProcessManager manager = context.getBean(ProcessManager.class);
			await().atMost(Duration.ofSeconds(30)).until(() -> states(manager).equals("READY READY READY"));
			assertThat(client.call("process.groups", "[]").path("result"))
				.hasToString("{\"shop\":[\"calculator\",\"db\"]}");
			assertThat(names(client.call("process.status", "[\"shop\"]").path("result"))).containsExactly("calculator",
					"db");
			assertThat(client.call("process.pause", "[\"shop\"]").path("error").path("message").asString())
				.contains("'db-0' is a command without a protocol, so it cannot be paused");
			assertThat(states(manager)).as("none is paused").isEqualTo("READY READY READY");
			assertThat(client.call("process.scale", "[\"shop\", 2]").path("error").path("message").asString())
				.contains("is a group", "calculator, db");
			assertThat(people.ask("invoke shop double 21")).startsWith("error: 'shop' is a group");
			assertThat(people.line()).startsWith("Type 'help'");
			await().atMost(Duration.ofSeconds(30)).until(() -> manager.tail("shop").equals(List.of("db is up")));
			assertThat(people.ask("tail shop")).isEqualTo("db is up");
			assertThat(people.ask("groups")).startsWith("GROUP");
			assertThat(people.line()).isEqualTo("shop   calculator, db");
			assertThat(people.ask("stop shop")).startsWith("INSTANCE");
			assertThat(people.line()).startsWith("calculator-0  STOPPED");
			assertThat(people.line()).startsWith("db-0          STOPPED");
			assertThat(manager.isRunning("lone")).isTrue();
			assertThat(names(client.call("process.start", "{\"target\":\"shop\"}").path("result")))
				.containsExactly("calculator", "db");
			await().atMost(Duration.ofSeconds(30)).until(() -> states(manager).equals("READY READY READY"));
		}
	}

	private static String states(ProcessManager manager) {
		return manager.status()
			.processes()
			.stream()
			.map((process) -> process.state().name())
			.collect(Collectors.joining(" "));
	}

	private static List<String> names(JsonNode processes) {
		return processes.valueStream().map((process) -> process.path("name").asString()).toList();
	}

	@Test
	void consoleFollowsInvokesAndReloads() throws Exception {
		try (ConfigurableApplicationContext context = run(
				"process.console.socket-path=" + this.directory.resolve("admin.sock"),
				"process.processes.printer.command=sh,-c,while read line; do echo $line; done",
				"process.processes.printer.stdin=pipe",
				"process.processes.calculator.type=" + Calculator.class.getName());
				ConsoleClient client = ConsoleClient
					.connect(context.getBean(ConsoleLifecycle.class).addresses().get(0));
				ConsoleClient people = ConsoleClient
					.connect(context.getBean(ConsoleLifecycle.class).addresses().get(0))) {
			ProcessManager manager = context.getBean(ProcessManager.class);
			awaitReady(manager, 2);
			int subscription = client.call("log.follow", "[\"printer\"]").path("result").path("subscription").asInt();
			manager.write("printer", "first\nsecond\n").get(30, TimeUnit.SECONDS);
			assertThat(client.line()).contains("\"subscription\":" + subscription).contains("\"line\":\"first\"");
			assertThat(client.line()).contains("\"line\":\"second\"");
			assertThat(client.call("log.unfollow", "[" + subscription + "]").path("result").asBoolean()).isTrue();
			assertThat(client.call("log.follow", "[\"nobody\"]").path("error").path("code").asInt()).isEqualTo(-32001);
			assertThat(people.ask("invoke calculator double 21")).isEqualTo("42");
			assertThat(people.ask("invoke calculator treble 21")).startsWith("error: ").contains("double");
			JsonNode report = client.call("process.reload", "[]").path("result");
			assertThat(report.path("unchanged").size()).isEqualTo(2);
			assertThat(report.path("changed").size()).isZero();
		}
	}

	@Test
	void socketIsInTheRuntimeDirectoryByDefaultAndTcpNeedsTheToken() throws Exception {
		try (ConfigurableApplicationContext context = run("process.runtime-directory=" + this.directory,
				"process.console.port=0", "process.console.token=s3cret")) {
			List<EndpointAddress> addresses = context.getBean(ConsoleLifecycle.class).addresses();
			Path file = ((EndpointAddress.Unix) addresses.get(0)).path();
			assertThat(file.getFileName()).hasToString("console.sock");
			assertThat(file).startsWith(this.directory).exists();
			EndpointAddress.Tcp tcp = (EndpointAddress.Tcp) addresses.get(1);
			assertThat(InetAddress.getByName(tcp.host()).isLoopbackAddress()).isTrue();
			try (ConsoleClient client = ConsoleClient.connect(tcp)) {
				assertThat(client.call("process.list", "[]").path("error").path("code").asInt()).isEqualTo(-32003);
				assertThat(client.ask("token s3cret")).isEqualTo("ok");
				assertThat(client.call("process.list", "[]").path("result").isArray()).isTrue();
			}
		}
		try (var left = Files.walk(this.directory)) {
			assertThat(left.filter(Files::isRegularFile)).isEmpty();
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			process.console.port=0               | process.console.port
			process.console.host=127.0.0.1       | process.console.host
			process.console.max-connections=0    | process.console.max-connections
			process.console.max-request-size=1B  | process.console.max-request-size
			process.console.idle-timeout=0s      | process.console.idle-timeout
			process.console.socket-path=/no/dir/console.sock | process.console.socket-path
			""")
	void settingThatCannotWorkFailsTheStart(String property, String named) {
		runner().withPropertyValues("process.console.enabled=true", property)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.satisfies((failure) -> assertThat(failure)
					.hasMessageContaining(named.substring("process.console".length() + 1)))
				.isInstanceOf(dev.processkit.ProcessException.class));
	}

	@Test
	void consoleIsClosedUnlessAskedFor() {
		runner().run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(Console.class));
	}

	@Test
	void consoleWithoutJacksonSaysSo() {
		new ApplicationContextRunner().withUserConfiguration(Imported.class)
			.withClassLoader(new FilteredClassLoader("tools.jackson"))
			.withPropertyValues("process.console.enabled=true")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidDefinitionException.class)
				.hasMessageContaining("needs Jackson"));
	}

	@Test
	void consoleWithoutActuatorAndSpringIntegrationWorks() {
		new ApplicationContextRunner().withUserConfiguration(Imported.class)
			.withClassLoader(
					new FilteredClassLoader("org.springframework.boot.actuate", "org.springframework.integration"))
			.withPropertyValues("process.console.enabled=true", "process.skip.in-tests=false",
					"process.console.socket-path=" + this.directory.resolve("c.sock"))
			.run((context) -> {
				assertThat(context).hasNotFailed();
				try (ConsoleClient client = ConsoleClient
					.connect(context.getBean(ConsoleLifecycle.class).addresses().get(0))) {
					assertThat(client.ask("system.ping")).isEqualTo("pong");
				}
			});
	}

	/** What a terminal would show. */
	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			nc     | nc -N -U %s
			socat  | socat -t 20 - UNIX-CONNECT:%s
			""")
	void ordinaryToolsAreAConsole(String tool, String command) throws Exception {
		assumeTrue(Files.isExecutable(Path.of("/usr/bin", tool)));
		Path socket = this.directory.resolve("admin.sock");
		try (ConfigurableApplicationContext context = run("process.console.socket-path=" + socket,
				"process.processes.ticker.command=sleep,1000")) {
			assertThat(output("printf 'system.ping\\n{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"system.ping\"}\\n' | "
					+ command.formatted(socket)))
				.isEqualTo("pong\n{\"jsonrpc\":\"2.0\",\"result\":\"pong\",\"id\":1}\n");
		}
	}

	/** Only root can become somebody else. */
	@Test
	void strangersAreTurnedAwayWhateverTheModeOfTheFile() throws Exception {
		assumeTrue(System.getProperty("user.name").equals("root") && Files.isExecutable(Path.of("/usr/bin/setpriv"))
				&& Files.isExecutable(Path.of("/usr/bin/nc")));
		Path socket = this.directory.resolve("admin.sock");
		try (ConfigurableApplicationContext context = run("process.console.socket-path=" + socket)) {
			Files.setPosixFilePermissions(this.directory, PosixFilePermissions.fromString("rwxr-xr-x"));
			Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-rw-rw-"));
			String answer = output("setpriv --reuid 65534 --regid 65534 --clear-groups nc -U " + socket);
			assertThat(answer).contains("-32003").contains("Only the user of the application and root");
		}
	}

	/** Only what is READY does what it is asked; what is live may still be starting. */
	private static void awaitReady(ProcessManager manager, int processes) {
		await().atMost(Duration.ofSeconds(30))
			.until(() -> manager.running()
				.stream()
				.filter((process) -> process.state() == InstanceState.READY)
				.count() == processes);
	}

	private static String output(String script) throws Exception {
		Process process = new ProcessBuilder("sh", "-c", script).redirectInput(new File("/dev/null"))
			.redirectErrorStream(true)
			.start();
		try (InputStream out = process.getInputStream()) {
			String text = new String(out.readAllBytes(), StandardCharsets.UTF_8);
			assertThat(process.waitFor()).as(text).isZero();
			return text;
		}
	}

	private static JsonNode instance(JsonNode process) {
		return process.path("instances").get(0);
	}

	private static ApplicationContextRunner runner() {
		return new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(ProcessAutoConfiguration.class, ProcessConsoleAutoConfiguration.class))
			.withPropertyValues("process.skip.in-tests=false");
	}

	private static ConfigurableApplicationContext run(String... properties) {
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.properties("process.skip.in-tests=false", "process.console.enabled=true", "spring.main.banner-mode=off",
					"process.spares=0")
			.properties(properties)
			.run();
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	@Import(Mail.class)
	static class Application {

	}

	@Component
	static class Mail {

		@ConsoleMethod(value = "mail.flush", help = "Sends what waits")
		String flush(String queue) {
			return "flushed " + queue;
		}

	}

	/** Read from the class file, as at real start-up: what is missing is not loaded. */
	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ ProcessAutoConfiguration.class, ProcessConsoleAutoConfiguration.class })
	static class Imported {

	}

	/** Answers messages, and performs one action. */
	public static class Calculator implements MessageHandler {

		@Override
		public String handle(String message, WorkerContext context) {
			return message;
		}

		@ProcessAction("double")
		public String twice(String number) {
			return String.valueOf(2 * Integer.parseInt(number));
		}

	}

}
