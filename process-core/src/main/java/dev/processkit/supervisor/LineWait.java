package dev.processkit.supervisor;

import java.util.concurrent.CompletableFuture;

import dev.processkit.InstanceId;

/**
 * One that waits for the next line, and for that one only. Thread-safe.
 */
final class LineWait implements LineConsumer {

	private final String target;

	private final CompletableFuture<Void> woken = new CompletableFuture<>();

	LineWait(String target) {
		this.target = target;
	}

	/**
	 * Completes, never exceptionally, when there is a line or nothing to wait for. On
	 * whatever thread says so: only what hands over may be attached.
	 * @return the end of the wait
	 */
	CompletableFuture<Void> woken() {
		return this.woken;
	}

	@Override
	public boolean follows(InstanceId instance) {
		return instance.process().equals(this.target) || instance.toString().equals(this.target);
	}

	@Override
	public void add(InstanceId instance, long number, String line) {
		end();
	}

	void end() {
		this.woken.complete(null);
	}

}
