package dev.processkit.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import dev.processkit.InstanceState;
import dev.processkit.InstanceStatus;
import dev.processkit.ProcessEvent;
import dev.processkit.ProcessIdentity;
import dev.processkit.ProcessManager;
import dev.processkit.ProcessStatus;
import dev.processkit.ReloadReport;
import dev.processkit.supervisor.Supervisor;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A whole application with a configuration file that can be edited.
 */
final class Reloaded implements AutoCloseable {

	static final Duration PATIENCE = Duration.ofSeconds(30);

	private final Path file;

	private final ConfigurableApplicationContext context;

	private final ProcessManager manager;

	Reloaded(Path directory, String yaml, String... arguments) throws IOException {
		this(directory, List.of(Application.class), yaml, arguments);
	}

	Reloaded(Path directory, List<Class<?>> sources, String yaml, String... arguments) throws IOException {
		this.file = directory.resolve("application.yml");
		write(yaml);
		List<String> all = new ArrayList<>(List.of("--spring.config.location=" + this.file,
				"--process.skip.in-tests=false", "--process.spares=0", "--spring.jmx.enabled=false",
				"--process.class-archive.enabled=false", "--process.runtime-directory=" + directory.resolve("run")));
		all.addAll(List.of(arguments));
		this.context = new SpringApplicationBuilder(sources.toArray(Class<?>[]::new)).web(WebApplicationType.NONE)
			.run(all.toArray(String[]::new));
		this.manager = this.context.getBean(ProcessManager.class);
		awaitReady();
	}

	ProcessManager manager() {
		return this.manager;
	}

	ConfigurableApplicationContext context() {
		return this.context;
	}

	Path file() {
		return this.file;
	}

	/** As editors do it. */
	void write(String yaml) throws IOException {
		Path draft = this.file.resolveSibling("draft~");
		Files.writeString(draft, yaml);
		Files.move(draft, this.file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
	}

	ReloadReport reload(String yaml) throws Exception {
		write(yaml);
		return reload();
	}

	ReloadReport reload() throws Exception {
		return this.manager.reload().get(30, TimeUnit.SECONDS);
	}

	/** Reload, and be refused. */
	String refused(String yaml) throws Exception {
		write(yaml);
		try {
			throw new AssertionError("Not refused: " + reload());
		}
		catch (ExecutionException ex) {
			return ex.getCause().getMessage();
		}
	}

	ProcessStatus find(String process) {
		return this.manager.status()
			.processes()
			.stream()
			.filter((status) -> status.name().equals(process))
			.findFirst()
			.orElse(null);
	}

	/** Wait until an instance was launched, however soon it is gone. */
	void awaitLaunched(String instance) {
		Application application = this.context.getBean(Application.class);
		await().atMost(PATIENCE).until(() -> application.launched.contains(instance));
	}

	void awaitReady() {
		// What was added shows in the status from then on.
		this.context.getBean(Supervisor.class).decided().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
		await().atMost(PATIENCE)
			.until(() -> this.manager.status()
				.processes()
				.stream()
				.flatMap((process) -> process.instances().stream())
				.map(InstanceStatus::state)
				.allMatch((state) -> state == InstanceState.READY));
	}

	void awaitGone(String process) {
		await().atMost(PATIENCE).until(() -> find(process) == null);
	}

	List<Long> pids(String process) {
		return find(process).instances()
			.stream()
			.map(InstanceStatus::identity)
			.filter(Objects::nonNull)
			.map(ProcessIdentity::pid)
			.toList();
	}

	/** The pid of the only instance; -1 while it has none. */
	long pid(String process) {
		List<Long> pids = pids(process);
		return (pids.size() == 1) ? pids.get(0) : -1;
	}

	@Override
	public void close() {
		this.context.close();
		assertThat(this.manager.running()).isEmpty();
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	static class Application {

		private final List<String> launched = new CopyOnWriteArrayList<>();

		@EventListener
		void onLaunched(ProcessEvent.Launched event) {
			this.launched.add(event.instance().toString());
		}

	}

}
