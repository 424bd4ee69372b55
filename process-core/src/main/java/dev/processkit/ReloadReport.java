package dev.processkit;

import java.util.List;

/**
 * What a reload of the configuration has done, by names of processes.
 *
 * @param added those that came and start
 * @param changed those that run another definition now, or another number of instances
 * @param removed those that went, deleted or disabled, and stop
 * @param unchanged those that were left alone
 * @param postponed properties that have changed as well, but count from the next start of
 * the application on
 * @since 0.1
 */
public record ReloadReport(List<String> added, List<String> changed, List<String> removed, List<String> unchanged,
		List<String> postponed) {

	public ReloadReport {
		added = List.copyOf(added);
		changed = List.copyOf(changed);
		removed = List.copyOf(removed);
		unchanged = List.copyOf(unchanged);
		postponed = List.copyOf(postponed);
	}

	/**
	 * Whether anything is different now.
	 * @return {@code false} if all processes were left alone
	 */
	public boolean hasChanges() {
		return !(this.added.isEmpty() && this.changed.isEmpty() && this.removed.isEmpty());
	}

}
