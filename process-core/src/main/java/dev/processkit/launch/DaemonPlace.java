package dev.processkit.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

import dev.processkit.InstanceId;
import org.jspecify.annotations.Nullable;

/**
 * What an application leaves on disk of one daemon, in a directory of its own.
 *
 * @param path the directory; need not exist
 * @param instance the instance that has the daemon
 */
record DaemonPlace(Path path, InstanceId instance) {

	/** A pipe by which a worker is told of the pipes to its next application. */
	Path attach() {
		return this.path.resolve("attach");
	}

	/** A pipe that ends with the keeper. */
	Path alive() {
		return this.path.resolve("alive");
	}

	/** What the daemon prints, the part that nobody has taken yet. */
	Path output() {
		return this.path.resolve("output");
	}

	/** How much of it was taken. */
	Path taken() {
		return this.path.resolve("taken");
	}

	@Nullable DaemonRecord read() throws IOException {
		return DaemonRecord.read(record());
	}

	void write(DaemonRecord record) throws IOException {
		record.write(record());
	}

	private Path record() {
		return this.path.resolve("record");
	}

	/**
	 * The exit code that the keeper has written down.
	 * @return the code; {@code null} if there is none
	 */
	@Nullable Integer exitCode() throws IOException {
		try {
			String text = Files.readString(this.path.resolve("exit")).strip();
			return text.isEmpty() ? null : Integer.valueOf(text);
		}
		catch (NoSuchFileException ex) {
			return null;
		}
	}

	void make() throws IOException {
		Files.createDirectory(this.path, ArchiveDirectory.directoryMode());
	}

	/**
	 * Leave nothing here, and nobody who was here: kills what carries the token of the
	 * record. Blocks until that is gone.
	 * @throws IOException if something cannot be removed or does not die
	 */
	void clear() throws IOException {
		if (!Files.isDirectory(this.path, LinkOption.NOFOLLOW_LINKS)) {
			return;
		}
		DaemonRecord record = read();
		if (record != null) {
			if (!EnvironmentMark.killAll(EnvironmentMark.RUN, record.token())) {
				throw new IOException("what is left of the daemon '%s' does not die".formatted(this.instance));
			}
		}
		RuntimeDirectory.deleteTree(this.path);
	}

	/** The daemon has ended: leave nothing here. */
	void remove() {
		try {
			RuntimeDirectory.deleteTree(this.path);
		}
		catch (IOException ex) {
			System.getLogger(DaemonPlace.class.getName())
				.log(System.Logger.Level.WARNING, "'" + this.path + "' stays until it is needed", ex);
		}
	}

}
