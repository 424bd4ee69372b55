package dev.processkit.shared;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * Where key and columns stand in the content of a row: one byte with the length of the
 * key, 63 for the key, then each column, on a multiple of 8; strings begin with their
 * length in 4 bytes. Immutable.
 */
final class RowLayout {

	static final int LONGEST_KEY = 63;

	private static final int KEY_SIZE = LONGEST_KEY + 1;

	private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

	private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.nativeOrder());

	private final SharedSchema schema;

	private final Map<String, Place> places = new LinkedHashMap<>();

	private final int size;

	RowLayout(SharedSchema schema) {
		this.schema = schema;
		int offset = KEY_SIZE;
		for (SharedColumn column : schema.columns()) {
			this.places.put(column.name(), new Place(column, offset));
			offset += aligned(
					(column.type() == SharedColumn.Type.STRING) ? Integer.BYTES + column.bytes() : Long.BYTES);
		}
		this.size = offset;
	}

	static int aligned(int size) {
		return (size + Long.BYTES - 1) & -Long.BYTES;
	}

	SharedSchema schema() {
		return this.schema;
	}

	/** The size of a row's content, a multiple of 8. */
	int size() {
		return this.size;
	}

	int offset(String column, SharedColumn.Type type) {
		Place place = place(column);
		if (place.column.type() != type) {
			throw new IllegalArgumentException(
					"Column '%s' is %s, not %s".formatted(column, place.column.describe(), type));
		}
		return place.offset;
	}

	private Place place(String column) {
		Place place = this.places.get(column);
		if (place == null) {
			throw new IllegalArgumentException(
					"There is no column '%s'; there are %s".formatted(column, this.places.keySet()));
		}
		return place;
	}

	/**
	 * Check and encode a key.
	 * @param key the key
	 * @return its bytes
	 * @throws IllegalArgumentException if it is empty or too long
	 */
	static byte[] encode(String key) {
		byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
		if (bytes.length == 0 || bytes.length > LONGEST_KEY) {
			throw new IllegalArgumentException(
					"Key '%s' has %d bytes; 1 to %d are possible".formatted(key, bytes.length, LONGEST_KEY));
		}
		return bytes;
	}

	/**
	 * A new row: numbers are zero, strings empty.
	 * @param key its key
	 * @return the content
	 */
	byte[] emptyRow(byte[] key) {
		byte[] content = new byte[this.size];
		content[0] = (byte) key.length;
		System.arraycopy(key, 0, content, 1, key.length);
		return content;
	}

	/**
	 * Check values before anything is touched.
	 * @param values values by column
	 * @return writes them into a content
	 * @throws IllegalArgumentException if a value does not fit its column
	 */
	Edit edit(Map<String, ?> values) {
		Map<Place, Object> checked = check(values);
		return (content) -> checked.forEach((place, value) -> place.write(content, value));
	}

	/**
	 * Check values that a row may have.
	 * @param values values by column
	 * @return whether a content has them all
	 * @throws IllegalArgumentException if a value does not fit its column
	 */
	Predicate<byte[]> expectation(Map<String, ?> values) {
		Map<Place, Object> checked = check(values);
		return (content) -> checked.entrySet()
			.stream()
			.allMatch((entry) -> entry.getKey().has(content, entry.getValue()));
	}

	private Map<Place, Object> check(Map<String, ?> values) {
		Map<Place, Object> checked = new LinkedHashMap<>();
		values.forEach((column, value) -> {
			Place place = place(column);
			checked.put(place, place.check(value));
		});
		return checked;
	}

	static String key(byte[] content) {
		return new String(content, 1, content[0], StandardCharsets.UTF_8);
	}

	static long longAt(byte[] content, int offset) {
		return (long) LONGS.get(content, offset);
	}

	static void putLong(byte[] content, int offset, long value) {
		LONGS.set(content, offset, value);
	}

	static String stringAt(byte[] content, int offset) {
		return new String(content, offset + Integer.BYTES, (int) INTS.get(content, offset), StandardCharsets.UTF_8);
	}

	/**
	 * A change of a row's content.
	 */
	@FunctionalInterface
	interface Edit {

		/**
		 * Change it.
		 * @param content the content
		 */
		void apply(byte[] content);

	}

	private record Place(SharedColumn column, int offset) {

		Object check(@Nullable Object value) {
			return switch (this.column.type()) {
				case LONG -> {
					if (value instanceof Long || value instanceof Integer || value instanceof Short
							|| value instanceof Byte) {
						yield ((Number) value).longValue();
					}
					throw refused(value);
				}
				case DOUBLE -> {
					if (value instanceof Number number) {
						yield Double.doubleToRawLongBits(number.doubleValue());
					}
					throw refused(value);
				}
				case STRING -> {
					if (value instanceof String text) {
						yield fitting(text);
					}
					throw refused(value);
				}
			};
		}

		private byte[] fitting(String text) {
			byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
			if (bytes.length > this.column.bytes()) {
				throw new IllegalArgumentException(
						"Column '%s' is %s, but the value has %d bytes; shorten it, or make the column larger"
							.formatted(this.column.name(), this.column.describe(), bytes.length));
			}
			return bytes;
		}

		private IllegalArgumentException refused(@Nullable Object value) {
			return new IllegalArgumentException("Column '%s' is %s and takes no %s".formatted(this.column.name(),
					this.column.describe(), (value != null) ? value.getClass().getSimpleName() : "null"));
		}

		boolean has(byte[] content, Object checked) {
			if (checked instanceof byte[] bytes) {
				int start = this.offset + Integer.BYTES;
				int length = (int) INTS.get(content, this.offset);
				return Arrays.equals(content, start, start + length, bytes, 0, bytes.length);
			}
			long value = longAt(content, this.offset);
			return (this.column.type() != SharedColumn.Type.DOUBLE) ? value == (Long) checked
					: Double.compare(Double.longBitsToDouble(value), Double.longBitsToDouble((Long) checked)) == 0;
		}

		void write(byte[] content, Object checked) {
			if (checked instanceof byte[] bytes) {
				INTS.set(content, this.offset, bytes.length);
				System.arraycopy(bytes, 0, content, this.offset + Integer.BYTES, bytes.length);
			}
			else {
				putLong(content, this.offset, (Long) checked);
			}
		}

	}

}
