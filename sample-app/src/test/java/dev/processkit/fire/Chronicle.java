package dev.processkit.fire;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import dev.processkit.InstanceId;
import dev.processkit.InstanceState;
import dev.processkit.ProcessEvent;
import dev.processkit.ProcessEventListener;

/**
 * Reads all events of an application, and notes where they do not follow the graph of the
 * states.
 */
final class Chronicle implements ProcessEventListener {

	/** How many events of an instance are kept. */
	private static final int KEPT = 20;

	private final Map<InstanceId, InstanceState> states = new HashMap<>();

	private final List<String> faults = new ArrayList<>();

	private final Map<InstanceId, Deque<String>> last = new TreeMap<>(Comparator.comparing(InstanceId::toString));

	private long changes;

	@Override
	public synchronized void onEvent(ProcessEvent event) {
		Deque<String> events = this.last.computeIfAbsent(event.instance(), (any) -> new ArrayDeque<>());
		if (events.size() == KEPT) {
			events.removeFirst();
		}
		events.addLast(event.toString());
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

	/** The last events of each instance, for whoever has to find out what happened. */
	synchronized String last() {
		return this.last.values()
			.stream()
			.map((events) -> String.join(System.lineSeparator(), events))
			.collect(Collectors.joining(System.lineSeparator()));
	}

}
