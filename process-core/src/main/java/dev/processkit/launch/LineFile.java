package dev.processkit.launch;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import org.jspecify.annotations.Nullable;

/**
 * The file that the lines of one process are appended to. A write that fails (a full
 * disk) loses lines in the file, never the draining of the process. Not thread-safe.
 */
final class LineFile implements AutoCloseable {

	private static final System.Logger LOGGER = System.getLogger(LineFile.class.getName());

	private final Path path;

	private final OutputStream out;

	private boolean failing;

	private LineFile(Path path, OutputStream out) {
		this.path = path;
		this.out = out;
	}

	/**
	 * Open a file to append to, with the directories above it.
	 * @param path the file
	 * @return the open file
	 * @throws IOException if it cannot be opened
	 */
	static LineFile open(Path path) throws IOException {
		@Nullable Path parent = path.toAbsolutePath().getParent();
		if (parent != null) {
			Files.createDirectories(parent);
		}
		OutputStream out = Files.newOutputStream(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
		return new LineFile(path, new BufferedOutputStream(out, 32 * 1024));
	}

	void append(String line) {
		try {
			this.out.write(line.getBytes(StandardCharsets.UTF_8));
			this.out.write('\n');
		}
		catch (IOException ex) {
			failed(ex);
		}
	}

	void flush() {
		try {
			this.out.flush();
			this.failing = false;
		}
		catch (IOException ex) {
			failed(ex);
		}
	}

	@Override
	public void close() {
		try {
			this.out.close();
		}
		catch (IOException ex) {
			failed(ex);
		}
	}

	private void failed(IOException cause) {
		if (!this.failing) {
			this.failing = true;
			LOGGER.log(System.Logger.Level.WARNING, "Lines are missing from '" + this.path
					+ "', which cannot be written to. Check its permissions and the space left.", cause);
		}
	}

}
