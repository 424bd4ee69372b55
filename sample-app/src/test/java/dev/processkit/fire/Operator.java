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
	 * @param action start, stop, restart, pause, resume or signal
	 * @param target a process, an instance or a pid
	 * @param signal the signal, for the action of that name
	 * @return {@link #DONE}, or why it was refused
	 * @throws Exception if the answer is neither
	 */
	String act(String action, String target, String signal) throws Exception;

}
