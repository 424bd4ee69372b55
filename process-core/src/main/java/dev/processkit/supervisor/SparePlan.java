package dev.processkit.supervisor;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.processkit.InstanceId;
import dev.processkit.ProcessDefinition;
import dev.processkit.SpareStatus;
import org.jspecify.annotations.Nullable;

/**
 * Decides which spares there should be, which to launch, to take and to give up. Spares
 * take what the fleet leaves of {@code max-processes}, and never the last slot. Pure, and
 * confined to the supervisor's thread.
 */
final class SparePlan {

	/**
	 * Begins with what no name of a process begins with, so that nobody is mistaken for a
	 * spare.
	 */
	private static final String NAME = "_spare";

	private static final Duration SHORT_LIFE = Duration.ofMinutes(1);

	private static final Duration FIRST_DELAY = Duration.ofSeconds(1);

	private static final int MOST_DOUBLINGS = 6;

	private final int maxProcesses;

	private final Map<InstanceId, Entry> present = new LinkedHashMap<>();

	private final Map<SpareKind, Trouble> troubles = new HashMap<>();

	private int spares;

	private int launched;

	SparePlan(int maxProcesses) {
		this.maxProcesses = maxProcesses;
	}

	/**
	 * Change the number of lean spares.
	 * @param spares how many; 0 for no spares at all, prepared ones included
	 */
	void setSpares(int spares) {
		this.spares = spares;
	}

	boolean isOff() {
		return this.spares == 0 && this.present.isEmpty();
	}

	boolean isEmpty() {
		return this.present.isEmpty();
	}

	/** Whether what holds slots and all spares go into {@code max-processes}. */
	boolean fits(int slots) {
		return slots + this.present.size() <= this.maxProcesses;
	}

	SpareStatus status(SpareDemand demand) {
		long ready = this.present.values().stream().filter((entry) -> entry.state == State.READY).count();
		return new SpareStatus(wanted(demand).size(), (int) ready);
	}

	/**
	 * Lean ones: one for each shape, that of most instances first, and again from the
	 * start until the number is used up. Then one for each definition that wants its own.
	 */
	private List<SpareKind> wanted(SpareDemand demand) {
		List<SpareKind> lean = demand.instances()
			.entrySet()
			.stream()
			.filter((entry) -> entry.getKey().isLean())
			.sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
			.map(Map.Entry::getKey)
			.toList();
		List<SpareKind> wanted = new ArrayList<>();
		for (int i = 0; i < this.spares && !lean.isEmpty(); i++) {
			wanted.add(lean.get(i % lean.size()));
		}
		if (this.spares > 0) {
			demand.instances().keySet().stream().filter((kind) -> !kind.isLean()).forEach(wanted::add);
		}
		return wanted;
	}

	/**
	 * What is wanted and neither there nor, because of its number, in another's place.
	 */
	private List<SpareKind> missing(SpareDemand demand) {
		List<SpareKind> missing = new ArrayList<>(wanted(demand));
		long lean = 0;
		for (Entry entry : this.present.values()) {
			if (entry.state != State.GIVEN_UP) {
				missing.remove(entry.kind);
				lean += entry.kind.isLean() ? 1 : 0;
			}
		}
		if (lean >= this.spares) {
			missing.removeIf(SpareKind::isLean);
		}
		return missing;
	}

	/**
	 * Say what to launch: one at a time, when nothing else is starting.
	 * @param demand the fleet
	 * @param now the time
	 * @return the kind, to be launched by {@link #launch}; {@code null} for none
	 */
	@Nullable SpareKind next(SpareDemand demand, Instant now) {
		boolean starting = this.present.values().stream().anyMatch((entry) -> entry.state == State.STARTING);
		if (starting || !demand.settled() || demand.slots() + this.present.size() + 2 > this.maxProcesses) {
			return null;
		}
		return missing(demand).stream().filter((kind) -> !retryAt(kind).isAfter(now)).findFirst().orElse(null);
	}

	/**
	 * Say when one that has failed is to be tried again.
	 * @param demand the fleet
	 * @param now the time
	 * @return the time; {@code null} if there is none to wait for
	 */
	@Nullable Instant nextAttempt(SpareDemand demand, Instant now) {
		return missing(demand).stream()
			.map(this::retryAt)
			.filter((time) -> time.isAfter(now))
			.min(Comparator.naturalOrder())
			.orElse(null);
	}

	private Instant retryAt(SpareKind kind) {
		Trouble trouble = this.troubles.get(kind);
		return (trouble != null) ? trouble.retryAt : Instant.MIN;
	}

	/**
	 * Count a new spare.
	 * @param kind what it is
	 * @param now the time
	 * @return its name, used once
	 */
	InstanceId launch(SpareKind kind, Instant now) {
		InstanceId id = new InstanceId(NAME, this.launched++);
		this.present.put(id, new Entry(kind, State.STARTING, now));
		return id;
	}

	/** It can be taken from now on. */
	void ready(InstanceId id, Instant now) {
		this.present.computeIfPresent(id,
				(same, entry) -> (entry.state == State.STARTING) ? new Entry(entry.kind, State.READY, now) : entry);
	}

	boolean isStarting(InstanceId id) {
		Entry entry = this.present.get(id);
		return entry != null && entry.state == State.STARTING;
	}

	/**
	 * Choose a spare for an instance, which pays for its slot from now on.
	 * @param definition what it is needed for
	 * @return the spare; {@code null} if there is none
	 */
	@Nullable InstanceId take(ProcessDefinition definition) {
		SpareKind kind = this.present.isEmpty() ? null : SpareKind.of(definition);
		if (kind == null) {
			return null;
		}
		InstanceId own = find(kind);
		InstanceId taken = (own != null) ? own : find(kind.lean());
		if (taken != null) {
			Entry entry = this.present.remove(taken);
			this.troubles.remove((entry != null) ? entry.kind : kind);
		}
		return taken;
	}

	private @Nullable InstanceId find(SpareKind kind) {
		return this.present.entrySet()
			.stream()
			.filter((entry) -> entry.getValue().state == State.READY && entry.getValue().kind.equals(kind))
			.map(Map.Entry::getKey)
			.findFirst()
			.orElse(null);
	}

	/**
	 * Give up those that nobody can use any more, and those whose slots are needed.
	 * @param demand the fleet
	 * @return the spares to end; they count until they have
	 */
	List<InstanceId> giveUp(SpareDemand demand) {
		boolean off = this.spares == 0;
		this.troubles.keySet().retainAll(demand.instances().keySet());
		List<InstanceId> given = new ArrayList<>();
		List<InstanceId> kept = new ArrayList<>();
		this.present.forEach((id, entry) -> {
			if (entry.state != State.GIVEN_UP) {
				boolean useless = off || !demand.instances().containsKey(entry.kind);
				(useless ? given : kept).add(id);
			}
		});
		// Those that are going already make room without being asked again; newest first.
		for (int excess = demand.slots() + kept.size() - this.maxProcesses; excess > 0 && !kept.isEmpty(); excess--) {
			given.add(kept.remove(kept.size() - 1));
		}
		given.forEach((id) -> this.present.computeIfPresent(id,
				(same, entry) -> new Entry(entry.kind, State.GIVEN_UP, entry.since)));
		return given;
	}

	/**
	 * A spare is gone, or was never launched.
	 * @param id the spare
	 * @param now the time
	 * @return how often its kind has failed in a row; 0 if that was no failure
	 */
	int ended(InstanceId id, Instant now) {
		Entry entry = this.present.remove(id);
		if (entry == null || entry.state == State.GIVEN_UP) {
			return 0;
		}
		boolean lived = entry.state == State.READY && entry.since.plus(SHORT_LIFE).isBefore(now);
		Trouble before = lived ? null : this.troubles.get(entry.kind);
		int failures = (before != null) ? before.failures + 1 : 1;
		Duration delay = FIRST_DELAY.multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS));
		this.troubles.put(entry.kind, new Trouble(failures, now.plus(delay)));
		return failures;
	}

	private enum State {

		STARTING, READY, GIVEN_UP

	}

	private record Entry(SpareKind kind, State state, Instant since) {

	}

	private record Trouble(int failures, Instant retryAt) {

	}

}
