package dev.processkit.autoconfigure;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;

import dev.processkit.EndpointDefinition;
import dev.processkit.IllegalProcessStateException;
import dev.processkit.LogFollow;
import dev.processkit.LogLine;
import dev.processkit.LogPage;
import dev.processkit.LogPosition;
import dev.processkit.ProcessDefinition;
import dev.processkit.ProcessException;
import dev.processkit.ProcessKind;
import dev.processkit.ProcessManager;
import dev.processkit.ProcessSignal;
import dev.processkit.ProcessStatus;
import dev.processkit.Program;
import dev.processkit.ReloadReport;
import dev.processkit.RequestFailedException;
import dev.processkit.RequestFailedException.Kind;
import dev.processkit.SupervisorStatus;
import dev.processkit.UnknownProcessException;
import dev.processkit.supervisor.Dispatcher;
import dev.processkit.supervisor.Supervisor;
import org.jspecify.annotations.Nullable;

/**
 * The thin face of supervisor and endpoints that applications inject.
 */
final class SupervisedProcessManager implements ProcessManager {

	private static final Duration SEND_TIMEOUT = Duration.ofSeconds(30);

	private final Supervisor supervisor;

	private final ProcessDefinitionMapper mapper;

	private final Endpoints endpoints;

	private final ActionCalls actions;

	private final ConfigurationReload reload;

	private final HookBeans hooks;

	private final String reason;

	private final Map<String, Dispatcher.Route> routes;

	/** Names that are asked for and not decided on yet. */
	private final Set<String> adding;

	SupervisedProcessManager(Supervisor supervisor, ProcessDefinitionMapper mapper, Endpoints endpoints,
			ConfigurationReload reload, HookBeans hooks) {
		this.supervisor = supervisor;
		this.mapper = mapper;
		this.endpoints = endpoints;
		this.actions = new ActionCalls(supervisor);
		this.reload = reload;
		this.hooks = hooks;
		this.reason = "on request";
		this.routes = new ConcurrentHashMap<>();
		this.adding = ConcurrentHashMap.newKeySet();
	}

	private SupervisedProcessManager(SupervisedProcessManager original, String reason) {
		this.supervisor = original.supervisor;
		this.mapper = original.mapper;
		this.endpoints = original.endpoints;
		this.actions = original.actions;
		this.reload = original.reload;
		this.hooks = original.hooks;
		this.reason = reason;
		this.routes = original.routes;
		this.adding = original.adding;
	}

	@Override
	public ProcessManager because(String reason) {
		return new SupervisedProcessManager(this, reason);
	}

	@Override
	public CompletableFuture<ProcessStatus> execute(ProcessDefinition definition) {
		String name = definition.name();
		if (!this.adding.add(name)) {
			return CompletableFuture.failedFuture(taken(name));
		}
		try {
			if (isTaken(name)) {
				throw taken(name);
			}
			this.hooks.require(definition.policies().hooks());
			open(definition);
			CompletableFuture<Void> ready = this.supervisor.add(List.of(definition), this.reason);
			ready.whenComplete((added, failure) -> closeIfRefused(name, failure));
			return handOut(ready.thenApply((added) -> status(name)));
		}
		catch (ProcessException ex) {
			return CompletableFuture.failedFuture(ex);
		}
		finally {
			this.supervisor.decided().whenComplete((decided, failure) -> this.adding.remove(name));
		}
	}

	private void closeIfRefused(String name, @Nullable Throwable failure) {
		if (failure instanceof IllegalProcessStateException && !isTaken(name)) {
			this.endpoints.close(name);
			this.supervisor.setEndpoint(name, null);
		}
	}

	private static IllegalProcessStateException taken(String name) {
		return new IllegalProcessStateException(
				"A process named '%s' exists already; stop it first or choose another name".formatted(name));
	}

	/** What the application attaches may block: it must not do so on the supervisor. */
	private static CompletableFuture<ProcessStatus> handOut(CompletableFuture<ProcessStatus> future) {
		return future.whenCompleteAsync((status, failure) -> {
		});
	}

	/** Also while it backs off: its socket is still its own. */
	private boolean isTaken(String name) {
		ProcessStatus status = find(name);
		return status != null && status.instances().stream().anyMatch((instance) -> instance.state().holdsSlot());
	}

	private void open(ProcessDefinition definition) {
		// It may have another time-out now.
		this.routes.remove(definition.name());
		this.endpoints.close(definition.name());
		this.supervisor.setEndpoint(definition.name(), null);
		if (definition.endpoint() != null) {
			this.supervisor.setEndpoint(definition.name(), this.endpoints.open(definition));
		}
	}

	@Override
	public CompletableFuture<ProcessStatus> execute(Class<?> type, Map<String, ?> args) {
		return execute(type, args, ProcessKind.STANDARD);
	}

	@Override
	public CompletableFuture<ProcessStatus> executeTcp(Class<?> type, Map<String, ?> args) {
		return execute(type, args, ProcessKind.TCP);
	}

	@Override
	public CompletableFuture<ProcessStatus> executeUnix(Class<?> type, Map<String, ?> args) {
		return execute(type, args, ProcessKind.UNIX);
	}

	private CompletableFuture<ProcessStatus> execute(Class<?> type, Map<String, ?> args, ProcessKind kind) {
		try {
			return execute(this.mapper.worker(type, args, kind));
		}
		catch (ProcessException ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	@Override
	public CompletableFuture<ProcessStatus> start(String target) {
		return handOut(this.supervisor.start(target, this.reason));
	}

	@Override
	public CompletableFuture<ProcessStatus> stop(String target) {
		return handOut(this.supervisor.stop(target, this.reason));
	}

	@Override
	public CompletableFuture<ProcessStatus> restart(String target) {
		return handOut(this.supervisor.restart(target, this.reason));
	}

	@Override
	public CompletableFuture<ProcessStatus> rollingRestart(String process) {
		return handOut(this.supervisor.rollingRestart(process, this.reason));
	}

	@Override
	public CompletableFuture<Void> remove(String process) {
		return this.supervisor.remove(process).thenRunAsync(() -> {
			this.routes.remove(process);
			if (!isTaken(process)) {
				this.endpoints.close(process);
			}
		});
	}

	@Override
	public CompletableFuture<ReloadReport> reload() {
		return this.reload.reload().thenApplyAsync((report) -> {
			// They may have another time-out now.
			report.changed().forEach(this.routes::remove);
			report.removed().forEach(this.routes::remove);
			return report;
		});
	}

	@Override
	public CompletableFuture<ProcessStatus> scale(String process, int instances) {
		return handOut(this.supervisor.scale(process, instances, this.reason));
	}

	@Override
	public CompletableFuture<ProcessStatus> pause(String target) {
		return handOut(this.supervisor.pause(target, this.reason));
	}

	@Override
	public CompletableFuture<ProcessStatus> resume(String target) {
		return handOut(this.supervisor.resume(target, this.reason));
	}

	@Override
	public CompletableFuture<ProcessStatus> kill(String target, ProcessSignal signal) {
		return handOut(this.supervisor.kill(target, signal, this.reason));
	}

	@Override
	public CompletableFuture<ProcessStatus> signal(String target, ProcessSignal signal) {
		return handOut(this.supervisor.signal(target, signal));
	}

	@Override
	public CompletableFuture<Void> signalAll(ProcessSignal signal) {
		return this.supervisor.signalAll(signal).whenCompleteAsync((sent, failure) -> {
		});
	}

	@Override
	public CompletableFuture<Void> write(String target, String text) {
		return this.supervisor.streams().write(target, text);
	}

	@Override
	public CompletableFuture<Void> closeInput(String target) {
		return this.supervisor.streams().closeInput(target).whenCompleteAsync((closed, failure) -> {
		});
	}

	@Override
	public LogFollow follow(String target, int lines, Consumer<LogLine> consumer) {
		return this.supervisor.streams().follow(target, lines, consumer);
	}

	@Override
	public CompletableFuture<LogPage> read(String target, LogPosition after, Duration wait) {
		return this.supervisor.streams().read(target, after, wait);
	}

	@Override
	public CompletableFuture<ProcessStatus> reopenLog(String target) {
		return handOut(this.supervisor.streams().reopenLog(target));
	}

	@Override
	public boolean isRunning(String process) {
		ProcessStatus status = find(process);
		return status != null && isLive(status);
	}

	@Override
	public boolean isRunning(Class<?> type) {
		Predicate<ProcessStatus> runsIt = (status) -> status.definition().program() instanceof Program.Worker worker
				&& worker.type().equals(type.getName());
		return running().stream().anyMatch(runsIt);
	}

	@Override
	public List<ProcessStatus> running() {
		return status().processes().stream().filter(SupervisedProcessManager::isLive).toList();
	}

	@Override
	public SupervisorStatus status() {
		return this.supervisor.status();
	}

	@Override
	public List<String> tail(String target) {
		return this.supervisor.streams().tail(target);
	}

	@Override
	public CompletableFuture<String> send(String process, String message) {
		return send(process, message.getBytes(StandardCharsets.UTF_8), SupervisedProcessManager::text);
	}

	@Override
	public CompletableFuture<byte[]> send(String process, byte[] message) {
		return send(process, message.clone(), (reply) -> reply);
	}

	private <T> CompletableFuture<T> send(String process, byte[] message, ReplyReader<T> reader) {
		// Names come from anybody: what is kept for each must be known. So is its
		// time-out once it was added, and not before.
		if (!this.routes.containsKey(process) && find(process) == null) {
			return CompletableFuture.failedFuture(new RequestFailedException(Kind.UNAVAILABLE,
					"Process '%s' takes no requests: %s".formatted(process, this.supervisor.absence(process))));
		}
		CompletableFuture<T> future = new CompletableFuture<>();
		Dispatcher.Route route = this.routes.computeIfAbsent(process, this::route);
		route.dispatch(message, new FutureReply<>(future, reader));
		route.flush();
		return future;
	}

	private Dispatcher.Route route(String process) {
		ProcessStatus status = find(process);
		EndpointDefinition endpoint = (status != null) ? status.definition().endpoint() : null;
		return this.supervisor.dispatcher()
			.route(process, (endpoint != null) ? endpoint.requestTimeout() : SEND_TIMEOUT, () -> {
			});
	}

	@Override
	public CompletableFuture<String> invoke(String target, String action, @Nullable String argument) {
		return this.actions.invoke(target, action, argument);
	}

	@Override
	public boolean awaitAll(Duration timeout) throws InterruptedException {
		return this.supervisor.awaitAll(timeout);
	}

	private @Nullable ProcessStatus find(String process) {
		return this.supervisor.find(process);
	}

	private ProcessStatus status(String process) {
		ProcessStatus status = find(process);
		if (status == null) {
			throw new UnknownProcessException(process);
		}
		return status;
	}

	private static boolean isLive(ProcessStatus status) {
		return status.instances().stream().anyMatch((instance) -> instance.state().isLive());
	}

	private static @Nullable String text(byte @Nullable [] reply) {
		return (reply != null) ? new String(reply, StandardCharsets.UTF_8) : null;
	}

	private interface ReplyReader<T> {

		@Nullable T read(byte @Nullable [] reply);

	}

	private record FutureReply<T>(CompletableFuture<T> future,
			ReplyReader<T> reader) implements Dispatcher.ReplyCallback {

		@Override
		public void onReply(byte @Nullable [] reply) {
			this.future.complete(this.reader.read(reply));
		}

		@Override
		public void onFailure(RequestFailedException failure) {
			this.future.completeExceptionally(failure);
		}

	}

}
