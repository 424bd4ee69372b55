package dev.processkit.supervisor;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import dev.processkit.IllegalProcessStateException;
import dev.processkit.ProcessDefinition;
import dev.processkit.ProcessGroup;
import dev.processkit.ProcessStatus;
import dev.processkit.supervisor.Waiters.Goal;
import org.jspecify.annotations.Nullable;

/**
 * Makes what is wanted equal to what is declared, in one act. Thread-safe: as with the
 * {@link Supervisor}, each method hands a task to its thread and returns at once.
 * <p>
 * What goes keeps its slots until it has ended; what comes and finds none free waits for
 * them. A process that is declared again before it has ended starts again instead.
 *
 * @since 0.1
 */
public final class Reconciliation {

	private static final Logger LOGGER = System.getLogger(Reconciliation.class.getName());

	private final Fleet fleet;

	private final StepRunner steps;

	private final Consumer<String> forget;

	/** Those that go, and what completes once they have ended. */
	private final Map<String, CompletableFuture<Void>> departing = new HashMap<>();

	/** Those that wait for slots. */
	private final Deque<Instance> pending = new ArrayDeque<>();

	Reconciliation(Fleet fleet, StepRunner steps, Consumer<String> forget) {
		this.fleet = fleet;
		this.steps = steps;
		this.forget = forget;
	}

	/**
	 * Have processes belong together. Replaces the groups there were.
	 * @param groups the groups; members that do not exist (yet) are no mistake
	 * @return completes once they are known; exceptionally with an
	 * {@link InvalidDefinitionException} if a process is in two of them
	 */
	public CompletableFuture<Void> group(List<ProcessGroup> groups) {
		CompletableFuture<Void> future = new CompletableFuture<>();
		this.steps.submit(future, (step) -> {
			this.steps.regroup(groups);
			future.complete(null);
		});
		return future;
	}

	/**
	 * Find out whether a difference could be applied.
	 * @param changes the difference
	 * @return completes if it could, as things are; exceptionally with an
	 * {@link IllegalProcessStateException} if a name is taken or {@code max-processes}
	 * would be exceeded
	 */
	public CompletableFuture<Void> review(DefinitionChanges changes) {
		CompletableFuture<Void> reviewed = new CompletableFuture<>();
		this.steps.submit(reviewed, (step) -> {
			require(changes);
			reviewed.complete(null);
		});
		return reviewed;
	}

	/**
	 * Apply a difference, all of it or nothing. What was added starts; what was removed
	 * stops and is forgotten; what was changed is replaced, rolling where it has several
	 * instances, all of them ready and a slot free, and started anew otherwise; where
	 * only the number of instances differs, that changes and the others go on. What an
	 * operator has stopped stays down. A rolling replacement of what changes is waited
	 * for, unless it is stuck with a process that does not stay up.
	 * @param changes the difference
	 * @param why the reason, for the log and the status
	 * @param obstacle asked on the supervisor's thread just before, so that nothing comes
	 * between; throws what speaks against it
	 * @return completes once it is decided, whatever comes of it; exceptionally as
	 * {@link #review}
	 */
	public CompletableFuture<Void> apply(DefinitionChanges changes, String why, Runnable obstacle) {
		CompletableFuture<Void> applied = new CompletableFuture<>();
		attempt(applied, changes, why, obstacle);
		return applied;
	}

	private void attempt(CompletableFuture<Void> applied, DefinitionChanges changes, String why, Runnable obstacle) {
		this.steps.submit(applied, (step) -> {
			obstacle.run();
			Member rolling = rolling(changes);
			Roll roll = (rolling != null) ? rolling.roll() : null;
			if (rolling != null && roll != null) {
				CompletableFuture<ProcessStatus> over = new CompletableFuture<>();
				this.steps.await(over, rolling.definition().name(), roll);
				rolling.all().forEach((instance) -> this.steps.await(over, List.of(instance), (each) -> Goal.BROKEN));
				over.whenComplete((status, failure) -> attempt(applied, changes, why, obstacle));
				return;
			}
			require(changes);
			apply(step, changes, why);
			// After the step, when the status tells of it.
			this.steps.awaitEnd(applied, List.of());
		});
	}

	private @Nullable Member rolling(DefinitionChanges changes) {
		for (DefinitionChanges.Change change : changes.changed()) {
			Member member = this.fleet.findMember(change.to().name());
			Roll roll = (member != null) ? member.roll() : null;
			if (member != null && roll != null && roll.isUnderWay() && !member.any(Goal.BROKEN::isReached)) {
				return member;
			}
		}
		return null;
	}

	private void require(DefinitionChanges changes) {
		long slots = this.fleet.count((state) -> state.holdsSlot());
		for (String name : this.departing.keySet()) {
			slots -= held(name);
		}
		for (ProcessDefinition removed : changes.removed()) {
			slots -= this.departing.containsKey(removed.name()) ? 0 : held(removed.name());
		}
		for (ProcessDefinition added : changes.added()) {
			if (!this.departing.containsKey(added.name()) && held(added.name()) > 0) {
				throw new IllegalProcessStateException(
						"A process named '%s' exists already, added by the application itself; stop it first or choose another name"
							.formatted(added.name()));
			}
			slots += added.instances();
		}
		for (DefinitionChanges.Change change : changes.changed()) {
			slots += afterwards(change) - held(change.to().name());
		}
		if (slots > this.fleet.maxProcesses()) {
			throw new IllegalProcessStateException(
					"The processes that are declared and those that run beside them would be %d, of at most %d; raise process.max-processes or stop others"
						.formatted(slots, this.fleet.maxProcesses()));
		}
	}

	private long held(String process) {
		return this.fleet.find(process).stream().filter((instance) -> instance.state().holdsSlot()).count();
	}

	private long afterwards(DefinitionChanges.Change change) {
		Member member = this.fleet.findMember(change.to().name());
		if (member == null) {
			return change.to().instances();
		}
		return member.isUp() ? change.size(member.size()) : 0;
	}

	private void apply(Step step, DefinitionChanges changes, String why) {
		List<Instance> leaving = new ArrayList<>();
		List<Instance> starting = new ArrayList<>();
		List<Runnable> replacements = new ArrayList<>();
		List<ProcessDefinition> removed = new ArrayList<>(changes.removed());
		Collections.reverse(removed);
		removed.forEach((definition) -> leaving.addAll(depart(step, definition.name(), why)));
		for (DefinitionChanges.Change change : changes.changed()) {
			Member member = this.fleet.findMember(change.to().name());
			if (member == null) {
				starting.addAll(arrive(step, change.to()));
			}
			else {
				boolean up = member.isUp();
				int before = member.size();
				leaving.addAll(become(step, member, change.to().withInstances(change.size(before)), why));
				if (up) {
					List<Instance> idle = idle(member, change.isOfSize() ? before : 0);
					starting.addAll(idle);
					if (!change.isOfSize()) {
						replacements.add(() -> replace(step, member, idle, why));
					}
				}
			}
		}
		changes.added().forEach((definition) -> starting.addAll(arrive(step, definition)));
		start(step, starting, leaving, why);
		replacements.forEach(Runnable::run);
		changes.changed().forEach((change) -> this.steps.refresh(change.to().name()));
		changes.added().forEach((definition) -> this.steps.refresh(definition.name()));
	}

	private List<Instance> depart(Step step, String process, String why) {
		List<Instance> instances = this.fleet.find(process);
		if (!instances.isEmpty()) {
			this.fleet.stop(step, instances, why);
			CompletableFuture<Void> ended = new CompletableFuture<>();
			this.departing.put(process, ended);
			this.steps.awaitEnd(ended, instances);
			ended.thenRun(() -> this.steps.submit(new CompletableFuture<>(), (later) -> departed(process, ended)));
		}
		return instances;
	}

	private void departed(String process, CompletableFuture<Void> ended) {
		if (this.departing.remove(process, ended) && held(process) == 0) {
			this.forget.accept(process);
		}
	}

	/** Add a process, or call it back that has not ended yet. */
	private List<Instance> arrive(Step step, ProcessDefinition definition) {
		CompletableFuture<Void> ended = this.departing.remove(definition.name());
		Member member = this.fleet.findMember(definition.name());
		if (ended != null && member != null) {
			ended.cancel(false);
			become(step, member, definition, "fewer instances are declared");
			return member.kept();
		}
		this.fleet.add(step, definition);
		return this.fleet.instancesOf(definition.name());
	}

	/** Have a process run another definition; those that are too many stop. */
	private List<Instance> become(Step step, Member member, ProcessDefinition definition, String why) {
		member.become(definition, step);
		member.prune();
		List<Instance> retired = member.all().stream().filter(member::isRetired).toList();
		this.fleet.stop(step, retired, why);
		return retired;
	}

	/** Those that should run and do not: new ones, and what has failed or completed. */
	private static List<Instance> idle(Member member, int known) {
		return member.kept()
			.stream()
			.filter((instance) -> !instance.state().holdsSlot()
					&& (instance.wantedUp() || instance.id().index() >= known))
			.toList();
	}

	private void replace(Step step, Member member, List<Instance> idle, String why) {
		if (member.size() > 1) {
			try {
				this.fleet.roll(step, member.definition().name(), why);
				return;
			}
			catch (IllegalProcessStateException ex) {
				LOGGER.log(Level.DEBUG, "All at once instead: {0}", ex.getMessage());
			}
		}
		List<Instance> running = member.kept().stream().filter((instance) -> !idle.contains(instance)).toList();
		this.fleet.renew(step, running, why);
	}

	private void start(Step step, List<Instance> starting, Collection<Instance> leaving, String why) {
		long more = starting.stream().filter((instance) -> !instance.state().holdsSlot()).count();
		if (this.pending.isEmpty() && more <= this.fleet.freeSlots()) {
			this.fleet.start(step, starting, why);
			return;
		}
		this.pending.addAll(starting);
		startPending(step, why);
		for (Instance instance : leaving) {
			CompletableFuture<Void> gone = new CompletableFuture<>();
			this.steps.awaitEnd(gone, List.of(instance));
			gone.thenRun(() -> this.steps.submit(new CompletableFuture<>(), (later) -> startPending(later, why)));
		}
	}

	private void startPending(Step step, String why) {
		this.pending.removeIf((instance) -> this.fleet.find(instance.id()) != instance
				|| this.departing.containsKey(instance.id().process()));
		while (!this.pending.isEmpty() && (this.pending.peek().state().holdsSlot() || this.fleet.freeSlots() > 0)) {
			this.fleet.start(step, List.of(this.pending.poll()), why);
		}
	}

}
