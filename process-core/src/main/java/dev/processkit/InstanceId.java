package dev.processkit;

/**
 * The name of one supervised slot, such as {@code mailer-0}. It survives restarts.
 *
 * @param process the name of the process
 * @param index the number of the slot, from 0
 * @since 0.1
 */
public record InstanceId(String process, int index) {

	@Override
	public String toString() {
		return this.process + "-" + this.index;
	}

}
