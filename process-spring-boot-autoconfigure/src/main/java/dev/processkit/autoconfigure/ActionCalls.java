package dev.processkit.autoconfigure;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

import dev.processkit.IllegalProcessStateException;
import dev.processkit.InstanceId;
import dev.processkit.InstanceStatus;
import dev.processkit.ProcessException;
import dev.processkit.ProcessGroup;
import dev.processkit.ProcessStatus;
import dev.processkit.RequestFailedException;
import dev.processkit.UnknownProcessException;
import dev.processkit.control.WorkerCall;
import dev.processkit.supervisor.Dispatcher;
import dev.processkit.supervisor.Supervisor;
import org.jspecify.annotations.Nullable;

/**
 * Has workers perform their actions.
 */
final class ActionCalls {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private final Supervisor supervisor;

	ActionCalls(Supervisor supervisor) {
		this.supervisor = supervisor;
	}

	/**
	 * Have one worker perform an action. Does not block.
	 * @param target a process of one instance, an instance or a pid
	 * @param action the name of the action
	 * @param argument what it is given; {@code null} for nothing
	 * @return what it returns
	 */
	CompletableFuture<String> invoke(String target, String action, @Nullable String argument) {
		InstanceId instance;
		try {
			instance = resolve(target);
		}
		catch (ProcessException ex) {
			return CompletableFuture.failedFuture(ex);
		}
		ActionReply reply = new ActionReply(new CompletableFuture<>());
		Dispatcher.Route route = this.supervisor.dispatcher().route(instance.process(), TIMEOUT, () -> {
		});
		Dispatcher.Cancellation cancellation = route.call(WorkerCall.action(action, argument),
				new Dispatcher.CallOptions(TIMEOUT, false, instance), reply);
		route.flush();
		reply.future().whenComplete((result, failure) -> {
			if (reply.future().isCancelled()) {
				cancellation.cancel();
			}
		});
		return reply.future();
	}

	private InstanceId resolve(String target) {
		ProcessStatus process = this.supervisor.find(target);
		if (process != null) {
			return only(process);
		}
		refuseGroup(target);
		List<InstanceStatus> all = this.supervisor.status()
			.processes()
			.stream()
			.flatMap((candidate) -> candidate.instances().stream())
			.toList();
		return all.stream()
			.filter((instance) -> instance.id().toString().equals(target))
			.findFirst()
			.or(() -> all.stream().filter((instance) -> isPid(instance, target)).findFirst())
			.map(InstanceStatus::id)
			.orElseThrow(() -> new UnknownProcessException(target));
	}

	private void refuseGroup(String target) {
		for (ProcessGroup group : this.supervisor.status().groups()) {
			if (group.name().equals(target)) {
				throw new IllegalProcessStateException(
						"'%s' is a group, and an action is for one instance; name one of a member: %s".formatted(target,
								String.join(", ", group.members())));
			}
		}
	}

	private static InstanceId only(ProcessStatus process) {
		List<InstanceStatus> instances = process.instances();
		if (instances.size() == 1) {
			return instances.get(0).id();
		}
		throw new IllegalProcessStateException("Process '%s' has %d instances; name the one that is meant: %s"
			.formatted(process.name(), instances.size(),
					instances.stream().map((instance) -> instance.id().toString()).collect(Collectors.joining(", "))));
	}

	private static boolean isPid(InstanceStatus instance, String target) {
		return instance.identity() != null && Long.toString(instance.identity().pid()).equals(target);
	}

	private record ActionReply(CompletableFuture<String> future) implements Dispatcher.ReplyCallback {

		@Override
		public void onReply(byte @Nullable [] reply) {
			this.future.complete((reply != null) ? new String(reply, StandardCharsets.UTF_8) : null);
		}

		@Override
		public void onFailure(RequestFailedException failure) {
			this.future.completeExceptionally(failure);
		}

	}

}
