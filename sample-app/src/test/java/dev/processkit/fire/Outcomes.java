package dev.processkit.fire;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * How the requests of a test ended.
 */
final class Outcomes {

	private final Set<String> answered = ConcurrentHashMap.newKeySet();

	private final Map<String, String> failures = new ConcurrentHashMap<>();

	private final AtomicLong issued = new AtomicLong();

	private final AtomicReference<Slowest> slowest = new AtomicReference<>(new Slowest("", Duration.ZERO));

	/** Ask one question, and note how it ends. */
	void ask(String id, Question question) {
		this.issued.incrementAndGet();
		long start = System.nanoTime();
		try {
			String answer = question.ask(id);
			if (!answer.contains(id)) {
				throw new IllegalStateException("Asked " + id + " and was answered " + answer);
			}
			this.answered.add(id);
		}
		catch (Exception ex) {
			Throwable cause = (ex.getCause() != null) ? ex.getCause() : ex;
			this.failures.put(id, cause.getClass().getSimpleName() + ": " + cause.getMessage());
		}
		this.slowest.accumulateAndGet(new Slowest(id, Duration.ofNanos(System.nanoTime() - start)), Slowest::of);
	}

	long issued() {
		return this.issued.get();
	}

	Set<String> answered() {
		return this.answered;
	}

	Map<String, String> failures() {
		return this.failures;
	}

	/** How many requests whose id begins so have failed. */
	long failures(String beginning) {
		return this.failures.keySet().stream().filter((id) -> id.startsWith(beginning)).count();
	}

	Slowest slowest() {
		return this.slowest.get();
	}

	/** The request that took longest. */
	record Slowest(String id, Duration took) {

		private Slowest of(Slowest other) {
			return (other.took.compareTo(this.took) > 0) ? other : this;
		}

		@Override
		public String toString() {
			return this.id + " took " + this.took.toMillis() + " ms";
		}

	}

	/** One request, whatever its road. */
	@FunctionalInterface
	interface Question {

		String ask(String id) throws Exception;

	}

}
