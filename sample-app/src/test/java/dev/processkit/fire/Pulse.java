package dev.processkit.fire;

import dev.processkit.worker.LoopingWorker;
import dev.processkit.worker.ProcessAction;
import dev.processkit.worker.WorkerContext;

/**
 * Loops, is paused and resumed, and counts the signals that it gets.
 */
public class Pulse implements LoopingWorker {

	private int signals;

	@Override
	public void spinUp(WorkerContext context) {
		context.onSignal("USR1", () -> this.signals++);
	}

	@Override
	public void loop(WorkerContext context) {
		// The pace is all there is to it.
	}

	/**
	 * Say how many it has got. At a safe point, as the signals.
	 * @return the number
	 */
	@ProcessAction("signals")
	public String signals() {
		return Integer.toString(this.signals);
	}

}
