package dev.processkit.supervisor;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

import dev.processkit.InstanceId;
import dev.processkit.ProcessDefinition;
import dev.processkit.ProcessLaunchException;
import dev.processkit.RemoteFailure;
import dev.processkit.control.ControlChannel;
import dev.processkit.launch.LaunchedProcess;
import dev.processkit.launch.ProcessorDemand;
import org.jspecify.annotations.Nullable;

/**
 * A worker JVM that waits, with its channel. What it says is heard here until it has
 * begun to become an instance, and by that instance's listener from then on. Thread-safe.
 */
final class Spare implements ControlChannel.Listener {

	/** It only has to read a frame; one that is suspended does not. */
	private static final long CONFIGURED_SECONDS = 2;

	/** How often one gets that time that is kept waiting for a processor. */
	private static final int PATIENCE = 5;

	/** It has nothing to finish. */
	private static final long KILL_SECONDS = 5;

	private final InstanceId id;

	private final LaunchedProcess process;

	private final ControlChannel channel;

	private final Runnable onPrepared;

	private final CompletableFuture<Void> configured = new CompletableFuture<>();

	private volatile ControlChannel.@Nullable Listener candidate;

	private volatile ControlChannel.@Nullable Listener worker;

	private volatile @Nullable String failure;

	/**
	 * Open the channel to a spare that was just launched.
	 * @param id its name
	 * @param process its process
	 * @param preparation what it is to prepare for
	 * @param onPrepared run, on a thread of the channel, when it can be taken
	 */
	Spare(InstanceId id, LaunchedProcess process, Map<String, String> preparation, Runnable onPrepared) {
		this.id = id;
		this.process = process;
		this.onPrepared = onPrepared;
		this.channel = ControlChannel.openSpare(process.fromWorker(), process.toWorker(), preparation, id.toString(),
				this);
	}

	LaunchedProcess process() {
		return this.process;
	}

	ControlChannel channel() {
		return this.channel;
	}

	/** Why it failed, if it said so. */
	@Nullable String failure() {
		return this.failure;
	}

	/**
	 * Become an instance. Blocks until the spare has begun to, a fraction of a
	 * millisecond as a rule; then, and only then, the listener is told of what follows.
	 * @param instance the instance
	 * @param definition its definition
	 * @param configuration what to become
	 * @param output takes its lines
	 * @param listener takes what it says
	 * @throws ProcessLaunchException if it is of no use after all
	 */
	void become(InstanceId instance, ProcessDefinition definition, Map<String, String> configuration,
			Consumer<String> output, ControlChannel.Listener listener) {
		this.process.handOver(instance, definition, output);
		this.candidate = listener;
		this.channel.configure(configuration);
		try {
			awaitConfigured();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			giveUpOn("the thread was interrupted", ex);
		}
		catch (ExecutionException | TimeoutException ex) {
			giveUpOn("it does not react", ex);
		}
	}

	private void awaitConfigured() throws InterruptedException, ExecutionException, TimeoutException {
		for (int attempt = 1;; attempt++) {
			try {
				this.configured.get(CONFIGURED_SECONDS, TimeUnit.SECONDS);
				return;
			}
			catch (TimeoutException ex) {
				ProcessorDemand demand = ProcessorDemand.of(this.process.identity());
				if (attempt == PATIENCE || demand == null || !demand.runnable()) {
					throw ex;
				}
			}
		}
	}

	private void giveUpOn(String why, Exception cause) {
		ProcessLaunchException failure = new ProcessLaunchException("Spare '%s': %s".formatted(this.id, why), cause);
		// It may have reacted at the last moment; then it is used.
		if (this.configured.completeExceptionally(failure) || this.configured.isCompletedExceptionally()) {
			throw failure;
		}
	}

	void kill() {
		this.channel.close();
		this.process.kill();
	}

	/** Kill it and wait until its slot is free. */
	void killAndWait() {
		kill();
		try {
			this.process.onExit().get(KILL_SECONDS, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (ExecutionException | TimeoutException ex) {
			// Stuck in the kernel, of which the launcher tells.
		}
	}

	@Override
	public void onState(String state) {
		ControlChannel.Listener current = this.worker;
		if (current != null) {
			current.onState(state);
		}
		else if (state.equals("prepared")) {
			this.onPrepared.run();
		}
		else if (state.equals("configured") && this.configured.complete(null)) {
			this.worker = this.candidate;
		}
	}

	@Override
	public void onReady() {
		expectWorker().onReady();
	}

	@Override
	public void onReply(long id, byte @Nullable [] payload) {
		expectWorker().onReply(id, payload);
	}

	@Override
	public void onFailure(long id, RemoteFailure failure) {
		ControlChannel.Listener current = this.worker;
		if (current != null) {
			current.onFailure(id, failure);
		}
		else {
			this.failure = failure.type() + ": " + failure.message();
		}
	}

	@Override
	public void onBatchEnd() {
		ControlChannel.Listener current = this.worker;
		if (current != null) {
			current.onBatchEnd();
		}
	}

	@Override
	public void onClosed(String reason) {
		ControlChannel.Listener current = this.worker;
		if (current != null) {
			current.onClosed(reason);
		}
		else {
			this.configured.completeExceptionally(new ProcessLaunchException(reason, null));
			// Without its channel it is of no use, should it live on.
			this.process.kill();
		}
	}

	/** Throwing closes the channel, and with it the spare. */
	private ControlChannel.Listener expectWorker() {
		ControlChannel.Listener current = this.worker;
		if (current == null) {
			throw new IllegalStateException("The spare " + this.id + " answers before it was configured");
		}
		return current;
	}

}
