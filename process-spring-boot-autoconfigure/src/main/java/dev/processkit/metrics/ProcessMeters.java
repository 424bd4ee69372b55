package dev.processkit.metrics;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.BaseUnits;
import org.jspecify.annotations.Nullable;

import dev.processkit.InstanceState;
import dev.processkit.InstanceStatus;
import dev.processkit.ProcessStatus;
import dev.processkit.Scaling;
import dev.processkit.SupervisorStatus;
import dev.processkit.WorkerActivity;
import dev.processkit.launch.ResourceUsage;

/**
 * The meters of one process in one registry, from the first so that each series is there
 * with its zero before anything happens.
 */
class ProcessMeters {

	private final MeterRegistry registry;

	private final String process;

	private final Supplier<SupervisorStatus> status;

	private final List<Meter> meters = new ArrayList<>();

	private final Counter restarts;

	private final Counter expectedExits;

	private final Counter failedExits;

	private final Counter giveUps;

	private final Timer startup;

	ProcessMeters(MeterRegistry registry, String process, Supplier<SupervisorStatus> status) {
		this.registry = registry;
		this.process = process;
		this.status = status;
		registerGauges();
		this.restarts = register(counter("supervisor.restarts", "Relaunches, after an exit or on request"));
		this.expectedExits = register(exitCounter("expected"));
		this.failedExits = register(exitCounter("failed"));
		this.giveUps = register(counter("supervisor.gave.up", "Instances given up by their restart policy"));
		this.startup = keep(Timer.builder("supervisor.startup")
			.description("Time from launch to readiness")
			.tag("process", process)
			.register(registry));
	}

	private void registerGauges() {
		for (InstanceState state : InstanceState.values()) {
			keep(gauge("supervisor.instances", "Instances by state", (found) -> count(found, state))
				.tag("state", state.name())
				.register(this.registry));
		}
		keep(gauge("supervisor.instances.max", "Largest number of instances", ProcessMeters::largest)
			.register(this.registry));
		keep(gauge("supervisor.requests.active", "Requests without a reply so far",
				(found) -> found.instances().stream().mapToInt(InstanceStatus::busy).sum())
			.register(this.registry));
		keep(gauge("supervisor.requests.waiting", "Requests that wait for an instance to take them",
				ProcessStatus::waiting)
			.register(this.registry));
		keep(gauge("supervisor.loops", "Loops that the live instances have done since their launch",
				(found) -> sum(found, WorkerActivity::loops))
			.register(this.registry));
		keep(gauge("supervisor.loop.overruns", "Those of them that took longer than their interval",
				(found) -> sum(found, WorkerActivity::overruns))
			.register(this.registry));
		keep(gauge("supervisor.memory", "Resident memory of the live instances", ProcessMeters::memory)
			.baseUnit(BaseUnits.BYTES)
			.register(this.registry));
		keep(TimeGauge
			.builder("supervisor.cpu", this, TimeUnit.NANOSECONDS, (self) -> self.read(ProcessMeters::cpuNanos))
			.description("Processor time that the live instances have used since their launch")
			.tag("process", this.process)
			.register(this.registry));
	}

	private Gauge.Builder<ProcessMeters> gauge(String name, String description,
			ToDoubleFunction<ProcessStatus> reading) {
		return Gauge.builder(name, this, (self) -> self.read(reading))
			.description(description)
			.tag("process", this.process);
	}

	private Counter.Builder counter(String name, String description) {
		return Counter.builder(name).description(description).tag("process", this.process);
	}

	private Counter.Builder exitCounter(String outcome) {
		return counter("supervisor.exits", "Ends of OS processes").tag("outcome", outcome);
	}

	private Counter register(Counter.Builder builder) {
		return keep(builder.register(this.registry));
	}

	private <M extends Meter> M keep(M meter) {
		this.meters.add(meter);
		return meter;
	}

	private double read(ToDoubleFunction<ProcessStatus> reading) {
		return this.status.get()
			.processes()
			.stream()
			.filter((candidate) -> candidate.name().equals(this.process))
			.mapToDouble(reading)
			.findFirst()
			.orElse(Double.NaN);
	}

	private static double count(ProcessStatus status, InstanceState state) {
		return status.instances().stream().filter((instance) -> instance.state() == state).count();
	}

	private static double sum(ProcessStatus status, ToLongFunction<WorkerActivity> reading) {
		return status.instances()
			.stream()
			.map(InstanceStatus::activity)
			.mapToLong((activity) -> (activity != null) ? reading.applyAsLong(activity) : 0)
			.sum();
	}

	private static double largest(ProcessStatus status) {
		Scaling scaling = status.definition().policies().scaling();
		return (scaling != null) ? scaling.max() : status.definition().instances();
	}

	private static double memory(ProcessStatus status) {
		return status.instances()
			.stream()
			.map(ProcessMeters::usage)
			.mapToDouble((usage) -> (usage != null) ? Math.max(usage.residentBytes(), 0) : 0)
			.sum();
	}

	private static double cpuNanos(ProcessStatus status) {
		return status.instances()
			.stream()
			.map(ProcessMeters::usage)
			.mapToDouble((usage) -> (usage != null) ? usage.cpu().toNanos() : 0)
			.sum();
	}

	private static @Nullable ResourceUsage usage(InstanceStatus instance) {
		return (instance.identity() != null) ? ResourceUsage.of(instance.identity()) : null;
	}

	void recordRestart() {
		this.restarts.increment();
	}

	void recordExit(boolean expected) {
		(expected ? this.expectedExits : this.failedExits).increment();
	}

	void recordGiveUp() {
		this.giveUps.increment();
	}

	void recordStartup(Duration took) {
		this.startup.record(took);
	}

	/**
	 * Take the meters out of the registry.
	 */
	void remove() {
		this.meters.forEach(this.registry::remove);
	}

}
