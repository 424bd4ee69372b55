package dev.processkit.fire;

import dev.processkit.worker.LoopingWorker;
import dev.processkit.worker.WorkerContext;

/**
 * Loops, and is paused and resumed.
 */
public class Pulse implements LoopingWorker {

	@Override
	public void loop(WorkerContext context) {
		// The pace is all there is to it.
	}

}
