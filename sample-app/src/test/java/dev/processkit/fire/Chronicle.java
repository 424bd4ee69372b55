package dev.processkit.fire;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.processkit.InstanceId;
import dev.processkit.InstanceState;
import dev.processkit.ProcessEvent;
import dev.processkit.ProcessEventListener;

/**
 * Reads all events of an application, and notes where they do not follow the graph of the
 * states.
 */
final class Chronicle implements ProcessEventListener {

	private final Map<InstanceId, InstanceState> states = new HashMap<>();

	private final List<String> faults = new ArrayList<>();

	private long changes;

	@Override
	public synchronized void onEvent(ProcessEvent event) {
		if (event instanceof ProcessEvent.StateChanged change) {
			InstanceState before = this.states.put(change.instance(), change.to());
			this.changes++;
			if (!follows(before, change)) {
				this.faults.add("after " + before + ": " + change);
			}
		}
	}

	/** A slot that is down may be forgotten, and come again as a new one. */
	private static boolean follows(InstanceState before, ProcessEvent.StateChanged change) {
		boolean isNew = change.from() == InstanceState.STOPPED && (before == null || !before.holdsSlot());
		return (isNew || change.from() == before) && change.from().successors().contains(change.to());
	}

	synchronized long changes() {
		return this.changes;
	}

	synchronized List<String> faults() {
		return List.copyOf(this.faults);
	}

}
