package dev.processkit.supervisor;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import dev.processkit.Heartbeat;
import dev.processkit.InstanceId;
import dev.processkit.LoopPolicy;
import dev.processkit.ProcessDefinition;
import dev.processkit.RecyclePolicy;
import dev.processkit.RequestFailedException;
import dev.processkit.WorkerActivity;
import dev.processkit.control.WorkerCall;
import org.jspecify.annotations.Nullable;

import static org.awaitility.Awaitility.await;

/**
 * A supervisor with real workers that work in rounds.
 */
abstract class RoundFixture extends SupervisorFixture {

	static final Duration PATIENCE = Duration.ofSeconds(90);

	static ProcessDefinition looping(String name, Class<?> type, Duration interval) {
		return rounds(name, type, new LoopPolicy(interval, interval), RecyclePolicy.NEVER);
	}

	static ProcessDefinition rounds(String name, Class<?> type, LoopPolicy loop, RecyclePolicy recycle) {
		return worker(name, type).withPolicies((policies) -> policies.withLoop(loop)
			.withRecycle(recycle)
			.withHeartbeat(new Heartbeat(Duration.ofMillis(50), Duration.ofSeconds(20))));
	}

	static RecyclePolicy jobs(long maxJobs) {
		return new RecyclePolicy(null, null, null, maxJobs, Duration.ZERO, 0);
	}

	/** What an instance has last said; nothing counts as a word of its own. */
	WorkerActivity activity(String id) {
		WorkerActivity activity = instance(id).activity();
		return (activity != null) ? activity : new WorkerActivity("silent", 0, 0, null);
	}

	void awaitActivity(String id, String state) {
		await().atMost(PATIENCE).until(() -> activity(id).state().equals(state));
	}

	@Nullable String act(String process, String action, @Nullable String argument) throws Exception {
		try {
			return acting(process, action, argument).get(90, TimeUnit.SECONDS);
		}
		catch (ExecutionException ex) {
			throw (Exception) ex.getCause();
		}
	}

	CompletableFuture<@Nullable String> acting(String process, String action, @Nullable String argument) {
		CompletableFuture<@Nullable String> future = new CompletableFuture<>();
		Dispatcher.Route route = this.supervisor.dispatcher().route(process, Duration.ofMinutes(5), () -> {
		});
		route.call(WorkerCall.action(action, argument),
				new Dispatcher.CallOptions(Duration.ofMinutes(5), false, new InstanceId(process, 0)),
				new Dispatcher.ReplyCallback() {

					@Override
					public void onReply(byte @Nullable [] reply) {
						future.complete((reply != null) ? new String(reply, StandardCharsets.UTF_8) : null);
					}

					@Override
					public void onFailure(RequestFailedException failure) {
						future.completeExceptionally(failure);
					}

				});
		route.flush();
		return future;
	}

}
