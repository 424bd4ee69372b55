package dev.processkit.autoconfigure;

import java.util.Map;

import dev.processkit.shared.SharedColumn;
import dev.processkit.shared.SharedSchema;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * A table that the application and its processes share.
 *
 * @param rows Number of rows that fit at least.
 * @param columns Types of the columns by name: long, double, or string(n) with the
 * largest size in bytes.
 */
record SharedTableProperties(@DefaultValue("1024") int rows, @DefaultValue Map<String, String> columns) {

	SharedSchema schema() {
		return new SharedSchema(this.columns.entrySet()
			.stream()
			.map((column) -> SharedColumn.parse(column.getKey(), column.getValue()))
			.toList());
	}

}
