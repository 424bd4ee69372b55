package dev.processkit.supervisor;

import java.util.ArrayList;
import java.util.List;

import dev.processkit.IllegalProcessStateException;
import dev.processkit.InstanceState;
import dev.processkit.ProcessException;
import org.jspecify.annotations.Nullable;

/**
 * A rolling replacement. An extra instance is started first; when it is ready, one
 * instance after the other gets a new process, each only while all others are ready, and
 * at the end the extra one goes. Whatever else happens to one of them ends the roll: then
 * nothing more is replaced, and the extra instance stays until all others are ready
 * again. Pure, and confined to one thread with the {@link Fleet}.
 */
final class Roll {

	private final String process;

	private final String why;

	private final List<Place> places = new ArrayList<>();

	private final Place extra;

	private int begun;

	private boolean retired;

	private @Nullable ProcessException failure;

	/**
	 * Begin.
	 * @param step the step
	 * @param instances what is to be replaced, all of them ready
	 * @param extra the extra instance, which holds a slot or has one to take
	 * @param why the reason
	 */
	Roll(Step step, List<Instance> instances, Instance extra, String why) {
		this.process = extra.id().process();
		this.why = why;
		instances.forEach((instance) -> this.places.add(new Place(instance)));
		this.extra = new Place(extra);
		extra.start(step, "extra instance for a rolling replacement, " + why);
	}

	/**
	 * Find what a roll would replace.
	 * @param member the process
	 * @return its instances that are ready, at least one
	 * @throws IllegalProcessStateException if one is neither ready nor down
	 */
	static List<Instance> requireReady(Member member) {
		List<Instance> ready = new ArrayList<>();
		for (Instance instance : member.permanent()) {
			switch (instance.state()) {
				case READY -> ready.add(instance);
				case STARTING, BACKING_OFF, STOPPING, PAUSED -> throw notReady(instance);
				default -> {
				}
			}
		}
		if (ready.isEmpty()) {
			throw notReady(member.all().get(0));
		}
		return ready;
	}

	private static IllegalProcessStateException notReady(Instance instance) {
		return new IllegalProcessStateException(
				"A rolling replacement begins with instances that are READY, but '%s' is %s: %s"
					.formatted(instance.id(), instance.state(), instance.reason()));
	}

	/** Whether it still replaces, or takes the extra instance away after that. */
	boolean isUnderWay() {
		return this.failure == null && !isOver();
	}

	/** Whether nothing of it is left. */
	boolean isOver() {
		return this.retired && !this.extra.instance.state().holdsSlot();
	}

	/** Why it ended early; {@code null} unless it did. */
	@Nullable ProcessException failure() {
		return this.failure;
	}

	/** Whether the extra instance is to stay beside the others. */
	boolean needsExtra() {
		return !this.retired;
	}

	String progress() {
		return "%d of %d".formatted(this.begun, this.places.size());
	}

	/** Go as far as the instances allow; to be called after each signal. */
	void advance(Step step) {
		if (this.retired) {
			return;
		}
		if (this.failure == null) {
			this.failure = trouble();
		}
		if (this.failure != null) {
			if (this.places.stream().noneMatch(Place::isMissed)) {
				retire(step, "the rolling replacement has ended");
			}
		}
		else if (all().stream().allMatch(Place::isReady)) {
			replaceNext(step);
		}
	}

	private void replaceNext(Step step) {
		while (this.begun < this.places.size()) {
			Place next = this.places.get(this.begun++);
			// One that crashed meanwhile has its new process already.
			if (!next.isReplaced()) {
				next.instance.restart(step, "rolling replacement: %s, %s".formatted(progress(), this.why));
				return;
			}
		}
		retire(step, "the rolling replacement is done");
	}

	private void retire(Step step, String reason) {
		this.retired = true;
		this.extra.instance.stop(step, this.extra.instance.definition().policies().stop().signal(), reason);
	}

	private @Nullable ProcessException trouble() {
		for (Place place : all()) {
			if (place.isInTrouble()) {
				return new ProcessException(
						"The rolling replacement of '%s' ended at %s: instance '%s' is %s: %s".formatted(this.process,
								progress(), place.instance.id(), place.instance.state(), place.instance.reason()));
			}
		}
		return null;
	}

	private List<Place> all() {
		List<Place> all = new ArrayList<>(this.places);
		all.add(this.extra);
		return all;
	}

	/**
	 * An instance that takes part, and which of its launches are known to have become
	 * ready.
	 */
	private static final class Place {

		private final Instance instance;

		private final long before;

		private long proven;

		private Place(Instance instance) {
			this.instance = instance;
			this.before = instance.launch();
			this.proven = this.before;
		}

		private boolean isReady() {
			return this.instance.state() == InstanceState.READY;
		}

		private boolean isReplaced() {
			return this.instance.launch() > this.before;
		}

		/** Whether it is wanted but does not serve, so that the extra one is needed. */
		private boolean isMissed() {
			return this.instance.wantedUp() && !isReady() && this.instance.state() != InstanceState.PAUSED
					&& this.instance.state() != InstanceState.COMPLETED;
		}

		/**
		 * An old process that crashes comes back as a new one. A new process that does
		 * not become ready is trouble, and so is what will not come by itself.
		 */
		private boolean isInTrouble() {
			InstanceState state = this.instance.state();
			if (isReady()) {
				this.proven = this.instance.launch();
			}
			long unproven = this.instance.launch() - this.proven;
			boolean gone = !this.instance.wantedUp() || state == InstanceState.FAILED
					|| state == InstanceState.COMPLETED || state == InstanceState.PAUSED;
			return gone || unproven > 1
					|| (unproven == 1 && (state == InstanceState.BACKING_OFF || state == InstanceState.STOPPING));
		}

	}

}
