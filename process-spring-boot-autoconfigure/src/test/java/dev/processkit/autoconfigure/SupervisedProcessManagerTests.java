package dev.processkit.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import dev.processkit.Backoff;
import dev.processkit.EndpointAddress;
import dev.processkit.IllegalProcessStateException;
import dev.processkit.InstanceState;
import dev.processkit.ProcessDefinition;
import dev.processkit.Program;
import dev.processkit.RequestFailedException;
import dev.processkit.RestartIntensity;
import dev.processkit.RestartPolicy;
import dev.processkit.RestartPolicy.GiveUp;
import dev.processkit.RestartPolicy.Mode;
import dev.processkit.integration.StandbyEndpoint;
import dev.processkit.launch.JdkProcessLauncher;
import dev.processkit.launch.RuntimeDirectory;
import dev.processkit.supervisor.HookSource;
import dev.processkit.supervisor.RequestObserver;
import dev.processkit.supervisor.Supervisor;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.support.StaticListableBeanFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

class SupervisedProcessManagerTests {

	private static final RestartPolicy SLOW = new RestartPolicy(Mode.ALWAYS,
			new Backoff(Duration.ofMinutes(1), 1, Duration.ofMinutes(1), 0), Duration.ofSeconds(10),
			new RestartIntensity(3, Duration.ofSeconds(60)), Set.of(0), GiveUp.FAIL_PROCESS);

	@TempDir
	private Path directory;

	private final List<String> closed = new ArrayList<>();

	private Supervisor supervisor;

	private SupervisedProcessManager manager;

	@BeforeEach
	void create() {
		this.supervisor = new Supervisor(4, new JdkProcessLauncher(RuntimeDirectory.create(this.directory)), List.of(),
				(instance, line) -> {
				}, RequestObserver.NONE, HookSource.NONE);
		this.manager = new SupervisedProcessManager(this.supervisor, null, new RecordingEndpoints(), null,
				new HookBeans(new StaticListableBeanFactory()));
	}

	@AfterEach
	void close() {
		this.supervisor.close();
	}

	@Test
	void executeWhenNameBacksOffIsRefusedAndLeavesItsEndpointAlone() {
		ProcessDefinition crashing = ProcessDefinition.of("job", new Program.Command(List.of("sh", "-c", "exit 1")))
			.withPolicies((policies) -> policies.withRestart(SLOW));
		this.manager.execute(crashing).join();
		await().until(() -> this.supervisor.find("job").state() == InstanceState.BACKING_OFF);
		this.closed.clear();
		assertThatThrownBy(() -> this.manager.execute(crashing).join()).cause()
			.isInstanceOf(IllegalProcessStateException.class);
		assertThat(this.closed).isEmpty();
	}

	@Test
	void sendWhenNameIsUnknownFailsAndKeepsNothing() {
		assertThatThrownBy(() -> this.manager.send("nobody", "hello").join()).cause()
			.isInstanceOf(RequestFailedException.class)
			.hasMessageContaining("there is no process of this name");
		assertThat(this.manager).extracting("routes").asInstanceOf(InstanceOfAssertFactories.MAP).isEmpty();
	}

	private final class RecordingEndpoints implements Endpoints {

		@Override
		public EndpointAddress open(ProcessDefinition definition) {
			throw new UnsupportedOperationException("No process here has an endpoint");
		}

		@Override
		public StandbyEndpoint standBy(ProcessDefinition definition) {
			throw new UnsupportedOperationException("No process here has an endpoint");
		}

		@Override
		public void close(String process) {
			SupervisedProcessManagerTests.this.closed.add(process);
		}

		@Override
		public void close() {
		}

	}

}
