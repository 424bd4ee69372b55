package dev.processkit.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import dev.processkit.ProcessDefinition;
import dev.processkit.ResourcePolicy;
import dev.processkit.launch.ResourceSupport;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Says, once at start-up, which resources that are asked for cannot be had here.
 */
final class ResourceReport implements SmartInitializingSingleton {

	private static final Log logger = LogFactory.getLog(ResourceReport.class);

	private final ProcessDefinitionMapper mapper;

	ResourceReport(ProcessDefinitionMapper mapper) {
		this.mapper = mapper;
	}

	@Override
	public void afterSingletonsInstantiated() {
		List<ProcessDefinition> definitions = new ArrayList<>(this.mapper.map());
		this.mapper.taskExecutors().map().forEach((executor) -> definitions.add(executor.definition()));
		for (ProcessDefinition definition : definitions) {
			ResourcePolicy resources = definition.policies().resources();
			if (!resources.equals(ResourcePolicy.INHERITED)) {
				ResourceSupport.current()
					.limitations(resources)
					.forEach((limitation) -> logger
						.warn("Process '%s': resources.%s".formatted(definition.name(), limitation)));
			}
		}
	}

}
