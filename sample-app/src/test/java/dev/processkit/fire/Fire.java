package dev.processkit.fire;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import dev.processkit.ClassArchiveStatus;
import dev.processkit.InstanceState;
import dev.processkit.InstanceStatus;
import dev.processkit.ProcessManager;
import dev.processkit.ProcessStatus;
import dev.processkit.SpareStatus;
import dev.processkit.executor.ProcessTaskExecutor;
import dev.processkit.task.SerializableCallable;

import org.springframework.context.ConfigurableApplicationContext;

import static org.awaitility.Awaitility.await;

/**
 * The application under fire, with the load that is put on it.
 */
final class Fire implements AutoCloseable {

	private final Path books;

	private final ConfigurableApplicationContext context;

	private final ProcessManager manager;

	Fire(Path directory, String... properties) throws IOException {
		this.books = Files.createDirectories(directory.resolve("books"));
		this.context = FireApplication.start(directory, properties);
		this.manager = this.context.getBean(ProcessManager.class);
		awaitStrength();
	}

	/** One in which nothing is given up or killed because the machine is busy. */
	static Fire patient(Path directory, List<String> properties) throws IOException {
		return new Fire(directory,
				Stream.concat(FireApplication.PATIENT.stream(), properties.stream()).toArray(String[]::new));
	}

	ProcessManager manager() {
		return this.manager;
	}

	<T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	String property(String name) {
		return this.context.getEnvironment().getRequiredProperty(name);
	}

	Path books() {
		return this.books;
	}

	/** Put a mixed load on all pools. */
	Load load(String phase, Outcomes outcomes, List<SocketRoad> roads) throws IOException {
		Ledger ledger = bean(Ledger.class);
		Load load = new Load(outcomes);
		for (String endpoint : List.of("ledger-tcp", "ledger-unix")) {
			for (int i = 0; i < 2; i++) {
				SocketRoad road = new SocketRoad(find(endpoint).endpoint());
				roads.add(road);
				load.with(1, phase + "-" + endpoint + "-" + i, road);
			}
		}
		load.with(2, phase + "-enter", ledger::enter);
		load.with(1, phase + "-later", (id) -> ledger.enterLater(id).get(Reach.PATIENCE.toSeconds(), TimeUnit.SECONDS));
		load.with(1, phase + "-look", ledger::look);
		return load;
	}

	/** Add tasks to a load. */
	void addTasks(String phase, Load load) {
		ProcessTaskExecutor executor = bean(ProcessTaskExecutor.class);
		String place = this.books.toString();
		load.with(2, phase + "-task",
				(id) -> executor.submit(task(place, id)).get(Reach.PATIENCE.toSeconds(), TimeUnit.SECONDS));
	}

	private static SerializableCallable<String> task(String books, String id) {
		return () -> new Book(Path.of(books)).enter(id);
	}

	/** Wait until every instance is ready. */
	void awaitStrength() {
		await().atMost(Reach.PATIENCE)
			.until(() -> instances().stream().allMatch((instance) -> instance.state() == InstanceState.READY));
	}

	/** Wait until what is made in the background is made. */
	void awaitArchive() {
		// Nothing is being made either before the first worker has asked for it.
		await().atMost(Reach.PATIENCE)
			.until(() -> this.manager.status().classArchive(),
					(archive) -> archive.state() != ClassArchiveStatus.State.BUILDING
							&& !archive.reason().startsWith("no worker"));
	}

	/** Wait for the spares, which come when nothing else is starting. */
	void awaitSpares() {
		await().atMost(Reach.PATIENCE)
			.until(() -> this.manager.status().spares(), (spares) -> spares.ready() == spares.wanted());
	}

	List<InstanceStatus> instances() {
		return this.manager.status().processes().stream().flatMap((process) -> process.instances().stream()).toList();
	}

	ProcessStatus find(String process) {
		return this.manager.status()
			.processes()
			.stream()
			.filter((status) -> status.name().equals(process))
			.findFirst()
			.orElseThrow();
	}

	InstanceStatus instance(String id) {
		return instances().stream().filter((instance) -> instance.id().toString().equals(id)).findFirst().orElseThrow();
	}

	@Override
	public void close() {
		this.context.close();
	}

}
