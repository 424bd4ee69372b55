package dev.processkit.integration;

/**
 * What happens to a session. Called on the event loop.
 */
interface SessionObserver {

	/**
	 * A message has come.
	 * @param message the message; {@link ClientSession#queue} is enough to answer it at
	 * once
	 */
	void received(byte[] message);

	/**
	 * What came is no message; the client is told so.
	 * @param failure the reason
	 */
	void malformed(MalformedMessageException failure);

	/**
	 * The connection broke while it was in use.
	 * @param failure the reason
	 */
	void broken(Throwable failure);

	/** The connection is closed; the last call. */
	void terminated();

}
