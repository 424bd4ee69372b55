package dev.processkit.health;

import java.util.LinkedHashMap;
import java.util.Map;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

import dev.processkit.InstanceState;
import dev.processkit.ProcessManager;
import dev.processkit.ProcessStatus;

/**
 * {@link HealthIndicator} that is DOWN while a process is FAILED: it should be up and
 * will not come back by itself. A process that backs off is still being restarted, one
 * that was stopped or has completed is as it should be; both leave the verdict UP. The
 * details name the state of each process, and the reason unless it is well.
 *
 * @since 0.1
 */
public class ProcessesHealthIndicator extends AbstractHealthIndicator {

	private final ProcessManager manager;

	/**
	 * Create an indicator.
	 * @param manager the processes
	 */
	public ProcessesHealthIndicator(ProcessManager manager) {
		super("The state of the processes cannot be read");
		this.manager = manager;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		builder.up();
		for (ProcessStatus process : this.manager.status().processes()) {
			if (process.state() == InstanceState.FAILED) {
				builder.down();
			}
			builder.withDetail(process.name(), details(process));
		}
	}

	private static Map<String, Object> details(ProcessStatus process) {
		Map<String, Object> details = new LinkedHashMap<>();
		details.put("state", process.state());
		if (process.state() != InstanceState.READY) {
			details.put("reason", process.reason());
		}
		return details;
	}

}
