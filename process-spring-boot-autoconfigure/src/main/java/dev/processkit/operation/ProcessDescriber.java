package dev.processkit.operation;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.processkit.EndpointAddress;
import dev.processkit.InstanceStatus;
import dev.processkit.ProcessExit;
import dev.processkit.ProcessIdentity;
import dev.processkit.ProcessStatus;
import dev.processkit.SupervisorStatus;
import dev.processkit.launch.ResourceUsage;

/**
 * Turns a snapshot into what the actuator shows. Asks the operating system for the usage
 * of each live process, here and only here. Thread-safe.
 *
 * @since 0.1
 */
public final class ProcessDescriber {

	private final CommandLineSanitizer sanitizer;

	private final InstantSource time;

	/**
	 * Create a describer.
	 * @param sanitizer masks what is secret in command lines
	 * @param time the clock for up-times
	 */
	public ProcessDescriber(CommandLineSanitizer sanitizer, InstantSource time) {
		this.sanitizer = sanitizer;
		this.time = time;
	}

	/**
	 * Describe everything.
	 * @param status the snapshot
	 * @return the same, fit to be shown
	 */
	public ProcessesDescriptor describe(SupervisorStatus status) {
		return new ProcessesDescriptor(status.maxProcesses(), status.live(),
				new SparesDescriptor(status.spares().wanted(), status.spares().ready()),
				status.processes().stream().map(this::describe).toList(), groups(status),
				ClassArchiveDescriptor.of(status.classArchive()));
	}

	private static Map<String, List<String>> groups(SupervisorStatus status) {
		Map<String, List<String>> groups = new LinkedHashMap<>();
		status.groups().forEach((group) -> groups.put(group.name(), group.members()));
		return groups;
	}

	/**
	 * Describe what a target means.
	 * @param status its snapshot
	 * @return a {@link ProcessDescriptor}; a list of them for a group, or all
	 */
	public Object describe(TargetStatus status) {
		return status.several() ? status.processes().stream().map(this::describe).toList()
				: describe(status.processes().get(0));
	}

	/**
	 * Describe one process.
	 * @param status its snapshot
	 * @return the same, fit to be shown
	 */
	public ProcessDescriptor describe(ProcessStatus status) {
		SanitizedProgram program = this.sanitizer.sanitize(status.definition());
		EndpointAddress endpoint = status.endpoint();
		return new ProcessDescriptor(status.name(), status.definition().kind().name().toLowerCase(Locale.ROOT),
				program.what(), status.state(), program.conceal(status.reason()),
				(endpoint != null) ? endpoint.toString() : null, status.waiting(),
				ScalingDescriptor.of(status.definition().policies().scaling()),
				status.instances().stream().map((instance) -> describe(instance, program)).toList());
	}

	private InstanceDescriptor describe(InstanceStatus status, SanitizedProgram program) {
		ProcessIdentity identity = status.identity();
		ExitDescriptor lastExit = describe(status.lastExit(), status.lastExitReason(), program);
		String id = status.id().toString();
		if (identity == null) {
			return new InstanceDescriptor(id, status.state(), null, null, null, status.restarts(), lastExit, null, null,
					null);
		}
		ResourceUsage usage = ResourceUsage.of(identity);
		return new InstanceDescriptor(id, status.state(), identity.pid(), identity.startedAt(),
				uptime(identity.startedAt()), status.restarts(), lastExit, (usage != null) ? usage.cpu() : null,
				(usage != null && usage.residentBytes() >= 0) ? usage.residentBytes() : null,
				ActivityDescriptor.of(status.activity()));
	}

	private Duration uptime(Instant startedAt) {
		Duration uptime = Duration.between(startedAt, this.time.instant());
		// The wall clock may have been set back since the launch.
		return uptime.isNegative() ? Duration.ZERO : uptime;
	}

	private static @Nullable ExitDescriptor describe(@Nullable ProcessExit exit, @Nullable String reason,
			SanitizedProgram program) {
		if (exit == null) {
			return null;
		}
		return new ExitDescriptor(exit.code(), exit.signal(), exit.at(),
				program.conceal((reason != null) ? reason : exit.describe()));
	}

}
