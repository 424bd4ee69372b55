package dev.processkit.fire;

import dev.processkit.worker.MessageHandler;
import dev.processkit.worker.ProcessAction;
import dev.processkit.worker.WorkerContext;

/**
 * The worker whose arguments are edited.
 */
public class EditedWorker implements MessageHandler {

	private final String number;

	public EditedWorker(WorkerContext context) {
		this.number = String.valueOf(context.args().get("number"));
	}

	@Override
	public String handle(String message, WorkerContext context) {
		return "{\"number\":" + this.number + ",\"asked\":" + message + "}";
	}

	/**
	 * Say which one it is.
	 * @return the number
	 */
	@ProcessAction("number")
	public String number() {
		return this.number;
	}

}
