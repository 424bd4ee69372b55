package dev.processkit.autoconfigure;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executor;

import dev.processkit.worker.WorkerContext;

/**
 * A worker context without a worker.
 */
final class StubContext implements WorkerContext {

	@Override
	public String name() {
		return "mailer";
	}

	@Override
	public String instance() {
		return "mailer-0";
	}

	@Override
	public Map<String, String> args() {
		return Map.of();
	}

	@Override
	public boolean running() {
		return false;
	}

	@Override
	public boolean sleep(Duration duration) {
		return false;
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
