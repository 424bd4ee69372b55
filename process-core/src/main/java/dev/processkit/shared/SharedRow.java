package dev.processkit.shared;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A row as it was when it was read: all its values are of one moment. Immutable.
 *
 * @since 0.1
 */
public final class SharedRow {

	private final RowLayout layout;

	private final byte[] content;

	SharedRow(RowLayout layout, byte[] content) {
		this.layout = layout;
		this.content = content;
	}

	/**
	 * The key.
	 * @return the key
	 */
	public String key() {
		return RowLayout.key(this.content);
	}

	/**
	 * A value of a column of integers.
	 * @param column the name of the column
	 * @return the value
	 * @throws IllegalArgumentException if there is no such column, or it is of another
	 * type
	 */
	public long getLong(String column) {
		return RowLayout.longAt(this.content, this.layout.offset(column, SharedColumn.Type.LONG));
	}

	/**
	 * A value of a column of floating-point numbers.
	 * @param column the name of the column
	 * @return the value
	 * @throws IllegalArgumentException if there is no such column, or it is of another
	 * type
	 */
	public double getDouble(String column) {
		return Double
			.longBitsToDouble(RowLayout.longAt(this.content, this.layout.offset(column, SharedColumn.Type.DOUBLE)));
	}

	/**
	 * A value of a column of strings.
	 * @param column the name of the column
	 * @return the value, empty if none was set
	 * @throws IllegalArgumentException if there is no such column, or it is of another
	 * type
	 */
	public String getString(String column) {
		return RowLayout.stringAt(this.content, this.layout.offset(column, SharedColumn.Type.STRING));
	}

	/**
	 * All values by the names of their columns.
	 * @return a {@code Long}, {@code Double} or {@code String} for each column, in their
	 * order
	 */
	public Map<String, Object> values() {
		Map<String, Object> values = new LinkedHashMap<>();
		for (SharedColumn column : this.layout.schema().columns()) {
			values.put(column.name(), switch (column.type()) {
				case LONG -> getLong(column.name());
				case DOUBLE -> getDouble(column.name());
				case STRING -> getString(column.name());
			});
		}
		return values;
	}

	@Override
	public String toString() {
		return key() + values();
	}

}
