package dev.processkit.benchmarks.program;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.processkit.ProcessDefinition;
import dev.processkit.Program;
import dev.processkit.RequestFailedException;
import dev.processkit.control.WorkerCall;
import dev.processkit.launch.JdkProcessLauncher;
import dev.processkit.launch.RuntimeDirectory;
import dev.processkit.supervisor.Dispatcher;
import dev.processkit.supervisor.HookSource;
import dev.processkit.supervisor.RequestObserver;
import dev.processkit.supervisor.Supervisor;
import org.jspecify.annotations.Nullable;

/**
 * Calls by hand, on the road that typed clients take too. Calls that follow from replies
 * are sent once all replies of a read are handed out.
 *
 * @since 0.1
 */
public final class DispatcherCalls implements CallRoad {

	private static final Dispatcher.CallOptions OPTIONS = new Dispatcher.CallOptions(Duration.ofSeconds(30), false);

	private final Supervisor supervisor;

	private final Dispatcher.Route route;

	private final ThreadLocal<Boolean> replying = ThreadLocal.withInitial(() -> false);

	/**
	 * Start workers.
	 * @param workers how many
	 * @throws Exception if they do not start
	 */
	public DispatcherCalls(int workers) throws Exception {
		this.supervisor = new Supervisor(workers, new JdkProcessLauncher(RuntimeDirectory.create(null)), List.of(),
				(instance, line) -> System.err.println(line), RequestObserver.NONE, HookSource.NONE);
		ProcessDefinition definition = ProcessDefinition.of("echo", Program.Worker.of(EchoWorker.class.getName()))
			.withInstances(workers);
		this.supervisor.add(List.of(definition), "to be measured").get(60, TimeUnit.SECONDS);
		this.route = this.supervisor.dispatcher().route("echo", Duration.ofSeconds(30), this::afterReplies);
	}

	private void afterReplies() {
		this.replying.set(false);
		this.route.flush();
	}

	@Override
	public CompletableFuture<String> call(String argument) {
		CompletableFuture<String> result = new CompletableFuture<>();
		WorkerCall call = new WorkerCall("echo", Map.of(), argument.getBytes(StandardCharsets.UTF_8));
		this.route.call(call, OPTIONS, new Dispatcher.ReplyCallback() {

			@Override
			public void onReply(byte @Nullable [] reply) {
				DispatcherCalls.this.replying.set(true);
				result.complete((reply != null) ? new String(reply, StandardCharsets.UTF_8) : "");
			}

			@Override
			public void onFailure(RequestFailedException failure) {
				result.completeExceptionally(failure);
			}

		});
		if (!this.replying.get()) {
			this.route.flush();
		}
		return result;
	}

	@Override
	public void close() {
		this.supervisor.close();
	}

}
