package dev.processkit.supervisor;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.DoubleSupplier;

import dev.processkit.RestartPolicy;
import dev.processkit.RestartPolicy.Mode;
import org.jspecify.annotations.Nullable;

/**
 * Applies a restart policy to one end after the other. Remembers the restarts inside the
 * sliding period and how many in a row had no stable run between them; at most
 * {@code max-restarts} times are kept.
 */
final class RestartTracker {

	private final RestartPolicy policy;

	private final Deque<Instant> recent = new ArrayDeque<>();

	private int attempt;

	private long restarts;

	private @Nullable Instant nextLaunch;

	RestartTracker(RestartPolicy policy) {
		this.policy = policy;
	}

	/**
	 * Begin anew with another policy.
	 * @param other the policy
	 * @return a tracker that has only the number of restarts from this one
	 */
	RestartTracker under(RestartPolicy other) {
		RestartTracker tracker = new RestartTracker(other);
		tracker.restarts = this.restarts;
		return tracker;
	}

	void restarted() {
		this.restarts++;
	}

	/** How often it was restarted since an operator's start. */
	long restarts() {
		return this.restarts;
	}

	/** When the back-off that was decided last is over. */
	@Nullable Instant nextLaunch() {
		return this.nextLaunch;
	}

	/**
	 * Decide.
	 * @param end how it ended, for people
	 * @param expected whether it ended as it should
	 * @param ran how long it ran
	 * @param now the time
	 * @param random for the jitter
	 * @return what to do
	 */
	RestartDecision decide(String end, boolean expected, Duration ran, Instant now, DoubleSupplier random) {
		Mode mode = this.policy.mode();
		if (mode == Mode.NEVER || (mode == Mode.ON_FAILURE && expected)) {
			return expected ? new RestartDecision.Complete(end)
					: new RestartDecision.GiveUp(end + "; the restart mode is 'never'");
		}
		forgetBefore(now.minus(this.policy.intensity().within()));
		int allowed = this.policy.intensity().maxRestarts();
		if (this.recent.size() >= allowed) {
			return new RestartDecision.GiveUp("%s; %d restarts within %s are too many".formatted(end,
					this.recent.size() + 1, Durations.words(this.policy.intensity().within())));
		}
		this.recent.addLast(now);
		boolean stable = ran.compareTo(this.policy.resetAfter()) >= 0;
		this.attempt = stable ? 0 : this.attempt + 1;
		if (stable) {
			return new RestartDecision.Restart(Duration.ZERO, end + "; restarting at once after a stable run");
		}
		Duration wait = this.policy.backoff().wait(this.attempt, random.getAsDouble());
		this.nextLaunch = now.plus(wait);
		return new RestartDecision.Restart(wait,
				"%s; restart %d in a row in %s".formatted(end, this.attempt, Durations.words(wait)));
	}

	private void forgetBefore(Instant start) {
		while (!this.recent.isEmpty() && !this.recent.getFirst().isAfter(start)) {
			this.recent.removeFirst();
		}
	}

}
