package dev.processkit.launch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Makes the pipes that processes print into. They are named pipes instead of the JDK's
 * own, since the JDK closes those as soon as the process has ended: what its group still
 * prints while it shuts down would be lost, and SIGPIPE would end it. Thread-safe.
 */
final class OutputPipes {

	/** One mkfifo makes this many, so that a launch seldom waits for one. */
	private static final int BATCH = 16;

	private final RuntimeDirectory directory;

	private final Guardian guardian;

	private final Queue<Path> spare = new ArrayDeque<>();

	private int made;

	OutputPipes(RuntimeDirectory directory, Guardian guardian) {
		this.directory = directory;
		this.guardian = guardian;
	}

	/**
	 * Open a new pipe at both ends.
	 * @return the pipe
	 * @throws IOException if it cannot be made
	 */
	OutputPipe open() throws IOException {
		Path path = take();
		// Opening both ways never waits for the other end (fifo(7)), as one way would.
		FileChannel holder = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
		try {
			return new OutputPipe(path, holder, FileChannel.open(path, StandardOpenOption.READ));
		}
		catch (IOException ex) {
			holder.close();
			throw ex;
		}
	}

	private synchronized Path take() throws IOException {
		Path path = this.spare.poll();
		if (path != null && Files.exists(path)) {
			return path;
		}
		this.directory.ensureExists();
		if (!this.guardian.askAndWait(this::commandForMore)) {
			this.spare.clear();
			throw new IOException("mkfifo failed in '" + this.directory.path() + "'");
		}
		return this.spare.remove();
	}

	private String commandForMore() {
		this.spare.clear();
		StringBuilder command = new StringBuilder("p");
		for (int i = 0; i < BATCH; i++) {
			Path pipe = this.directory.path().resolve("out-" + this.made++);
			this.spare.add(pipe);
			command.append(' ').append(pipe.getFileName());
		}
		return command.toString();
	}

	/**
	 * One pipe.
	 *
	 * @param path its name, until the process has it
	 * @param holder keeps it from ending before the process has opened it
	 * @param reader the end to read from
	 */
	record OutputPipe(Path path, FileChannel holder, FileChannel reader) {

		/**
		 * Let go of it, the process has it: it ends when nobody can print any more.
		 * @return what is printed; closing it wakes a reader
		 * @throws IOException if it cannot be released
		 */
		InputStream handedOver() throws IOException {
			this.holder.close();
			Files.deleteIfExists(this.path);
			return Channels.newInputStream(this.reader);
		}

		void discard() throws IOException {
			handedOver().close();
		}

	}

}
