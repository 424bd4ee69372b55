package dev.processkit.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.processkit.ProcessLaunchException;
import dev.processkit.launch.RuntimeDirectory;
import dev.processkit.shared.SharedTables;
import org.jspecify.annotations.Nullable;

/**
 * Where the files of shared tables are: in memory where there is a file system for that,
 * in a directory that is cleared like the runtime directory; otherwise in that one.
 */
final class SharedDirectory implements AutoCloseable {

	private final Path path;

	private final @Nullable RuntimeDirectory own;

	SharedDirectory(RuntimeDirectory run) {
		Path memory = SharedTables.memoryDirectory();
		this.own = (memory != null) ? RuntimeDirectory.create(memory) : null;
		this.path = (this.own != null) ? this.own.path() : within(run);
	}

	private static Path within(RuntimeDirectory run) {
		try {
			return Files.createDirectories(run.path().resolve("shared"));
		}
		catch (IOException ex) {
			throw new ProcessLaunchException("Cannot make a directory in '%s': %s".formatted(run.path(), ex), ex);
		}
	}

	Path path() {
		return this.path;
	}

	@Override
	public void close() {
		if (this.own != null) {
			this.own.close();
		}
	}

}
