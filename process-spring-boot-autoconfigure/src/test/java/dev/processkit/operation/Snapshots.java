package dev.processkit.operation;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

import dev.processkit.EndpointAddress;
import dev.processkit.EndpointDefinition;
import dev.processkit.InstanceId;
import dev.processkit.InstanceState;
import dev.processkit.InstanceStatus;
import dev.processkit.ProcessDefinition;
import dev.processkit.ProcessExit;
import dev.processkit.ProcessGroup;
import dev.processkit.ProcessIdentity;
import dev.processkit.ProcessStatus;
import dev.processkit.Program;
import dev.processkit.Scaling;
import dev.processkit.SupervisorStatus;

/**
 * Snapshots to look at.
 */
public final class Snapshots {

	public static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

	private Snapshots() {
	}

	public static SupervisorStatus typical() {
		ProcessDefinition pricing = ProcessDefinition.of("pricing", Program.Worker.of("com.acme.PricingProcess"))
			.withInstances(2)
			.withEndpoint(EndpointDefinition.of(new EndpointAddress.Tcp("127.0.0.1", 0)));
		ProcessDefinition cache = ProcessDefinition.of("cache", Program.Worker.of("com.acme.CacheProcess"))
			.withScaling(new Scaling(1, 8, Scaling.Strategy.LAZY, Duration.ofMinutes(1)))
			.withEndpoint(EndpointDefinition.of(new EndpointAddress.Unix(Path.of("/tmp/cache.sock"), Set.of())));
		ProcessDefinition ticker = ProcessDefinition.of("ticker",
				new Program.Command(List.of("python3", "ticker.py", "--password=hunter2")));
		return new SupervisorStatus(256, 2,
				List.of(ProcessStatus.of(pricing, new EndpointAddress.Tcp("127.0.0.1", 9501),
						List.of(live("pricing", 0, ownPid()), live("pricing", 1, 4_000_001))),
						ProcessStatus.of(cache, null, List.of(stopped("cache"))),
						ProcessStatus.of(ticker, null, List.of(failed("ticker")))));
	}

	/** The same, with a group named shop. */
	public static SupervisorStatus grouped(List<String> members) {
		SupervisorStatus typical = typical();
		return new SupervisorStatus(typical.maxProcesses(), typical.live(), typical.processes(), typical.spares(),
				typical.classArchive(), List.of(new ProcessGroup("shop", members, ProcessGroup.Strategy.ONE_FOR_ALL)));
	}

	public static long ownPid() {
		return ProcessHandle.current().pid();
	}

	public static InstanceStatus live(String process, int index, long pid) {
		return new InstanceStatus(new InstanceId(process, index), InstanceState.READY, "worker is ready", START,
				identity(pid), index, null, null, null, 0);
	}

	/** The real start time for this JVM, whose usage can then be read. */
	private static ProcessIdentity identity(long pid) {
		return new ProcessIdentity(pid, (pid == ownPid()) ? OwnProcess.startTicks() : 1, START);
	}

	public static InstanceStatus stopped(String process) {
		return new InstanceStatus(new InstanceId(process, 0), InstanceState.STOPPED, "not started yet", START, null, 0,
				null, null, null, 0);
	}

	public static InstanceStatus failed(String process) {
		ProcessExit exit = ProcessExit.of(143, START, false);
		return new InstanceStatus(new InstanceId(process, 0), InstanceState.FAILED,
				"cannot run [python3, ticker.py, --password=hunter2]", START, null, 3, exit, "ended by signal TERM",
				null, 0);
	}

}
