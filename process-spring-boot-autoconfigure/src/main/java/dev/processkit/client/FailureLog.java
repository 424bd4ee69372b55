package dev.processkit.client;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

/**
 * Tells of the failures of one method that nobody waits for: of the first at once, then
 * of one in each period, with the number of those in between. A worker that is down would
 * fill the log otherwise; the meters count them all.
 */
final class FailureLog {

	private static final long PERIOD_NANOS = Duration.ofSeconds(10).toNanos();

	private final Consumer<String> log;

	private final LongSupplier nanoTime;

	private long toldNanos;

	private long untold = -1;

	FailureLog(Consumer<String> log, LongSupplier nanoTime) {
		this.log = log;
		this.nanoTime = nanoTime;
	}

	void failed(Object call, Throwable cause) {
		String line = line(call, cause);
		if (line != null) {
			this.log.accept(line);
		}
	}

	private synchronized @Nullable String line(Object call, Throwable cause) {
		long now = this.nanoTime.getAsLong();
		if (this.untold >= 0 && now - this.toldNanos < PERIOD_NANOS) {
			this.untold++;
			return null;
		}
		String before = (this.untold > 0) ? "; so did %d more since the last such line".formatted(this.untold) : "";
		this.toldNanos = now;
		this.untold = 0;
		return "%s failed, and its caller does not wait: %s%s".formatted(call, cause, before);
	}

}
