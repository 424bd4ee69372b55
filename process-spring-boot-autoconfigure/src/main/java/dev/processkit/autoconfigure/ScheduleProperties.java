package dev.processkit.autoconfigure;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

import dev.processkit.InvalidDefinitionException;
import dev.processkit.SchedulePolicy;
import org.jspecify.annotations.Nullable;

import org.springframework.scheduling.support.CronExpression;

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
		List<String> paths = Objects.requireNonNullElse(this.watch, List.of());
		paths.forEach(ScheduleProperties::path);
		String times = (this.cron == null || this.cron.isBlank()) ? null : this.cron.strip();
		if (times != null) {
			parse(times);
		}
		return new SchedulePolicy(times, paths);
	}

	static CronExpression parse(String cron) {
		try {
			return CronExpression.parse(cron);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidDefinitionException("cron", cron, "is no cron expression (" + ex.getMessage() + ")",
					"Write six fields, second minute hour day month weekday, such as '0 30 4 * * *', or a macro such as @daily.");
		}
	}

	static Path path(String text) {
		Path path = PropertyPath.file("watch", text);
		if (path == null) {
			throw new InvalidDefinitionException("watch", text, "names no file", "Give a file or a directory.");
		}
		return path.toAbsolutePath().normalize();
	}

}
