package dev.processkit.launch;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

import dev.processkit.ProcessIdentity;
import dev.processkit.ProcessSignal;
import org.jspecify.annotations.Nullable;

/**
 * A leader and what descends from it: its process group where there are groups, and
 * descendants that were seen outside of it. Used by one thread, except for
 * {@link #signalLeader}.
 */
final class ProcessTree {

	private final ProcessIdentity leader;

	private final ProcessHandle handle;

	private final @Nullable Guardian guardian;

	private final boolean grouped;

	/** Descendants outside the group, by identity: a pid may be another's by now. */
	private final Set<ProcessIdentity> outside = new LinkedHashSet<>();

	/**
	 * Create the tree of a new process.
	 * @param leader its identity
	 * @param handle its handle
	 * @param guardian sends signals; {@code null} where there is no shell
	 * @param grouped whether the leader leads a group of its own
	 */
	ProcessTree(ProcessIdentity leader, ProcessHandle handle, @Nullable Guardian guardian, boolean grouped) {
		this.leader = leader;
		this.handle = handle;
		this.guardian = guardian;
		this.grouped = grouped;
	}

	/**
	 * Send a signal to the leader. Without effect when it has ended.
	 * @param signal the signal
	 * @throws UnsupportedOperationException if the platform has no such signal
	 */
	void signalLeader(ProcessSignal signal) {
		if (!this.handle.isAlive()) {
			return;
		}
		switch (signal) {
			case KILL -> this.handle.destroyForcibly();
			case TERM -> this.handle.destroy();
			default -> signalByName(signal, String.valueOf(this.leader.pid()));
		}
	}

	/**
	 * Ask the leader to end, and let it continue: a stopped process takes no signal but
	 * KILL before it does.
	 * @param signal the polite request
	 */
	void stopLeader(ProcessSignal signal) {
		signalLeader((this.guardian != null) ? signal : ProcessSignal.TERM);
		if (this.guardian != null) {
			signalLeader(ProcessSignal.CONT);
		}
	}

	/**
	 * Ask the whole tree to end, and let it continue; or kill it. Where only TERM and
	 * KILL can be sent, TERM stands in for any polite request.
	 * @param signal the polite request, or KILL
	 */
	void stop(ProcessSignal signal) {
		signal((this.guardian != null || signal == ProcessSignal.KILL) ? signal : ProcessSignal.TERM);
		if (signal != ProcessSignal.KILL && this.guardian != null) {
			signal(ProcessSignal.CONT);
		}
	}

	/**
	 * Send a signal to the leader and its group, or, where there are no groups, to the
	 * leader and its descendants.
	 * @param signal the signal
	 */
	private void signal(ProcessSignal signal) {
		boolean took = this.grouped && tell(signal.argument(), group());
		if (!took) {
			// Not in a group of its own: the platform has none, or setsid is still at it.
			signalLeader(signal);
		}
		if (!this.grouped || signal == ProcessSignal.KILL) {
			for (ProcessIdentity descendant : this.outside) {
				signalDescendant(descendant, signal);
			}
		}
	}

	/**
	 * Keep in mind who descends from the leader, as long as that can be seen.
	 * @param rows the process table
	 */
	void remember(List<ProcessTable.Row> rows) {
		Set<Long> family = new HashSet<>(Set.of(this.leader.pid()));
		boolean grown = true;
		while (grown) {
			grown = false;
			for (ProcessTable.Row row : rows) {
				boolean ours = family.contains(row.parent()) || isInSession(row);
				if (ours && family.add(row.pid())) {
					grown = true;
					if (!this.grouped || row.group() != this.leader.pid()) {
						this.outside.add(ProcessTable.identity(row));
					}
				}
			}
		}
	}

	/**
	 * Whether somebody is left of the group after its leader.
	 * @param rows the process table, read only when it is needed
	 * @return {@code false} when all are gone or wait to be reaped
	 */
	boolean isGroupAlive(Supplier<List<ProcessTable.Row>> rows) {
		if (!this.grouped) {
			return this.outside.stream().anyMatch(ProcessTable::isAlive);
		}
		// Zombies take signals too, and where nobody reaps them they stay for ever.
		return !leaderPidReused() && tell("0", group()) && hasLivingMember(rows);
	}

	/**
	 * Kill what outlived the leader.
	 * @param strays pids that carry the mark of this process
	 * @param rows the process table, read only when it is needed
	 * @return whether there was anything to kill, so that it is worth looking again
	 */
	boolean killRest(Collection<Long> strays, Supplier<List<ProcessTable.Row>> rows) {
		for (long pid : strays) {
			ProcessIdentity stray = ProcessTable.identity(pid);
			if (stray != null) {
				this.outside.add(stray);
			}
		}
		boolean found = this.grouped && !leaderPidReused() && tell("KILL", group()) && hasLivingMember(rows);
		this.outside.removeIf((descendant) -> !ProcessTable.isAlive(descendant));
		for (ProcessIdentity descendant : this.outside) {
			signalDescendant(descendant, ProcessSignal.KILL);
			found = true;
		}
		return found || !strays.isEmpty();
	}

	/**
	 * What the guardian has to end when the application is gone.
	 * @return the target
	 */
	String target() {
		return this.grouped ? group() : String.valueOf(this.leader.pid());
	}

	private String group() {
		return "-" + this.leader.pid();
	}

	private boolean isInSession(ProcessTable.Row row) {
		return this.grouped && row.session() == this.leader.pid() && row.startTicks() >= this.leader.startTicks();
	}

	private boolean hasLivingMember(Supplier<List<ProcessTable.Row>> rows) {
		return rows.get().stream().anyMatch((row) -> row.group() == this.leader.pid() && !row.zombie());
	}

	/** While a group has members, its number is given to no new process. */
	private boolean leaderPidReused() {
		return ProcessTable.row(this.leader.pid()) != null;
	}

	private boolean tell(String signal, String target) {
		return this.guardian != null && this.guardian.askAndWait(() -> "s " + signal + " " + target);
	}

	private void signalByName(ProcessSignal signal, String target) {
		if (this.guardian == null) {
			throw new UnsupportedOperationException("This platform cannot send " + signal + "; use TERM or KILL");
		}
		this.guardian.signal(signal.argument(), target);
	}

	private void signalDescendant(ProcessIdentity descendant, ProcessSignal signal) {
		if (!ProcessTable.isAlive(descendant)) {
			return;
		}
		switch (signal) {
			case KILL -> ProcessHandle.of(descendant.pid()).ifPresent(ProcessHandle::destroyForcibly);
			case TERM -> ProcessHandle.of(descendant.pid()).ifPresent(ProcessHandle::destroy);
			default -> signalByName(signal, String.valueOf(descendant.pid()));
		}
	}

}
