package dev.processkit;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * When a process is restarted although nothing is wrong with it.
 *
 * @param cron the times, as Spring's cron expressions; {@code null} for none
 * @param watch files and directories whose change restarts it; empty for none
 * @since 0.1
 */
public record SchedulePolicy(@Nullable String cron, List<String> watch) {

	/** Never. */
	public static final SchedulePolicy NEVER = new SchedulePolicy(null, List.of());

	public SchedulePolicy {
		watch = List.copyOf(watch);
	}

}
