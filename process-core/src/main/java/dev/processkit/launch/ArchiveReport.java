package dev.processkit.launch;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import dev.processkit.ClassArchiveStatus;
import dev.processkit.ClassArchiveStatus.State;

/**
 * What became of the archives of all lists of options, in one status: the one that most
 * deserves to be seen, with the number of the others. Thread-safe.
 */
final class ArchiveReport {

	/** What went wrong hides behind nothing; what nobody asked for hides nothing. */
	private static final List<State> BY_INTEREST = List.of(State.UNUSABLE, State.BUILDING, State.IN_USE, State.OFF);

	private final ClassArchiveStatus whenEmpty;

	private final Map<ArchiveOptions, ClassArchiveStatus> statuses = new LinkedHashMap<>();

	/**
	 * Create a report.
	 * @param whenEmpty what it says of no archives
	 */
	ArchiveReport(ClassArchiveStatus whenEmpty) {
		this.whenEmpty = whenEmpty;
	}

	/**
	 * Note what became of one.
	 * @param options whose it is
	 * @param status what became of it
	 * @return whether that is news; not if it, or another one, was in the same state for
	 * the same reason already
	 */
	synchronized boolean note(ArchiveOptions options, ClassArchiveStatus status) {
		boolean news = this.statuses.values()
			.stream()
			.noneMatch((known) -> known.state() == status.state() && known.reason().equals(status.reason()));
		this.statuses.put(options, status);
		return news;
	}

	/**
	 * Note it unless something is known of these options.
	 * @param options whose it is
	 * @param status what became of it
	 * @return whether it was noted
	 */
	synchronized boolean noteFirst(ArchiveOptions options, ClassArchiveStatus status) {
		return !this.statuses.containsKey(options) && note(options, status);
	}

	synchronized ClassArchiveStatus summary() {
		List<ClassArchiveStatus> all = new ArrayList<>(this.statuses.values());
		all.sort(Comparator.comparing((status) -> BY_INTEREST.indexOf(status.state())));
		if (all.isEmpty()) {
			return this.whenEmpty;
		}
		ClassArchiveStatus first = all.get(0);
		return (all.size() == 1) ? first : new ClassArchiveStatus(first.state(),
				first.reason() + others(all.subList(1, all.size())), first.file(), first.size());
	}

	private static String others(List<ClassArchiveStatus> others) {
		Map<State, Integer> counts = new TreeMap<>(Comparator.comparing(BY_INTEREST::indexOf));
		others.forEach((status) -> counts.merge(status.state(), 1, Integer::sum));
		List<String> words = new ArrayList<>();
		counts.forEach(
				(state, count) -> words.add(count + " " + state.name().toLowerCase(Locale.ROOT).replace('_', '-')));
		return "; for other JVM options: " + String.join(", ", words);
	}

}
