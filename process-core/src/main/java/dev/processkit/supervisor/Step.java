package dev.processkit.supervisor;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;

/**
 * All that a decision may look at besides its own state, and the place for its effects.
 * One step is the answer to one signal.
 *
 * @param now the time
 * @param random numbers from 0 (inclusive) to 1 (exclusive), for jitter
 * @param effects the effects so far, in order
 */
record Step(Instant now, DoubleSupplier random, List<Effect> effects) {

	static Step at(Instant now, DoubleSupplier random) {
		return new Step(now, random, new ArrayList<>());
	}

	void effect(Effect effect) {
		this.effects.add(effect);
	}

}
