package dev.processkit.autoconfigure;

import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import dev.processkit.IllegalProcessStateException;
import dev.processkit.ProcessDefinition;
import dev.processkit.ProcessException;
import dev.processkit.ReloadEvent;
import dev.processkit.ReloadReport;
import dev.processkit.supervisor.DefinitionChanges;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationEventPublisher;

/**
 * Reads the configuration again and applies the difference to what it declared before:
 * what beans have added is none of its business. Thread-safe. Reloads run one after the
 * other on a thread that exists only for them; one that waits for its turn serves all who
 * ask meanwhile, since it will read what they have written.
 */
final class ConfigurationReload {

	private static final Log logger = LogFactory.getLog(ConfigurationReload.class);

	private final DeclaredProcesses declared;

	private final ReloadTarget target;

	private final ApplicationEventPublisher publisher;

	private final InstantSource clock;

	private final ExecutorService thread;

	/** Why there is no reload, {@code null} when there is. */
	private volatile @Nullable String obstacle = "the application is not ready, or runs in a test in which no process starts";

	private volatile List<ProcessDefinition> applied = List.of();

	private @Nullable CompletableFuture<ReloadReport> waiting;

	ConfigurationReload(DeclaredProcesses declared, ReloadTarget target, ApplicationEventPublisher publisher,
			InstantSource clock) {
		this.declared = declared;
		this.target = target;
		this.publisher = publisher;
		this.clock = clock;
		this.thread = new ThreadPoolExecutor(0, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), (task) -> {
			Thread thread = new Thread(task, "process-reload");
			thread.setDaemon(true);
			return thread;
		});
	}

	/**
	 * Allow reloads.
	 * @param definitions what the configuration has declared so far
	 */
	void begin(List<ProcessDefinition> definitions) {
		this.applied = definitions;
		this.obstacle = null;
	}

	/** Refuse reloads from now on, also those that are under way. */
	void end() {
		this.obstacle = "the application is shutting down";
		this.thread.shutdown();
	}

	/**
	 * Ask for a reload.
	 * @return what it has done, as {@link dev.processkit.ProcessManager#reload()} says
	 */
	synchronized CompletableFuture<ReloadReport> reload() {
		if (this.obstacle != null) {
			return CompletableFuture.failedFuture(refusal());
		}
		CompletableFuture<ReloadReport> next = this.waiting;
		if (next == null) {
			next = new CompletableFuture<>();
			this.waiting = next;
			this.thread.execute(this::runNext);
		}
		// Who cancels must not cancel for others.
		return next.copy();
	}

	private synchronized CompletableFuture<ReloadReport> take() {
		CompletableFuture<ReloadReport> next = this.waiting;
		this.waiting = null;
		return (next != null) ? next : new CompletableFuture<>();
	}

	private void runNext() {
		CompletableFuture<ReloadReport> next = take();
		try {
			ReloadReport report = perform();
			log(report);
			publish(new ReloadEvent.Reloaded(report, this.clock.instant()));
			next.complete(report);
		}
		catch (RuntimeException | Error ex) {
			next.completeExceptionally(refused(ex));
		}
	}

	private ReloadReport perform() {
		requireNoObstacle();
		DeclaredProcesses.Declaration declaration = this.declared.read(this.applied);
		try {
			DefinitionChanges changes = DefinitionChanges.between(this.applied, declaration.definitions());
			if (!changes.isEmpty()) {
				this.target.apply(changes, this::requireNoObstacle);
			}
			this.applied = declaration.definitions();
			return report(changes, declaration.postponed());
		}
		catch (RuntimeException ex) {
			requireNoObstacle();
			throw declaration.explain(unwrapped(ex));
		}
	}

	private void publish(ReloadEvent event) {
		try {
			this.publisher.publishEvent(event);
		}
		catch (RuntimeException ex) {
			// What was done is done, and who asked must hear of it.
			logger.warn("A listener has failed to take notice of " + event, ex);
		}
	}

	private static RuntimeException unwrapped(RuntimeException failure) {
		return (failure instanceof CompletionException && failure.getCause() instanceof RuntimeException cause) ? cause
				: failure;
	}

	private Throwable refused(Throwable failure) {
		String reason = String.valueOf(failure.getMessage());
		logger.warn("The configuration was not reloaded, and nothing was changed: " + reason,
				(failure instanceof ProcessException) ? null : failure);
		publish(new ReloadEvent.Refused(reason, this.clock.instant()));
		return failure;
	}

	private void requireNoObstacle() {
		if (this.obstacle != null) {
			throw refusal();
		}
	}

	private IllegalProcessStateException refusal() {
		return new IllegalProcessStateException("The configuration cannot be reloaded: " + this.obstacle);
	}

	private static ReloadReport report(DefinitionChanges changes, List<String> postponed) {
		return new ReloadReport(names(changes.added()),
				changes.changed().stream().map((change) -> change.to().name()).toList(), names(changes.removed()),
				changes.unchanged(), postponed);
	}

	private static List<String> names(List<ProcessDefinition> definitions) {
		return definitions.stream().map(ProcessDefinition::name).toList();
	}

	private static void log(ReloadReport report) {
		Consumer<Object> level = report.hasChanges() ? logger::info : logger::debug;
		level.accept("Reloaded the configuration: added %s, changed %s, removed %s, %d left alone"
			.formatted(report.added(), report.changed(), report.removed(), report.unchanged().size()));
		if (!report.postponed().isEmpty()) {
			logger.warn("These have changed, but count from the next start of the application on: "
					+ String.join(", ", report.postponed()));
		}
	}

}
