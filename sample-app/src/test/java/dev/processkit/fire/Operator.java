package dev.processkit.fire;

/**
 * Somebody who operates processes, on a road of his own.
 */
@FunctionalInterface
interface Operator {

	/** What was asked for was done, or is being done. */
	String DONE = "done";

	/**
	 * Ask for something and wait for the answer.
	 * @param action start, stop, restart, pause, resume, signal, or kill, which is a stop
	 * by the signal
	 * @param target a process, an instance or a pid
	 * @param signal the signal, for the actions that take one
	 * @return {@link #DONE}, or why it was refused or came to nothing
	 * @throws Exception if the answer is neither
	 */
	String act(String action, String target, String signal) throws Exception;

	/**
	 * Whether an action takes a signal.
	 * @param action the action
	 * @return whether it does
	 */
	static boolean takesSignal(String action) {
		return action.equals("signal") || action.equals("kill");
	}

}
