package dev.processkit.fire;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import dev.processkit.InstanceState;
import org.jspecify.annotations.Nullable;

/**
 * What several operators can want of one instance in the end, since nobody knows in which
 * order commands came that were on their way at the same time: every order is tried in
 * which no command comes before one that was answered before it was asked for.
 */
final class Wishes {

	private final List<List<Deed>> operators;

	/**
	 * Take notes of one instance.
	 * @param operators what each operator has done, in their order
	 * @param instance the instance
	 */
	Wishes(List<List<Deed>> operators, String instance) {
		this.operators = operators.stream()
			.map((deeds) -> deeds.stream().filter((deed) -> deed.concerns(instance)).toList())
			.toList();
	}

	/**
	 * Find out.
	 * @param before what was wanted before: READY, PAUSED or STOPPED
	 * @return what may be wanted; nothing if the answers contradict each other in every
	 * order
	 */
	Set<InstanceState> after(InstanceState before) {
		Set<InstanceState> possible = EnumSet.noneOf(InstanceState.class);
		Moment first = new Moment(Collections.nCopies(this.operators.size(), 0), before);
		Set<Moment> seen = new HashSet<>(Set.of(first));
		Deque<Moment> open = new ArrayDeque<>(seen);
		while (!open.isEmpty()) {
			Moment moment = open.remove();
			List<Moment> next = next(moment);
			next.stream().filter(seen::add).forEach(open::add);
			if (isLast(moment)) {
				possible.add(moment.wanted());
			}
		}
		return possible;
	}

	private boolean isLast(Moment moment) {
		for (int operator = 0; operator < this.operators.size(); operator++) {
			if (moment.done().get(operator) < this.operators.get(operator).size()) {
				return false;
			}
		}
		return true;
	}

	private List<Moment> next(Moment moment) {
		List<Moment> next = new ArrayList<>();
		long firstAnswer = Long.MAX_VALUE;
		for (int operator = 0; operator < this.operators.size(); operator++) {
			Deed deed = pending(moment, operator);
			firstAnswer = (deed != null) ? Math.min(firstAnswer, deed.ended()) : firstAnswer;
		}
		for (int operator = 0; operator < this.operators.size(); operator++) {
			Deed deed = pending(moment, operator);
			InstanceState wanted = (deed != null && deed.begun() <= firstAnswer) ? deed.apply(moment.wanted()) : null;
			if (wanted != null) {
				List<Integer> done = new ArrayList<>(moment.done());
				done.set(operator, done.get(operator) + 1);
				next.add(new Moment(done, wanted));
			}
		}
		return next;
	}

	private @Nullable Deed pending(Moment moment, int operator) {
		int done = moment.done().get(operator);
		List<Deed> deeds = this.operators.get(operator);
		return (done < deeds.size()) ? deeds.get(done) : null;
	}

	@Override
	public String toString() {
		return "asked for " + this.operators;
	}

	/**
	 * How far the operators have come, in one of the orders.
	 *
	 * @param done how many commands of each are done
	 * @param wanted what is wanted then
	 */
	private record Moment(List<Integer> done, InstanceState wanted) {

	}

}
