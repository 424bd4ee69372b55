package dev.processkit.shared;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.Pattern;

import dev.processkit.IllegalProcessStateException;
import dev.processkit.InvalidDefinitionException;
import dev.processkit.ProcessException;
import org.jspecify.annotations.Nullable;

/**
 * What the application and its processes share, by name: tables, numbers and locks. The
 * application injects it; its processes ask for {@link #inherited()}. Everything is gone
 * when the application has ended. Thread-safe.
 *
 * @since 0.1
 */
public final class SharedTables {

	/** The environment variable that tells processes where the files are. */
	public static final String VARIABLE = "PROCESSKIT_SHARED";

	private static final Path MEMORY = Path.of("/dev/shm");

	private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

	private static final @Nullable String INHERITED = System.getenv(VARIABLE);

	private final Path directory;

	private final Map<String, SharedTable> tables = new ConcurrentHashMap<>();

	private final Map<String, SharedLong> numbers = new ConcurrentHashMap<>();

	private final Map<String, SharedLock> locks = new ConcurrentHashMap<>();

	/**
	 * Share what lies in a directory.
	 * @param directory the directory, which only the own user can enter
	 */
	public SharedTables(Path directory) {
		this.directory = directory;
	}

	/**
	 * What the application shares with this process.
	 * @return the tables, numbers and locks
	 * @throws IllegalProcessStateException if this process was not launched by an
	 * application
	 */
	public static SharedTables inherited() {
		if (INHERITED == null) {
			throw new IllegalProcessStateException(
					"Nothing is shared with this process: the environment variable " + VARIABLE + " is not set");
		}
		return Inherited.TABLES;
	}

	/**
	 * Where files in memory go on this machine.
	 * @return a directory to make one's own in; {@code null} if there is no file system
	 * in memory
	 */
	public static @Nullable Path memoryDirectory() {
		return (Files.isDirectory(MEMORY) && Files.isWritable(MEMORY)) ? MEMORY : null;
	}

	/**
	 * Where the files are.
	 * @return the directory
	 */
	public Path directory() {
		return this.directory;
	}

	/**
	 * Create a table. Processes may open it by its name from then on.
	 * @param name the name: letters, digits, dot, dash and underscore, at most 64
	 * @param schema its columns
	 * @param rows how many rows fit at least
	 * @return the table
	 * @throws IllegalProcessStateException if there is one of that name
	 * @throws InvalidDefinitionException if the name is none, or it would be too large
	 */
	public SharedTable create(String name, SharedSchema schema, int rows) {
		SharedTable table = SharedTable.create(file("table", name), schema, rows);
		this.tables.put(name, table);
		return table;
	}

	/**
	 * A table that was created before, by this process or another one.
	 * @param name its name
	 * @return the table
	 * @throws ProcessException if there is none of that name
	 */
	public SharedTable table(String name) {
		return this.tables.computeIfAbsent(name, (any) -> SharedTable.open(file("table", name)));
	}

	/**
	 * A number; made by the first that asks, and 0 then.
	 * @param name its name, as that of a table
	 * @return the number
	 */
	public SharedLong number(String name) {
		return this.numbers.computeIfAbsent(name, openOrCreate("long", SharedLong.SIZE, SharedLong::new));
	}

	/**
	 * A lock; made by the first that asks, and free then.
	 * @param name its name, as that of a table
	 * @return the lock
	 */
	public SharedLock lock(String name) {
		return this.locks.computeIfAbsent(name, openOrCreate("lock", SharedLock.SIZE, SharedLock::new));
	}

	private <T> Function<String, T> openOrCreate(String kind, int size, Function<SharedMemory, T> factory) {
		return (name) -> {
			Path file = file(kind, name);
			try {
				if (Files.notExists(file)) {
					SharedMemory.create(file, new byte[0], size);
				}
			}
			catch (FileAlreadyExistsException ex) {
				// Another process was faster: it is the one to open.
				return factory.apply(SharedMemory.open(file));
			}
			catch (IOException ex) {
				throw new ProcessException("Cannot make the shared %s '%s': %s".formatted(kind, name, ex), ex);
			}
			return factory.apply(SharedMemory.open(file));
		};
	}

	private Path file(String kind, String name) {
		if (!NAME.matcher(name).matches()) {
			throw new InvalidDefinitionException("name", name, "is not the name of something shared",
					"Use a letter or digit, then letters, digits, '.', '_' or '-', 64 at most.");
		}
		return this.directory.resolve(kind + "-" + name);
	}

	/** Made when it is asked for, once. */
	private static final class Inherited {

		private static final SharedTables TABLES = new SharedTables(Path.of(String.valueOf(INHERITED)));

	}

}
