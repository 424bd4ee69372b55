package dev.processkit.autoconfigure;

import dev.processkit.launch.ProcessLauncher;
import dev.processkit.supervisor.DefinitionChanges;
import dev.processkit.supervisor.Supervisor;

/**
 * What a reload changes: the sockets first, since they may be refused by the operating
 * system, then the processes in one act.
 */
final class ReloadTarget {

	private static final String REASON = "the configuration was reloaded";

	private final Supervisor supervisor;

	private final ProcessLauncher launcher;

	private final Endpoints endpoints;

	ReloadTarget(Supervisor supervisor, ProcessLauncher launcher, Endpoints endpoints) {
		this.supervisor = supervisor;
		this.launcher = launcher;
		this.endpoints = endpoints;
	}

	/**
	 * Apply a difference, all of it or nothing. Blocks until it is decided.
	 * @param changes the difference
	 * @param obstacle throws what speaks against it at the last moment
	 */
	void apply(DefinitionChanges changes, Runnable obstacle) {
		this.supervisor.reconciliation().review(changes).join();
		changes.added().forEach(this.launcher::prepare);
		EndpointMoves moves = new EndpointMoves(this.endpoints, this.supervisor::setEndpoint, changes);
		moves.open();
		try {
			this.supervisor.reconciliation().apply(changes, REASON, obstacle).join();
		}
		catch (RuntimeException ex) {
			moves.undo();
			throw ex;
		}
		moves.commit();
	}

}
