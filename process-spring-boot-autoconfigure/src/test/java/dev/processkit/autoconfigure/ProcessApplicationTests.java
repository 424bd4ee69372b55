package dev.processkit.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import dev.processkit.EndpointAddress;
import dev.processkit.IllegalProcessStateException;
import dev.processkit.InstanceState;
import dev.processkit.ProcessEvent;
import dev.processkit.ProcessIdentity;
import dev.processkit.ProcessManager;
import dev.processkit.ProcessSignal;
import dev.processkit.ProcessStatus;
import dev.processkit.SpareStatus;
import dev.processkit.worker.MessageHandler;
import dev.processkit.worker.WorkerContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * A whole application: declared processes, their sockets, and the bean.
 */
@EnabledOnOs(OS.LINUX)
class ProcessApplicationTests {

	private ConfigurableApplicationContext context;

	@TempDir
	private Path directory;

	@AfterEach
	void close() {
		if (this.context != null && this.context.isActive()) {
			ProcessManager manager = this.context.getBean(ProcessManager.class);
			this.context.close();
			assertThat(manager.running()).isEmpty();
		}
	}

	@Test
	void declaredProcessesRunAndAnswerTheirSockets() throws Exception {
		Path socket = this.directory.resolve("cache.sock");
		ProcessManager manager = run("process.tcp-processes.pricing.type=" + Upper.class.getName(),
				"process.tcp-processes.pricing.port=0", "process.tcp-processes.pricing.instances=2",
				"process.unix-processes[" + Upper.class.getName() + "].socket-path=" + socket,
				"process.processes.ticker.command=sleep,1000");
		awaitReady(manager, 3);
		EndpointAddress.Tcp tcp = (EndpointAddress.Tcp) endpoint(manager, "pricing");
		try (Socket client = new Socket(tcp.host(), tcp.port())) {
			assertThat(exchange(client, "\"a\"")).isEqualTo("\"A\"\n");
			assertThat(exchange(client, "{\"b\": [1, 2]}\n")).isEqualTo("{\"B\": [1, 2]}\n");
		}
		try (SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX)) {
			client.connect(UnixDomainSocketAddress.of(socket));
			client.write(ByteBuffer.wrap("{\"bare\": true}".getBytes(StandardCharsets.UTF_8)));
			ByteBuffer reply = ByteBuffer.allocate(100);
			client.read(reply);
			assertThat(new String(reply.array(), 0, reply.position(), StandardCharsets.UTF_8))
				.isEqualTo("{\"BARE\": TRUE}\n");
		}
		assertThat(manager.send("pricing", "x").get(30, TimeUnit.SECONDS)).isEqualTo("X");
		this.context.close();
		assertThat(socket).doesNotExist();
	}

	@Test
	void componentWorkerGetsItsDependenciesAndTheEnvironment() throws Exception {
		ProcessManager manager = run("process.processes.greeter.type=" + Greeter.class.getName(), "greeting=Hello");
		awaitReady(manager, 1);
		assertThat(manager.send("greeter", "world").get(30, TimeUnit.SECONDS)).isEqualTo("Hello, world!");
	}

	@Test
	void componentThatIsKilledIsReplacedByItsPreparedSpare() throws Exception {
		ProcessManager manager = run("process.processes.greeter.type=" + Greeter.class.getName(),
				"process.processes.greeter.jvm.spare=prepared", "greeting=Hello");
		awaitReady(manager, 1);
		await().until(() -> manager.status().spares().equals(new SpareStatus(1, 1)));
		assertThat(manager.send("greeter", "made").get(30, TimeUnit.SECONDS)).isEqualTo("Hello, made 1!");
		String answer = answerAfterKill(manager);
		// A spare that is slow to answer is passed over.
		for (int i = 0; i < 2 && answer.equals("Hello, made 1!"); i++) {
			answer = answerAfterKill(manager);
		}
		assertThat(answer).isEqualTo("Hello, made 2!");
	}

	private static String answerAfterKill(ProcessManager manager) throws Exception {
		await().until(() -> manager.status().spares().equals(new SpareStatus(1, 1)));
		long pid = pid(manager);
		ProcessHandle.of(pid).orElseThrow().destroyForcibly();
		await().until(() -> pid(manager) != pid && manager.running().size() == 1);
		awaitReady(manager, 1);
		return manager.send("greeter", "made").get(30, TimeUnit.SECONDS);
	}

	private static long pid(ProcessManager manager) {
		ProcessIdentity identity = manager.status().processes().get(0).instances().get(0).identity();
		return (identity != null) ? identity.pid() : -1;
	}

	@Test
	void beanExecutesKillsAndListsAtAnyTime() throws Exception {
		ProcessManager manager = run();
		ProcessStatus tcp = manager.executeTcp(Upper.class, Map.of("port", 0)).get(30, TimeUnit.SECONDS);
		assertThat(tcp.endpoint()).isInstanceOfSatisfying(EndpointAddress.Tcp.class,
				(address) -> assertThat(address.port()).isPositive());
		assertThat(manager.isRunning(Upper.class)).isTrue();
		assertThatThrownBy(() -> manager.execute(Upper.class, Map.of()).get()).isInstanceOf(ExecutionException.class)
			.cause()
			.isInstanceOf(IllegalProcessStateException.class);
		long pid = tcp.instances().get(0).identity().pid();
		manager.kill(pid, ProcessSignal.TERM).get(30, TimeUnit.SECONDS);
		assertThat(manager.isRunning(Upper.class)).isFalse();
		assertThat(manager.running()).isEmpty();
		ProcessStatus unix = manager.executeUnix(Upper.class, Map.of("socket-path", this.directory.resolve("u.sock")))
			.get(30, TimeUnit.SECONDS);
		assertThat(unix.state()).isEqualTo(InstanceState.READY);
		assertThat(this.directory.resolve("u.sock")).exists();
		manager.stop(unix.name()).get(30, TimeUnit.SECONDS);
		assertThat(manager.awaitAll(Duration.ofSeconds(30))).isTrue();
	}

	@Test
	void secondExecuteOfANameIsRefusedAndTheFirstKeepsItsEndpoint() throws Exception {
		ProcessManager manager = run();
		CompletableFuture<ProcessStatus> first = manager.executeTcp(Upper.class, Map.of("port", 0));
		CompletableFuture<ProcessStatus> second = manager.executeTcp(Upper.class, Map.of("port", 0));
		assertThatThrownBy(second::get).cause().isInstanceOf(IllegalProcessStateException.class);
		EndpointAddress.Tcp address = (EndpointAddress.Tcp) first.get(30, TimeUnit.SECONDS).endpoint();
		try (Socket client = new Socket(address.host(), address.port())) {
			assertThat(exchange(client, "\"a\"")).isEqualTo("\"A\"\n");
		}
	}

	@Test
	void blockingInWhatIsAttachedToAFutureDoesNotStopTheSupervisor() throws Exception {
		ProcessManager manager = run();
		String state = manager.execute(Upper.class, Map.of())
			.thenApply((status) -> manager.restart(status.name()).join().state().name())
			.get(60, TimeUnit.SECONDS);
		assertThat(state).isEqualTo("READY");
	}

	@Test
	void eventsReachApplicationListeners() {
		ProcessManager manager = run("process.processes.ticker.command=sleep,1000");
		awaitReady(manager, 1);
		List<ProcessEvent> events = this.context.getBean(App.class).events;
		await().until(() -> events.stream().anyMatch(ProcessEvent.BecameReady.class::isInstance));
	}

	@Test
	void listenerThatThrowsKeepsNothingFromGoingOn() {
		ProcessManager manager = run("process.processes.ticker.command=sleep,1000");
		awaitReady(manager, 1);
		App app = this.context.getBean(App.class);
		app.failing = true;
		for (int turn = 0; turn < 2; turn++) {
			long pid = pid(manager);
			ProcessHandle.of(pid).orElseThrow().destroyForcibly();
			await().until(() -> pid(manager) != pid && !manager.running().isEmpty());
			awaitReady(manager, 1);
		}
		await().untilAsserted(
				() -> assertThat(app.events).filteredOn(ProcessEvent.BecameReady.class::isInstance).hasSize(3));
		assertThat(app.events).filteredOn(ProcessEvent.Exited.class::isInstance).hasSize(2);
	}

	@Test
	void endIsToldOfOnceHoweverOftenItIsAskedFor() {
		ProcessManager manager = run("process.processes.ticker.command=sleep,1000");
		awaitReady(manager, 1);
		List<ProcessEvent> events = this.context.getBean(App.class).events;
		manager.stop("ticker");
		manager.stop("ticker");
		this.context.close();
		this.context.close();
		for (InstanceState state : List.of(InstanceState.STOPPING, InstanceState.STOPPED)) {
			assertThat(events)
				.filteredOn((event) -> event instanceof ProcessEvent.StateChanged change && change.to() == state)
				.as("%s", state)
				.hasSize(1);
		}
		assertThat(events).filteredOn(ProcessEvent.Exited.class::isInstance).hasSize(1);
	}

	@Test
	void testDoesNotStartProcessesUnlessItAsks() {
		ProcessManager manager = run("process.skip.in-tests=true", "process.processes.ticker.command=sleep,1000");
		assertThat(manager.status().processes()).isEmpty();
	}

	@Test
	void portInUseFailsTheStartBeforeAnythingIsLaunched() throws IOException {
		try (java.net.ServerSocket taken = new java.net.ServerSocket(0)) {
			assertThatThrownBy(() -> run("process.tcp-processes.pricing.type=" + Upper.class.getName(),
					"process.tcp-processes.pricing.host=0.0.0.0",
					"process.tcp-processes.pricing.port=" + taken.getLocalPort()))
				.hasMessageContaining("'process.tcp-processes.pricing'")
				.hasMessageContaining("tcp://0.0.0.0:" + taken.getLocalPort())
				.hasMessageContaining("the port is in use");
		}
	}

	private ProcessManager run(String... properties) {
		this.context = new SpringApplicationBuilder(App.class).web(WebApplicationType.NONE)
			.properties("process.skip.in-tests=false", "process.runtime-directory=" + this.directory,
					"process.class-archive.directory=" + this.directory.resolve("class-archives"))
			.properties(properties)
			.run();
		return this.context.getBean(ProcessManager.class);
	}

	private static void awaitReady(ProcessManager manager, int processes) {
		await().atMost(Duration.ofSeconds(30))
			.until(() -> manager.status().processes().size() == processes && manager.status()
				.processes()
				.stream()
				.allMatch((process) -> process.state() == InstanceState.READY));
	}

	private static EndpointAddress endpoint(ProcessManager manager, String name) {
		return manager.status()
			.processes()
			.stream()
			.filter((process) -> process.name().equals(name))
			.findFirst()
			.orElseThrow()
			.endpoint();
	}

	private static String exchange(Socket client, String message) throws IOException {
		OutputStream out = client.getOutputStream();
		out.write(message.getBytes(StandardCharsets.UTF_8));
		client.setSoTimeout(30_000);
		if (!message.endsWith("\n")) {
			out.write(' ');
		}
		InputStream in = client.getInputStream();
		StringBuilder reply = new StringBuilder();
		for (int read = in.read(); read != -1; read = in.read()) {
			reply.append((char) read);
			if (read == '\n') {
				break;
			}
		}
		return reply.toString();
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	static class App {

		private final List<ProcessEvent> events = new CopyOnWriteArrayList<>();

		private volatile boolean failing;

		@EventListener
		void onEvent(ProcessEvent event) {
			this.events.add(event);
			if (this.failing) {
				throw new IllegalStateException("as a test wants it");
			}
		}

	}

	/** Answers in upper case. */
	public static class Upper implements MessageHandler {

		@Override
		public String handle(String message, WorkerContext context) {
			return message.toUpperCase(java.util.Locale.ROOT);
		}

	}

	/** Greets in the words of the application's configuration. */
	@Component
	@Import(Punctuation.class)
	public static class Greeter implements MessageHandler {

		/** How many this JVM has made. */
		private static int made;

		private final String greeting;

		private final Punctuation punctuation;

		public Greeter(@Value("${greeting}") String greeting, Punctuation punctuation) {
			this.greeting = greeting;
			this.punctuation = punctuation;
			made++;
		}

		@Override
		public String handle(String message, WorkerContext context) {
			return this.greeting + ", " + (message.equals("made") ? "made " + made : message) + this.punctuation.mark();
		}

	}

	/** A dependency. */
	public static class Punctuation {

		String mark() {
			return "!";
		}

	}

}
