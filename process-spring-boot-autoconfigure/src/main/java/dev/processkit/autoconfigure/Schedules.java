package dev.processkit.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import dev.processkit.InstanceState;
import dev.processkit.InstanceStatus;
import dev.processkit.InvalidDefinitionException;
import dev.processkit.ProcessEvent;
import dev.processkit.ProcessEventListener;
import dev.processkit.ProcessStatus;
import dev.processkit.ReloadEvent;
import dev.processkit.SchedulePolicy;
import dev.processkit.supervisor.Supervisor;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.context.event.EventListener;
import org.springframework.scheduling.support.CronExpression;

/**
 * Restarts processes at the times and after the changes that their schedule names,
 * rolling where they have several instances and all of them are ready. What an operator
 * has stopped stays down, and what is paused stays so. Follows the processes as they come
 * and go. Thread-safe.
 */
final class Schedules implements ProcessEventListener {

	private static final Log logger = LogFactory.getLog(Schedules.class);

	private final Supplier<Supervisor> supervisor;

	private final Lookout lookout;

	private final Duration settle;

	private final InstantSource clock;

	private final Map<String, SchedulePolicy> known = new HashMap<>();

	Schedules(Supplier<Supervisor> supervisor, Lookout lookout, Duration settle, InstantSource clock) {
		this.supervisor = supervisor;
		this.lookout = lookout;
		this.settle = settle;
		this.clock = clock;
	}

	@Override
	public void onEvent(ProcessEvent event) {
		if (event instanceof ProcessEvent.StateChanged) {
			refresh();
		}
	}

	/** What is stopped may have another schedule now without an event of its own. */
	@EventListener
	void onReload(ReloadEvent.Reloaded event) {
		refresh();
	}

	/** Compare the schedules with those of the processes that there are. */
	synchronized void refresh() {
		Map<String, SchedulePolicy> present = new HashMap<>();
		for (ProcessStatus process : this.supervisor.get().status().processes()) {
			SchedulePolicy schedule = process.definition().policies().schedule();
			if (!schedule.equals(SchedulePolicy.NEVER)) {
				present.put(process.name(), schedule);
			}
		}
		Set<String> gone = new LinkedHashSet<>(this.known.keySet());
		gone.removeAll(present.keySet());
		gone.forEach(this::withdraw);
		present.forEach((process, schedule) -> {
			if (!schedule.equals(this.known.get(process))) {
				withdraw(process);
				this.known.put(process, schedule);
				post(process, schedule);
			}
		});
	}

	private void withdraw(String process) {
		this.known.remove(process);
		this.lookout.withdraw("cron " + process);
		this.lookout.withdraw("watch " + process);
	}

	private void post(String process, SchedulePolicy schedule) {
		try {
			String cron = schedule.cron();
			if (cron != null) {
				this.lookout.post("cron " + process, new CronSentry(ScheduleProperties.parse(cron),
						ZoneId.systemDefault(), this.clock.instant(), () -> restart(process, "its time, " + cron)));
			}
			Set<Path> watched = new LinkedHashSet<>();
			for (String path : schedule.watch()) {
				watched.add(ScheduleProperties.path(path));
			}
			if (!watched.isEmpty()) {
				this.lookout.post("watch " + process, new FileSentry(() -> watched, this.settle,
						() -> restart(process, "a watched file has changed")));
			}
		}
		catch (InvalidDefinitionException ex) {
			// Declared ones were checked: this one was added by a bean.
			logger.error("Process '%s' is not restarted on schedule: %s".formatted(process, ex.getMessage()));
		}
	}

	private void restart(String process, String why) {
		ProcessStatus status = this.supervisor.get().find(process);
		if (status == null) {
			refresh();
			return;
		}
		List<InstanceState> states = status.instances().stream().map(InstanceStatus::state).toList();
		if (states.stream().allMatch((state) -> state == InstanceState.STOPPED || state == InstanceState.STOPPING)) {
			logger.debug("Process '%s' is stopped and stays so: %s".formatted(process, why));
			return;
		}
		boolean rolling = states.size() > 1 && states.stream().allMatch((state) -> state == InstanceState.READY);
		CompletableFuture<ProcessStatus> restarted = rolling ? this.supervisor.get().rollingRestart(process, why)
				: this.supervisor.get().renew(process, why);
		restarted.exceptionally((failure) -> {
			logger.warn("Process '%s' was not restarted (%s): %s".formatted(process, why, failure.getMessage()));
			return null;
		});
	}

}
