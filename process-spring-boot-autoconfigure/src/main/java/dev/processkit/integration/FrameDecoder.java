package dev.processkit.integration;

import org.jspecify.annotations.Nullable;

/**
 * Finds the messages in what a client sends. One per connection; remembers how far it has
 * looked, so that bytes which trickle in are looked at once. Confined to the event loop.
 */
interface FrameDecoder {

	/**
	 * Take the next message off the front of the window.
	 * @param in what the client has sent; between two calls it may only grow at its end
	 * @return the message, or {@code null} when more bytes are needed
	 * @throws MalformedMessageException if no continuation can make it a message
	 */
	byte @Nullable [] next(Window in) throws MalformedMessageException;

	/**
	 * Take the message that ends with the client's half-close, if there is one. Called
	 * when {@link #next} has no more.
	 * @param in what is left
	 * @return the message, or {@code null} when nothing is left
	 * @throws MalformedMessageException if a message is cut off
	 */
	byte @Nullable [] last(Window in) throws MalformedMessageException;

	static MalformedMessageException tooLong(int maximum) {
		return new MalformedMessageException("The message is longer than the " + maximum + " bytes allowed");
	}

	static MalformedMessageException cutOff() {
		return new MalformedMessageException("The connection was half-closed in the middle of a message");
	}

}
