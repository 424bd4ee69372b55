package dev.processkit.autoconfigure;

import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.scheduling.support.CronExpression;

/**
 * Calls at the times of a cron expression. Times that have passed unnoticed, as while the
 * machine slept, are made up for once.
 */
final class CronSentry implements Lookout.Sentry {

	private final CronExpression cron;

	private final ZoneId zone;

	private final Runnable action;

	private @Nullable Instant next;

	CronSentry(CronExpression cron, ZoneId zone, Instant now, Runnable action) {
		this.cron = cron;
		this.zone = zone;
		this.action = action;
		this.next = after(now);
	}

	private @Nullable Instant after(Instant now) {
		ZonedDateTime following = this.cron.next(now.atZone(this.zone));
		return (following != null) ? following.toInstant() : null;
	}

	@Override
	public Set<Path> directories() {
		return Set.of();
	}

	@Override
	public void touched(@Nullable Path directory, Set<String> names, Instant now) {
		// Files do not matter.
	}

	@Override
	public @Nullable Instant due() {
		return this.next;
	}

	@Override
	public void call(Instant now) {
		this.next = after(now);
		this.action.run();
	}

}
