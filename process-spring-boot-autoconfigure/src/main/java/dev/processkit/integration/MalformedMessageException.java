package dev.processkit.integration;

import java.io.IOException;

/**
 * A message that cannot be read. Nothing after it can be read either, so it ends the
 * connection. Its message is fit for clients.
 */
class MalformedMessageException extends IOException {

	MalformedMessageException(String message) {
		super(message);
	}

}
