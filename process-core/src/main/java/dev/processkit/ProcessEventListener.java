package dev.processkit;

/**
 * The one hook through which the supervisor tells what happens: log lines, application
 * events and meters are listeners.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface ProcessEventListener {

	/**
	 * Take notice of an event. Called on a thread of its own that serves all listeners in
	 * turn, never on the supervisor's: a slow listener delays the news, not the
	 * processes. What it throws is logged and otherwise ignored.
	 * @param event the event
	 */
	void onEvent(ProcessEvent event);

}
