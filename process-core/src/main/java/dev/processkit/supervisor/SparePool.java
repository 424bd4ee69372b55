package dev.processkit.supervisor;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import dev.processkit.InstanceId;
import dev.processkit.InstanceState;
import dev.processkit.ProcessDefinition;
import dev.processkit.ProcessExit;
import dev.processkit.ProcessLaunchException;
import dev.processkit.SpareStatus;
import dev.processkit.launch.LaunchedProcess;
import org.jspecify.annotations.Nullable;

/**
 * Carries out the plan for spares: launches them, hands them out, ends them. Confined to
 * the supervisor's thread, but for the launches themselves.
 */
final class SparePool {

	private static final Logger LOGGER = System.getLogger(SparePool.class.getName());

	private static final Duration PREPARATION = Duration.ofMinutes(1);

	private static final Duration MEMORY_RETRY = Duration.ofMinutes(1);

	private final SparePlan plan;

	private final Fleet fleet;

	private final EffectRunner.Outside outside;

	private final SupervisorLoop loop;

	private final Consumer<SpareStatus> board;

	private final Map<InstanceId, Spare> spares = new HashMap<>();

	private final List<Held> held = new ArrayList<>();

	private @Nullable Instant alarm;

	private boolean toldReady;

	private boolean toldMemory;

	/**
	 * Create an empty pool.
	 * @param plan decides
	 * @param fleet what the spares are for
	 * @param outside where they come from
	 * @param loop the supervisor's thread
	 * @param board takes the status when it changes
	 */
	SparePool(SparePlan plan, Fleet fleet, EffectRunner.Outside outside, SupervisorLoop loop,
			Consumer<SpareStatus> board) {
		this.plan = plan;
		this.fleet = fleet;
		this.outside = outside;
		this.loop = loop;
		this.board = board;
	}

	void keep(int spares) {
		this.plan.setSpares(spares);
		review();
	}

	/**
	 * Choose a spare.
	 * @param definition what it is needed for
	 * @return the spare, which is the caller's from now on; {@code null} if there is none
	 */
	@Nullable Spare take(ProcessDefinition definition) {
		InstanceId taken = this.plan.take(definition);
		return (taken != null) ? this.spares.remove(taken) : null;
	}

	/**
	 * Launch something once spares have made room for it.
	 * @param launch the launch
	 * @param task does it; at once, unless spares hold slots that are needed
	 */
	void whenRoom(Effect.Launch launch, Runnable task) {
		if (this.plan.isEmpty() || this.plan.fits(slots())) {
			task.run();
			return;
		}
		this.held.add(new Held(launch, task));
		giveUp(SpareDemand.of(this.fleet));
	}

	/**
	 * Take a launch back that waits for room.
	 * @param instance the instance
	 * @param launch the number of the launch
	 * @return {@code false} if it does not wait here
	 */
	boolean cancel(InstanceId instance, long launch) {
		return this.held
			.removeIf((waiting) -> waiting.launch.instance().equals(instance) && waiting.launch.launch() == launch);
	}

	/** Something has changed: have the right spares. */
	void review() {
		if (this.plan.isOff()) {
			this.board.accept(SpareStatus.NONE);
			return;
		}
		SpareDemand demand = SpareDemand.of(this.fleet);
		giveUp(demand);
		Instant now = now();
		SpareKind next = this.plan.next(demand, now);
		if (next != null && hasMemory(next)) {
			InstanceId id = this.plan.launch(next, now);
			this.outside.launchThreads().execute(() -> launch(id, next));
		}
		else {
			wakeAt(next != null ? now.plus(MEMORY_RETRY) : this.plan.nextAttempt(demand, now));
		}
		this.board.accept(this.plan.status(demand));
	}

	private void giveUp(SpareDemand demand) {
		for (InstanceId id : this.plan.giveUp(demand)) {
			Spare spare = this.spares.get(id);
			// One that is being launched is killed when it comes.
			if (spare != null) {
				spare.kill();
			}
		}
	}

	private boolean hasMemory(SpareKind kind) {
		long available = this.outside.launcher().availableMemory();
		if (available < kind.memoryNeeded() && !this.toldMemory) {
			this.toldMemory = true;
			LOGGER.log(Level.INFO, "No spare is kept for now: {0} MB of memory are available and {1} needed",
					available >> 20, kind.memoryNeeded() >> 20);
		}
		return available >= kind.memoryNeeded();
	}

	/** One alarm is enough, however often something changes: it arranges the next. */
	private void wakeAt(@Nullable Instant time) {
		if (time != null && (this.alarm == null || time.isBefore(this.alarm))) {
			this.alarm = time;
			this.loop.schedule(() -> {
				if (time.equals(this.alarm)) {
					this.alarm = null;
					review();
				}
			}, Duration.between(now(), time).plusMillis(1));
		}
	}

	/** On a launching thread. */
	private void launch(InstanceId id, SpareKind kind) {
		try {
			LaunchedProcess process = this.outside.launcher()
				.launch(id, kind.shape().definition(), this.outside.output().ofSpare(id));
			if (!this.loop.execute(() -> launched(id, kind, process))) {
				process.kill();
			}
		}
		catch (RuntimeException | Error ex) {
			String why = (ex instanceof ProcessLaunchException) ? String.valueOf(ex.getMessage()) : ex.toString();
			this.loop.execute(() -> ended(id, kind, why));
		}
	}

	private void launched(InstanceId id, SpareKind kind, LaunchedProcess process) {
		if (!this.plan.isStarting(id)) {
			process.kill();
			process.onExit().thenRun(() -> this.loop.execute(() -> ended(id, kind, "it is not needed any more")));
			return;
		}
		Spare spare;
		try {
			spare = new Spare(id, process, kind.preparation(id.toString()),
					() -> this.loop.execute(() -> prepared(id, kind)));
		}
		catch (RuntimeException | Error ex) {
			process.kill();
			process.onExit().thenRun(() -> this.loop.execute(() -> ended(id, kind, ex.toString())));
			return;
		}
		this.spares.put(id, spare);
		process.onExit().thenAccept((exit) -> this.loop.execute(() -> ended(id, kind, describe(spare, exit))));
		this.loop.schedule(() -> {
			if (this.plan.isStarting(id)) {
				spare.kill();
			}
		}, PREPARATION);
	}

	private void prepared(InstanceId id, SpareKind kind) {
		this.plan.ready(id, now());
		if (!this.toldReady) {
			this.toldReady = true;
			LOGGER.log(Level.INFO, "A spare worker JVM ({0}) waits to take the place of one that is needed", kind);
		}
		review();
	}

	private static String describe(Spare spare, ProcessExit exit) {
		String failure = spare.failure();
		return (failure != null) ? failure : "it ended: " + exit.describe();
	}

	/** The process is gone; without effect when it had become an instance. */
	private void ended(InstanceId id, SpareKind kind, String why) {
		this.spares.remove(id);
		int failures = this.plan.ended(id, now());
		if (failures > 0) {
			LOGGER.log((failures == 1) ? Level.WARNING : Level.DEBUG,
					"The spare {0} ({1}) is lost and will be replaced: {2}", id, kind, why);
		}
		if (!this.held.isEmpty() && this.plan.fits(slots())) {
			List<Held> released = List.copyOf(this.held);
			this.held.clear();
			released.forEach((waiting) -> waiting.task.run());
		}
		review();
	}

	private int slots() {
		return (int) this.fleet.count(InstanceState::holdsSlot);
	}

	private Instant now() {
		return this.outside.clock().instant();
	}

	/**
	 * A launch that waits for a slot.
	 *
	 * @param launch the launch
	 * @param task does it
	 */
	private record Held(Effect.Launch launch, Runnable task) {

	}

}
