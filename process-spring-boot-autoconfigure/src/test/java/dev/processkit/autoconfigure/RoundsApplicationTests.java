package dev.processkit.autoconfigure;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import dev.processkit.IllegalProcessStateException;
import dev.processkit.InstanceState;
import dev.processkit.InstanceStatus;
import dev.processkit.ProcessManager;
import dev.processkit.ProcessStatus;
import dev.processkit.RequestFailedException;
import dev.processkit.UnknownProcessException;
import dev.processkit.WorkerActivity;
import dev.processkit.worker.LoopingWorker;
import dev.processkit.worker.ProcessAction;
import dev.processkit.worker.WorkerContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.stereotype.Component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * A whole application with looping workers: their configuration, and their actions from a
 * bean.
 */
@EnabledOnOs(OS.LINUX)
@Timeout(120)
class RoundsApplicationTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private ConfigurableApplicationContext context;

	@AfterEach
	void close() {
		this.context.close();
	}

	@Test
	void loopingWorkersRunAtTheirPaceAndPerformActions() throws Exception {
		ProcessManager manager = run("process.defaults.heartbeat.interval=100ms",
				"process.processes.poller.type=" + Poller.class.getName(), "process.processes.poller.instances=2",
				"process.processes.poller.loop.interval=10ms", "process.processes.once.type=" + Poller.class.getName(),
				"process.processes.once.loop.interval=1h", "process.processes.once.recycle.max-jobs=1000",
				"process.processes.once.recycle.min-runtime=5s");
		await().atMost(PATIENCE).until(() -> loops(manager, "poller") > 10 && loops(manager, "once") == 1);
		await().atMost(PATIENCE).until(() -> instances(manager, "poller").state() == InstanceState.READY);
		assertThat(invoke(manager, "once", "greet", "you")).isEqualTo("Hello you from once-0");
		InstanceStatus second = instances(manager, "poller").instances().get(1);
		assertThat(invoke(manager, "poller-1", "greet", "")).isEqualTo("Hello  from poller-1");
		assertThat(invoke(manager, Long.toString(second.identity().pid()), "greet", null))
			.isEqualTo("Hello null from poller-1");
		assertThatThrownBy(() -> invoke(manager, "poller", "greet", null))
			.isInstanceOf(IllegalProcessStateException.class)
			.hasMessageContaining("name the one that is meant: poller-0, poller-1");
		assertThatThrownBy(() -> invoke(manager, "nobody", "greet", null)).isInstanceOf(UnknownProcessException.class);
		assertThatThrownBy(() -> invoke(manager, "once", "greed", null)).isInstanceOf(RequestFailedException.class)
			.hasMessageContaining("has no action 'greed'; it has [greet]");
		manager.stop("once").get(20, TimeUnit.SECONDS);
		assertThatThrownBy(() -> invoke(manager, "once", "greet", null)).isInstanceOf(RequestFailedException.class)
			.hasMessage("Instance 'once-0' is not ready");
	}

	private ProcessManager run(String... properties) {
		this.context = new SpringApplicationBuilder(App.class).web(WebApplicationType.NONE)
			.properties("spring.main.banner-mode=off", "process.skip.in-tests=false")
			.properties(properties)
			.run();
		return this.context.getBean(ProcessManager.class);
	}

	private static ProcessStatus instances(ProcessManager manager, String process) {
		return manager.status()
			.processes()
			.stream()
			.filter((status) -> status.name().equals(process))
			.findFirst()
			.orElseThrow();
	}

	private static long loops(ProcessManager manager, String process) {
		WorkerActivity activity = instances(manager, process).instances().get(0).activity();
		return (activity != null) ? activity.loops() : 0;
	}

	private static String invoke(ProcessManager manager, String target, String action, String argument)
			throws Exception {
		CompletableFuture<String> reply = manager.invoke(target, action, argument);
		try {
			return reply.get(30, TimeUnit.SECONDS);
		}
		catch (ExecutionException ex) {
			throw (Exception) ex.getCause();
		}
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	static class App {

	}

	/** Loops, as a Spring component. */
	@Component
	public static class Poller implements LoopingWorker {

		@Override
		public void loop(WorkerContext context) {
		}

		@ProcessAction("greet")
		public String greet(String whom, WorkerContext context) {
			return "Hello " + whom + " from " + context.instance();
		}

	}

}
