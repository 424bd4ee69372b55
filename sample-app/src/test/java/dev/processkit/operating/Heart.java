package dev.processkit.operating;

import dev.processkit.worker.LoopingWorker;
import dev.processkit.worker.ProcessAction;
import dev.processkit.worker.WorkerContext;

/**
 * Loops, and has an action.
 */
public class Heart implements LoopingWorker {

	private String rhythm = "steady";

	@Override
	public void loop(WorkerContext context) {
		// That it loops is all that an operator looks at.
	}

	@ProcessAction("beat")
	public String beat(String rhythm) {
		if (rhythm != null && rhythm.isBlank()) {
			throw new IllegalArgumentException("A rhythm has a name");
		}
		this.rhythm = (rhythm != null) ? rhythm : this.rhythm;
		return "beats " + this.rhythm;
	}

}
