package dev.processkit.console;

/**
 * Who is at the other end of a connection, as a procedure sees it.
 */
interface Client {

	/**
	 * Who it is, for logs and reasons.
	 * @return such as {@code 'root' at the console}
	 */
	String who();

	/**
	 * Prove that it knows the token.
	 * @param token what it says
	 * @throws ConsoleException if it is wrong
	 */
	void authenticate(String token);

	/**
	 * Begin to send notifications, right after the answer to the request at hand. They
	 * end with the connection or by {@link #unsubscribe(long)}.
	 * @param method the method that notifications carry
	 * @param source where they come from
	 * @return the number of the subscription
	 * @throws ConsoleException if there are too many already
	 */
	long subscribe(String method, Source source);

	/**
	 * End a subscription.
	 * @param subscription its number
	 * @return whether there was one
	 */
	boolean unsubscribe(long subscription);

}
