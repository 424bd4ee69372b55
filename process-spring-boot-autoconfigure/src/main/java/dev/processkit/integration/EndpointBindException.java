package dev.processkit.integration;

import dev.processkit.EndpointAddress;
import dev.processkit.ProcessException;

import org.jspecify.annotations.Nullable;

/**
 * An endpoint cannot listen where it was told to.
 *
 * @since 0.1
 */
public class EndpointBindException extends ProcessException {

	private final transient EndpointAddress address;

	private final String reason;

	private final String remedy;

	/**
	 * Create an exception.
	 * @param address where the endpoint was to listen
	 * @param reason why it cannot, a clause
	 * @param remedy what to do, a sentence
	 * @param cause the error of the operating system, if it gave one
	 */
	public EndpointBindException(EndpointAddress address, String reason, String remedy, @Nullable Throwable cause) {
		super("Cannot listen on %s: %s. %s".formatted(address, reason, remedy), cause);
		this.address = address;
		this.reason = reason;
		this.remedy = remedy;
	}

	public EndpointAddress address() {
		return this.address;
	}

	public String reason() {
		return this.reason;
	}

	public String remedy() {
		return this.remedy;
	}

}
