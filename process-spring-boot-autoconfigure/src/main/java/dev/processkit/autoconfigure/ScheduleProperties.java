package dev.processkit.autoconfigure;

import java.util.List;
import java.util.Objects;

import dev.processkit.SchedulePolicy;
import org.jspecify.annotations.Nullable;

import static dev.processkit.autoconfigure.PropertyPath.either;

/**
 * When a process is restarted although nothing is wrong with it.
 *
 * @param cron Cron expression of the times at which the process is restarted.
 * @param watch Files and directories whose change restarts the process.
 */
record ScheduleProperties(@Nullable String cron, @Nullable List<String> watch) {

	ScheduleProperties over(ScheduleProperties defaults) {
		return new ScheduleProperties(either(this.cron, defaults.cron), either(this.watch, defaults.watch));
	}

	SchedulePolicy toPolicy() {
		SchedulePolicy base = SchedulePolicy.NEVER;
		return new SchedulePolicy(either(this.cron, base.cron()), Objects.requireNonNullElse(this.watch, base.watch()));
	}

}
