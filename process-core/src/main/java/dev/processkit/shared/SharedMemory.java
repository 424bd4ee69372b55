package dev.processkit.shared;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

import dev.processkit.ProcessException;

/**
 * A file that processes have mapped into their memory. Words are 8 bytes, aligned, and
 * read and written as one, with the memory effects of volatile fields across processes;
 * bytes are plain. The mapping lives as long as this object is reachable. Thread-safe.
 */
final class SharedMemory {

	private static final VarHandle WORDS = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

	private static final int CHUNK = 64 * 1024;

	private final Path file;

	private final ByteBuffer buffer;

	private SharedMemory(Path file, ByteBuffer buffer) {
		this.file = file;
		this.buffer = buffer;
	}

	/**
	 * Make a file with mode 0600. It appears under its name when it is complete, so that
	 * nobody opens half a file; and all of it is written, so that a memory file system
	 * without room says so here and not, by a SIGBUS, to whoever touches a page first.
	 * @param file the file, which must not exist
	 * @param beginning what it begins with; zeros follow
	 * @param size its size in bytes
	 * @throws FileAlreadyExistsException if it exists
	 */
	static void create(Path file, byte[] beginning, int size) throws IOException {
		Holder.requireKnown();
		Path directory = file.toAbsolutePath().getParent();
		Path draft = Files.createTempFile(directory, ".new-", null,
				PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
		try {
			try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
				ByteBuffer next = ByteBuffer.wrap(beginning);
				while (channel.position() < size) {
					if (!next.hasRemaining()) {
						next = ByteBuffer.allocate((int) Math.min(CHUNK, size - channel.position()));
					}
					channel.write(next);
				}
			}
			Files.createLink(file, draft);
		}
		finally {
			Files.deleteIfExists(draft);
		}
	}

	/**
	 * Map a file.
	 * @param file the file
	 * @return the memory
	 * @throws ProcessException if there is none, or it cannot be mapped
	 */
	static SharedMemory open(Path file) {
		Holder.requireKnown();
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
			return new SharedMemory(file,
					channel.map(MapMode.READ_WRITE, 0, channel.size()).order(ByteOrder.nativeOrder()));
		}
		catch (NoSuchFileException ex) {
			throw new ProcessException(
					"There is no shared '%s' in '%s': configure it under process.shared-tables, or create it before it is opened"
						.formatted(file.getFileName(), file.getParent()),
					ex);
		}
		catch (IOException | IllegalArgumentException ex) {
			throw new ProcessException("Cannot map '%s': %s. It must be a file of this application, for the same user."
				.formatted(file, ex), ex);
		}
	}

	Path file() {
		return this.file;
	}

	int size() {
		return this.buffer.capacity();
	}

	long word(int at) {
		return (long) WORDS.getVolatile(this.buffer, at);
	}

	void setWord(int at, long value) {
		WORDS.setVolatile(this.buffer, at, value);
	}

	boolean replaceWord(int at, long expected, long value) {
		return WORDS.compareAndSet(this.buffer, at, expected, value);
	}

	long addToWord(int at, long delta) {
		return (long) WORDS.getAndAdd(this.buffer, at, delta) + delta;
	}

	byte at(int at) {
		return this.buffer.get(at);
	}

	void read(int at, byte[] target) {
		this.buffer.get(at, target);
	}

	void write(int at, byte[] source) {
		this.buffer.put(at, source);
	}

}
