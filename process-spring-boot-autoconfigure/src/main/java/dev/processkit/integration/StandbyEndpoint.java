package dev.processkit.integration;

import dev.processkit.EndpointAddress;

/**
 * An endpoint that listens already, beside the one that its process may have, and has not
 * taken its place yet. Ends with one of the two: {@link #takeOver()} or
 * {@link #discard()}.
 *
 * @since 0.1
 */
public interface StandbyEndpoint {

	/**
	 * Where it listens.
	 * @return the address, the port chosen
	 */
	EndpointAddress address();

	/** Take the place of the former endpoint, which closes. Blocks until it has. */
	void takeOver();

	/** Close it again. Blocks until it is closed. */
	void discard();

}
