package dev.processkit.fire;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import dev.processkit.InstanceState;
import dev.processkit.InstanceStatus;
import dev.processkit.ProcessException;
import dev.processkit.ProcessManager;
import dev.processkit.ProcessSignal;
import dev.processkit.ProcessStatus;
import dev.processkit.supervisor.Supervisor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Random commands of four operators at once, over the console (twice), the actuator and
 * the bean: each is done or refused with a reason, the supervisor goes on deciding, and
 * in the end everything obeys.
 */
@EnabledOnOs(OS.LINUX)
@Timeout(900)
class OperatorsIT {

	private static final int COMMANDS = Integer.getInteger("fire.commands", 160);

	private static final List<String> ACTIONS = List.of("pause", "resume", "resume", "restart", "signal", "stop",
			"start", "start");

	private static final List<String> TARGETS = List.of("pulse", "pulse-0", "pulse-1", "echo", "echo-0", "napper",
			"nobody");

	/** What workers ignore, and what ends them. */
	private static final List<String> SIGNALS = List.of("WINCH", "CONT", "KILL");

	@TempDir
	Path directory;

	@Test
	void everyCommandIsAnsweredAndTheSupervisorNeverBlocks() throws Exception {
		Path socket = this.directory.resolve("admin.sock");
		Map<String, Integer> answers = new ConcurrentHashMap<>();
		ExecutorService threads = Executors.newFixedThreadPool(4);
		try (Fire fire = new Fire(this.directory, "spring.main.web-application-type=servlet", "server.port=0",
				"management.endpoints.web.exposure.include=processes",
				"management.endpoint.processes.access=unrestricted", "process.console.enabled=true",
				"process.console.socket-path=" + socket, "process.processes.pulse.type=" + Pulse.class.getName(),
				"process.processes.pulse.instances=2", "process.processes.pulse.loop.interval=5ms",
				"process.processes.echo.type=" + BookWorker.class.getName(),
				"process.processes.echo.args.books=" + this.directory.resolve("books"),
				"process.processes.napper.command=sleep,1000");
				ConsoleOperator programs = new ConsoleOperator(socket);
				ConsoleOperator people = new ConsoleOperator(socket)) {
			URI actuator = URI
				.create("http://127.0.0.1:" + fire.property("local.server.port") + "/actuator/processes/");
			List<Operator> operators = List.of(programs::byJson, people::byWords,
					(action, target, signal) -> overHttp(actuator.resolve(target), action, signal),
					(action, target, signal) -> byBean(fire.manager(), action, target, signal));
			CompletableFuture<?>[] working = operators.stream()
				.map((operator) -> CompletableFuture
					.runAsync(() -> operate(operator, new Random(operators.indexOf(operator)), answers), threads))
				.toArray(CompletableFuture[]::new);
			CompletableFuture<Void> all = CompletableFuture.allOf(working);
			long slowest = 0;
			while (!all.isDone()) {
				long begin = System.nanoTime();
				fire.bean(Supervisor.class).decided().get(30, TimeUnit.SECONDS);
				slowest = Math.max(slowest, System.nanoTime() - begin);
			}
			all.get();
			assertThat(answers.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(COMMANDS / 4 * 4);
			assertThat(answers.get(Operator.DONE)).isGreaterThan(COMMANDS / 4);
			System.out.printf("%d commands of four operators: %s; the slowest decision took %d ms%n", COMMANDS,
					new TreeMap<>(answers), TimeUnit.NANOSECONDS.toMillis(slowest));
			everythingObeys(fire);
		}
		finally {
			threads.shutdownNow();
		}
	}

	private void operate(Operator operator, Random random, Map<String, Integer> answers) {
		for (int i = 0; i < COMMANDS / 4; i++) {
			String action = ACTIONS.get(random.nextInt(ACTIONS.size()));
			String target = TARGETS.get(random.nextInt(TARGETS.size()));
			try {
				String answer = operator.act(action, target, SIGNALS.get(random.nextInt(SIGNALS.size())));
				answers.merge(answer.equals(Operator.DONE) ? answer : "refused", 1, Integer::sum);
			}
			catch (Exception ex) {
				throw new IllegalStateException(action + " " + target, ex);
			}
		}
	}

	private static String overHttp(URI uri, String action, String signal) throws Exception {
		String more = action.equals("signal") ? ",\"signal\":\"" + signal + "\"" : "";
		int status = HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(uri)
				.header("Content-Type", "application/json")
				.timeout(Duration.ofSeconds(60))
				.POST(HttpRequest.BodyPublishers.ofString("{\"action\":\"" + action + "\"" + more + "}"))
				.build(), BodyHandlers.ofString())
			.statusCode();
		assertThat(status).isIn(200, 404, 409);
		return (status == 200) ? Operator.DONE : "status " + status;
	}

	private static String byBean(ProcessManager manager, String action, String target, String signal) throws Exception {
		CompletableFuture<ProcessStatus> future = switch (action) {
			case "start" -> manager.start(target);
			case "stop" -> manager.stop(target);
			case "restart" -> manager.restart(target);
			case "pause" -> manager.pause(target);
			case "resume" -> manager.resume(target);
			default -> manager.signal(target, ProcessSignal.parse(signal));
		};
		try {
			future.get(60, TimeUnit.SECONDS);
			return Operator.DONE;
		}
		catch (ExecutionException ex) {
			// Another operator may want the contrary before it is done.
			assertThat(ex.getCause()).isInstanceOf(ProcessException.class);
			return String.valueOf(ex.getCause().getMessage());
		}
	}

	private static void everythingObeys(Fire fire) throws Exception {
		ProcessManager manager = fire.manager();
		for (String process : List.of("pulse", "echo", "napper")) {
			manager.restart(process).get(60, TimeUnit.SECONDS);
		}
		fire.awaitStrength();
		manager.pause("pulse").get(30, TimeUnit.SECONDS);
		await().atMost(Reach.PATIENCE).until(() -> activities(fire).equals(List.of("paused", "paused")));
		assertThat(fire.find("pulse").state()).isEqualTo(InstanceState.PAUSED);
		manager.resume("pulse").get(30, TimeUnit.SECONDS);
		await().atMost(Reach.PATIENCE).until(() -> activities(fire).equals(List.of("looping", "looping")));
		assertThat(fire.instances()).allMatch((instance) -> instance.state() == InstanceState.READY);
	}

	private static List<String> activities(Fire fire) {
		return fire.find("pulse").instances().stream().map(OperatorsIT::activity).toList();
	}

	private static String activity(InstanceStatus instance) {
		return (instance.activity() != null) ? instance.activity().state() : "";
	}

}
