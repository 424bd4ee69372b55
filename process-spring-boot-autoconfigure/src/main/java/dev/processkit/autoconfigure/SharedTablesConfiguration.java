package dev.processkit.autoconfigure;

import dev.processkit.launch.RuntimeDirectory;
import dev.processkit.shared.SharedTables;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Creates what is shared before the first process can ask for it. To be imported by the
 * auto-configuration.
 */
@Configuration(proxyBeanMethods = false)
class SharedTablesConfiguration {

	@Bean
	SharedDirectory processSharedDirectory(RuntimeDirectory directory) {
		return new SharedDirectory(directory);
	}

	@Bean
	SharedTables processSharedTables(SharedDirectory directory, ProcessProperties properties) {
		SharedTables shared = new SharedTables(directory.path());
		properties.sharedTables()
			.forEach((name, table) -> PropertyPath.at("process.shared-tables." + name,
					() -> shared.create(name, table.schema(), table.rows())));
		return shared;
	}

}
