package dev.processkit.sample;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

import dev.processkit.worker.WorkerContext;

/**
 * A context whose worker is asked to stop by {@link #stop()}.
 */
class TestContext implements WorkerContext {

	private final Map<String, String> args;

	private final CountDownLatch stopped = new CountDownLatch(1);

	TestContext(Map<String, String> args) {
		this.args = args;
	}

	void stop() {
		this.stopped.countDown();
	}

	@Override
	public String name() {
		return "test";
	}

	@Override
	public String instance() {
		return "test-0";
	}

	@Override
	public Map<String, String> args() {
		return this.args;
	}

	@Override
	public boolean running() {
		return this.stopped.getCount() > 0;
	}

	@Override
	public boolean sleep(Duration duration) throws InterruptedException {
		return !this.stopped.await(duration.toMillis(), TimeUnit.MILLISECONDS);
	}

	@Override
	public void ready() {
	}

	@Override
	public void retire(String reason) {
	}

	@Override
	public void onSignal(String signal, Runnable handler) {
	}

	@Override
	public Executor executor() {
		return Runnable::run;
	}

}
