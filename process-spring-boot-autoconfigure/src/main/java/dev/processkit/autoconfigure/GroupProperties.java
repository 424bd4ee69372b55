package dev.processkit.autoconfigure;

import java.util.List;

import dev.processkit.ProcessGroup;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Processes that belong together.
 *
 * @param members Names of the processes, in order.
 * @param strategy What becomes of the other members when one has failed for good.
 */
record GroupProperties(@DefaultValue List<String> members,
		@DefaultValue("one-for-one") ProcessGroup.Strategy strategy) {

}
