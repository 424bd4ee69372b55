package dev.processkit.shared;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.LongUnaryOperator;
import java.util.function.Predicate;

import dev.processkit.IllegalProcessStateException;
import dev.processkit.ProcessException;
import org.jspecify.annotations.Nullable;

/**
 * A table in memory that the application and its processes share. Its columns and the
 * number of its rows are fixed. Each method is one step for all threads of all processes:
 * a row is seen before or after a change and never in between, and a process that is
 * killed in the middle of a change has made it or not. What a dead process held is free
 * for the next one; one that is only suspended keeps others from changing rows of the
 * same home for 10 s, after which they fail with a {@link ProcessException}. Readers wait
 * for nobody. Thread-safe.
 * <p>
 * Keys have 1 to 63 bytes in UTF-8. What does not fit is refused with an
 * {@link IllegalArgumentException}, before anything is changed; nothing is ever cut.
 *
 * @since 0.1
 */
public final class SharedTable implements Iterable<SharedRow> {

	private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

	private final SharedMemory memory;

	private final TableFormat format;

	private final RowLayout layout;

	private final Slots slots;

	private SharedTable(SharedMemory memory) {
		this.memory = memory;
		this.format = TableFormat.read(memory);
		this.layout = this.format.layout();
		this.slots = new Slots(memory, this.format, LONGEST_WAIT);
	}

	/**
	 * Create a table in a new file, which only the own user may read and write.
	 * @param file the file, in a file system in memory where there is one; removing it is
	 * the caller's business
	 * @param schema the columns
	 * @param rows how many rows fit at least
	 * @return the table
	 * @throws IllegalProcessStateException if the file exists
	 * @throws dev.processkit.InvalidDefinitionException if it would be larger than 1 GiB
	 * @throws ProcessException if it cannot be made, for want of room as a rule
	 */
	public static SharedTable create(Path file, SharedSchema schema, int rows) {
		TableFormat format = TableFormat.plan(schema, rows, new SecureRandom().nextLong());
		try {
			SharedMemory.create(file, format.header(), format.size());
		}
		catch (FileAlreadyExistsException ex) {
			throw new IllegalProcessStateException(
					"There is a shared '%s' already; open it, or choose another name".formatted(file));
		}
		catch (IOException ex) {
			throw new ProcessException(
					"Cannot make the shared table '%s' of %d bytes: %s. Free memory, or use fewer rows.".formatted(file,
							format.size(), ex),
					ex);
		}
		return open(file);
	}

	/**
	 * Open a table that another process, or another part of this one, has created.
	 * @param file the file
	 * @return the table
	 * @throws ProcessException if there is none, or the file is no table
	 */
	public static SharedTable open(Path file) {
		return new SharedTable(SharedMemory.open(file));
	}

	/**
	 * The columns.
	 * @return the schema
	 */
	public SharedSchema schema() {
		return this.layout.schema();
	}

	/**
	 * Read a row.
	 * @param key its key
	 * @return the row, {@code null} if there is none
	 */
	public @Nullable SharedRow get(String key) {
		return row(this.slots.read(RowLayout.encode(key)));
	}

	/**
	 * Whether there is a row.
	 * @param key its key
	 * @return {@code true} if there is
	 */
	public boolean exists(String key) {
		return this.slots.read(RowLayout.encode(key)) != null;
	}

	/**
	 * Set values of a row, all at once, and make the row if there is none. Columns that
	 * are not named keep what they have: zero or an empty text in a new row.
	 * @param key its key
	 * @param values values by column: any integer type for a long, any number for a
	 * double, a {@code String} for a string
	 * @return {@code false} if there was no such row and there is no room for it: nothing
	 * is changed then
	 */
	public boolean set(String key, Map<String, ?> values) {
		byte[] bytes = RowLayout.encode(key);
		RowLayout.Edit edit = this.layout.edit(values);
		return this.slots.change(bytes, (content) -> {
			byte[] next = (content != null) ? content : this.layout.emptyRow(bytes);
			edit.apply(next);
			return next;
		});
	}

	/**
	 * Make a row if there is none. Of several that try, one does.
	 * @param key its key
	 * @param values values by column, as of {@link #set}; zero or an empty text elsewhere
	 * @return {@code false} if there is such a row: nothing is changed then
	 * @throws IllegalProcessStateException if there is no room for it
	 */
	public boolean add(String key, Map<String, ?> values) {
		byte[] bytes = RowLayout.encode(key);
		RowLayout.Edit edit = this.layout.edit(values);
		boolean[] added = new boolean[1];
		boolean room = this.slots.change(bytes, (content) -> {
			if (content != null) {
				return Slots.Change.NOTHING;
			}
			byte[] next = this.layout.emptyRow(bytes);
			edit.apply(next);
			added[0] = true;
			return next;
		});
		if (!room) {
			throw full();
		}
		return added[0];
	}

	/**
	 * Set values of a row, all at once, if there is one.
	 * @param key its key
	 * @param values values by column, as of {@link #set}
	 * @return {@code false} if there is no such row: none is made
	 */
	public boolean update(String key, Map<String, ?> values) {
		return compareAndSet(key, (content) -> true, values);
	}

	/**
	 * Delete a row.
	 * @param key its key
	 * @return whether there was one
	 */
	public boolean delete(String key) {
		return getAndDelete(key) != null;
	}

	/**
	 * Delete a row and return what it was. Of several that try, one gets it.
	 * @param key its key
	 * @return the row, {@code null} if there was none
	 */
	public @Nullable SharedRow getAndDelete(String key) {
		List<byte[]> last = new ArrayList<>(1);
		this.slots.change(RowLayout.encode(key), (content) -> {
			last.clear();
			if (content != null) {
				last.add(content);
			}
			return null;
		});
		return last.isEmpty() ? null : row(last.get(0));
	}

	/**
	 * Delete a row if it is what is expected.
	 * @param key its key
	 * @param expected what columns must have, as of {@link #set}; others may have
	 * anything. Floating-point numbers are compared as {@link Double#equals} does
	 * @return {@code false} if there is no such row or one of the values is another
	 */
	public boolean compareAndDelete(String key, Map<String, ?> expected) {
		Predicate<byte[]> met = this.layout.expectation(expected);
		boolean[] done = new boolean[1];
		this.slots.change(RowLayout.encode(key), (content) -> {
			if (content != null && !met.test(content)) {
				return Slots.Change.NOTHING;
			}
			done[0] = content != null;
			return null;
		});
		return done[0];
	}

	/**
	 * Add to a value of a column of integers; a row that is not there is made.
	 * @param key the key of the row
	 * @param column the name of the column
	 * @param delta what to add; it wraps around like a Java {@code long}
	 * @return the new value
	 * @throws IllegalProcessStateException if there is no room for a new row
	 */
	public long increment(String key, String column, long delta) {
		int offset = this.layout.offset(column, SharedColumn.Type.LONG);
		return modify(key, offset, (value) -> value + delta);
	}

	/**
	 * Add to a value of a column of floating-point numbers; a row that is not there is
	 * made.
	 * @param key the key of the row
	 * @param column the name of the column
	 * @param delta what to add
	 * @return the new value
	 * @throws IllegalProcessStateException if there is no room for a new row
	 */
	public double increment(String key, String column, double delta) {
		int offset = this.layout.offset(column, SharedColumn.Type.DOUBLE);
		return Double.longBitsToDouble(
				modify(key, offset, (value) -> Double.doubleToRawLongBits(Double.longBitsToDouble(value) + delta)));
	}

	/**
	 * Subtract from a value of a column of integers, as {@link #increment} adds.
	 * @param key the key of the row
	 * @param column the name of the column
	 * @param delta what to subtract
	 * @return the new value
	 */
	public long decrement(String key, String column, long delta) {
		return increment(key, column, -delta);
	}

	/**
	 * Subtract from a value of a column of floating-point numbers, as {@link #increment}
	 * adds.
	 * @param key the key of the row
	 * @param column the name of the column
	 * @param delta what to subtract
	 * @return the new value
	 */
	public double decrement(String key, String column, double delta) {
		return increment(key, column, -delta);
	}

	private long modify(String key, int offset, LongUnaryOperator operator) {
		byte[] bytes = RowLayout.encode(key);
		long[] result = new long[1];
		boolean done = this.slots.change(bytes, (content) -> {
			byte[] next = (content != null) ? content : this.layout.emptyRow(bytes);
			result[0] = operator.applyAsLong(RowLayout.longAt(next, offset));
			RowLayout.putLong(next, offset, result[0]);
			return next;
		});
		if (!done) {
			throw full();
		}
		return result[0];
	}

	private IllegalProcessStateException full() {
		return new IllegalProcessStateException(
				"Shared table '%s' is full: it was made for %d rows; delete some, or configure more"
					.formatted(this.memory.file().getFileName(), this.format.rows()));
	}

	/**
	 * Set a value of a column of integers if it is what is expected.
	 * @param key the key of the row
	 * @param column the name of the column
	 * @param expected what it must be
	 * @param value what it becomes
	 * @return {@code false} if there is no such row or its value is another
	 */
	public boolean compareAndSet(String key, String column, long expected, long value) {
		int offset = this.layout.offset(column, SharedColumn.Type.LONG);
		return compareAndSet(key, (content) -> RowLayout.longAt(content, offset) == expected, Map.of(column, value));
	}

	/**
	 * Set a value of a column of floating-point numbers if it is what is expected.
	 * @param key the key of the row
	 * @param column the name of the column
	 * @param expected what it must be, compared as {@link Double#equals} does
	 * @param value what it becomes
	 * @return {@code false} if there is no such row or its value is another
	 */
	public boolean compareAndSet(String key, String column, double expected, double value) {
		int offset = this.layout.offset(column, SharedColumn.Type.DOUBLE);
		return compareAndSet(key,
				(content) -> Double.compare(Double.longBitsToDouble(RowLayout.longAt(content, offset)), expected) == 0,
				Map.of(column, value));
	}

	/**
	 * Set a value of a column of strings if it is what is expected.
	 * @param key the key of the row
	 * @param column the name of the column
	 * @param expected what it must be
	 * @param value what it becomes
	 * @return {@code false} if there is no such row or its value is another
	 */
	public boolean compareAndSet(String key, String column, String expected, String value) {
		int offset = this.layout.offset(column, SharedColumn.Type.STRING);
		return compareAndSet(key, (content) -> RowLayout.stringAt(content, offset).equals(expected),
				Map.of(column, value));
	}

	private boolean compareAndSet(String key, Predicate<byte[]> expected, Map<String, ?> values) {
		RowLayout.Edit edit = this.layout.edit(values);
		boolean[] done = new boolean[1];
		this.slots.change(RowLayout.encode(key), (content) -> {
			if (content == null) {
				return null;
			}
			if (!expected.test(content)) {
				return Slots.Change.NOTHING;
			}
			edit.apply(content);
			done[0] = true;
			return content;
		});
		return done[0];
	}

	/**
	 * Count the rows. Looks at every slot, so that it is right also after processes were
	 * killed; while others add and delete, it is right for no moment in particular.
	 * @return how many there are
	 */
	public int count() {
		return this.slots.count();
	}

	/**
	 * How the table is filled.
	 * @return the figures
	 */
	public SharedTableStats stats() {
		return new SharedTableStats(count(), this.format.rows(), this.format.slots(),
				Math.toIntExact(this.slots.reach()), this.memory.word(TableFormat.SUCCESSIONS), this.memory.size());
	}

	/**
	 * Go through the rows. Weakly consistent: each row is read whole, at the moment it is
	 * come to; one that is there all the time is seen once, one that is added or deleted
	 * meanwhile may be seen or not.
	 * @return the rows, in no order; cannot remove
	 */
	@Override
	public Iterator<SharedRow> iterator() {
		return new Rows(this.slots, this.format);
	}

	private @Nullable SharedRow row(byte @Nullable [] content) {
		return (content != null) ? new SharedRow(this.layout, content) : null;
	}

	@Override
	public String toString() {
		return "SharedTable[" + this.memory.file().getFileName() + "]";
	}

}
