package dev.processkit.shared;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import dev.processkit.InvalidDefinitionException;

/**
 * The columns of a shared table, fixed when it is created.
 *
 * @param columns 1 to {@value #MOST} columns with different names
 * @since 0.1
 */
public record SharedSchema(List<SharedColumn> columns) {

	/** The largest number of columns. */
	public static final int MOST = 64;

	public SharedSchema {
		columns = List.copyOf(columns);
		if (columns.isEmpty() || columns.size() > MOST) {
			throw new InvalidDefinitionException("columns", columns.size(), "is no number of columns",
					"Give 1 to " + MOST + ".");
		}
		Set<String> names = new HashSet<>();
		for (SharedColumn column : columns) {
			if (!names.add(column.name())) {
				throw new InvalidDefinitionException("columns", column.name(), "is there twice",
						"Give each column its own name.");
			}
		}
	}

	/**
	 * A schema of some columns.
	 * @param columns the columns
	 * @return the schema
	 */
	public static SharedSchema of(SharedColumn... columns) {
		return new SharedSchema(List.of(columns));
	}

	/** The form in which it stands in the file. */
	String describe() {
		return this.columns.stream()
			.map((column) -> column.name() + ":" + column.describe())
			.collect(Collectors.joining(","));
	}

	static SharedSchema parse(String description) {
		return new SharedSchema(Arrays.stream(description.split(",")).map((column) -> {
			int colon = column.indexOf(':');
			return SharedColumn.parse(column.substring(0, Math.max(colon, 0)), column.substring(colon + 1));
		}).toList());
	}

}
