package dev.processkit.metrics;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

import dev.processkit.InstanceState;
import dev.processkit.ProcessEvent;
import dev.processkit.ProcessEventListener;
import dev.processkit.SupervisorStatus;

/**
 * {@link MeterBinder} that reads gauges from the snapshot when they are scraped, and
 * {@link ProcessEventListener} that counts and times what happens. Nothing is polled; the
 * operating system is asked for memory and processor time only by a scrape. The meters of
 * a process appear when it is added and disappear when it is gone: both are noticed at
 * the next event. Thread-safe.
 *
 * @since 0.1
 */
public class ProcessMetrics implements MeterBinder, ProcessEventListener {

	private final Supplier<SupervisorStatus> status;

	private final List<RegisteredProcesses> registered = new CopyOnWriteArrayList<>();

	/**
	 * Create the meters.
	 * @param status gives the snapshot; called for each gauge that is read, and for each
	 * event
	 */
	public ProcessMetrics(Supplier<SupervisorStatus> status) {
		this.status = status;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		Gauge.builder("supervisor.processes.live", this.status, (source) -> source.get().live())
			.description("Live OS processes")
			.register(registry);
		Gauge.builder("supervisor.processes.max", this.status, (source) -> source.get().maxProcesses())
			.description("Live OS processes that are allowed at once")
			.register(registry);
		Gauge.builder("supervisor.spares", this.status, (source) -> source.get().spares().ready())
			.description("Worker JVMs that wait to take the place of one that is needed")
			.register(registry);
		RegisteredProcesses processes = new RegisteredProcesses(registry, this.status);
		this.registered.add(processes);
		processes.refresh();
	}

	@Override
	public void onEvent(ProcessEvent event) {
		for (RegisteredProcesses processes : this.registered) {
			processes.refresh();
			processes.record(event.instance().process(), recording(event));
		}
	}

	private static Consumer<ProcessMeters> recording(ProcessEvent event) {
		if (event instanceof ProcessEvent.StateChanged change) {
			return isRestart(change) ? ProcessMeters::recordRestart : (meters) -> {
			};
		}
		if (event instanceof ProcessEvent.BecameReady ready) {
			return (meters) -> meters.recordStartup(ready.took());
		}
		if (event instanceof ProcessEvent.Exited exited) {
			return (meters) -> meters.recordExit(exited.expected());
		}
		if (event instanceof ProcessEvent.GaveUp) {
			return ProcessMeters::recordGiveUp;
		}
		return (meters) -> {
		};
	}

	/** A start is no restart: it begins where nothing runs nor is about to. */
	private static boolean isRestart(ProcessEvent.StateChanged change) {
		return change.to() == InstanceState.STARTING && change.from() != InstanceState.STOPPED
				&& change.from() != InstanceState.COMPLETED && change.from() != InstanceState.FAILED;
	}

}
