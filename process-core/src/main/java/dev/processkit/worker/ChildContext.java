package dev.processkit.worker;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.processkit.LoopPolicy;
import dev.processkit.RecyclePolicy;
import dev.processkit.SignalHandlers;
import dev.processkit.control.ControlChannel;
import dev.processkit.control.WorkerConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * The context of the one worker of this JVM.
 */
final class ChildContext implements WorkerContext {

	private final WorkerConfiguration configuration;

	private final RunState state;

	private final Outgoing outgoing;

	private final SignalHandlers signals;

	private final AtomicBoolean ready = new AtomicBoolean();

	private @Nullable Executor executor;

	ChildContext(WorkerConfiguration configuration, RunState state, Outgoing outgoing, SignalHandlers signals) {
		this.configuration = configuration;
		this.state = state;
		this.outgoing = outgoing;
		this.signals = signals;
	}

	@Override
	public String name() {
		return this.configuration.name();
	}

	@Override
	public String instance() {
		return this.configuration.instance();
	}

	@Override
	public Map<String, String> args() {
		return this.configuration.args();
	}

	@Override
	public boolean running() {
		return this.state.running();
	}

	@Override
	public boolean sleep(Duration duration) throws InterruptedException {
		return this.state.sleep(duration);
	}

	@Override
	public void ready() {
		if (this.state.running() && this.ready.compareAndSet(false, true)) {
			this.outgoing.ready();
		}
	}

	@Override
	public void retire(String reason) {
		if (this.state.running()) {
			this.outgoing.state(ControlChannel.RETIRING + reason);
			this.state.stop();
		}
	}

	@Override
	public void onSignal(String signal, Runnable handler) {
		this.signals.on(signal, handler);
	}

	@Override
	public synchronized Executor executor() {
		Executor result = this.executor;
		if (result == null) {
			Executor virtual = virtualThreads();
			result = (virtual != null) ? virtual : Executors.newCachedThreadPool(ChildContext::thread);
			this.executor = result;
		}
		return result;
	}

	LoopPolicy loop() {
		return this.configuration.loop();
	}

	RecyclePolicy recycle() {
		return this.configuration.recycle();
	}

	/** Whether a factory answers calls on behalf of the worker. */
	boolean offersCalls() {
		return !this.configuration.calls().isEmpty();
	}

	/**
	 * The executor with a virtual thread for each task.
	 * @return the executor; {@code null} when they are not wanted or not to be had
	 */
	@Nullable Executor virtualThreads() {
		return this.configuration.virtualThreads() ? VirtualThreads.executor() : null;
	}

	private static Thread thread(Runnable task) {
		Thread thread = new Thread(task, "worker-task");
		thread.setDaemon(true);
		return thread;
	}

}
