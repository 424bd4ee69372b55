package dev.processkit.launch;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The way to a worker that outlives applications: two named pipes of this run, of which
 * the worker hears by a pipe of its own. A new pair for each application, so that nothing
 * is in them that another one has left unread. Thread-safe.
 */
final class DaemonLink implements AutoCloseable {

	private static final System.Logger LOGGER = System.getLogger(DaemonLink.class.getName());

	private final OutputPipes.OutputPipe in;

	private final OutputPipes.OutputPipe out;

	private final OutputStream toWorker;

	private final FileChannel attach;

	private boolean joined;

	private DaemonLink(OutputPipes.OutputPipe in, OutputPipes.OutputPipe out, FileChannel toWorker,
			FileChannel attach) {
		this.in = in;
		this.out = out;
		this.toWorker = Channels.newOutputStream(toWorker);
		this.attach = attach;
	}

	/**
	 * Ask a worker to come. It need not be there yet.
	 * @param pipes makes the pipes
	 * @param attach the pipe where the worker hears of it
	 * @return the link
	 * @throws IOException if the pipes cannot be made
	 */
	static DaemonLink open(OutputPipes pipes, Path attach) throws IOException {
		OutputPipes.OutputPipe in = pipes.open();
		OutputPipes.OutputPipe out = null;
		try {
			out = pipes.open();
			FileChannel toWorker = FileChannel.open(out.path(), StandardOpenOption.WRITE);
			out.reader().close();
			// Both ways, which never waits. Open until the worker has come, for a pipe
			// that nobody has open forgets what was written to it.
			FileChannel announcement = FileChannel.open(attach, StandardOpenOption.READ, StandardOpenOption.WRITE);
			String line = out.path() + "\t" + in.path() + "\n";
			announcement.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)));
			return new DaemonLink(in, out, toWorker, announcement);
		}
		catch (IOException ex) {
			in.discard();
			if (out != null) {
				out.discard();
			}
			throw ex;
		}
	}

	/** What the worker sends. */
	InputStream input() {
		return new FilterInputStream(Channels.newInputStream(this.in.reader())) {

			@Override
			public int read(byte[] bytes, int offset, int length) throws IOException {
				int count = super.read(bytes, offset, length);
				join();
				return count;
			}

		};
	}

	/** What the worker reads. */
	OutputStream output() {
		return this.toWorker;
	}

	/** The worker has both pipes, or is gone: they end with whoever has them. */
	synchronized void join() {
		if (this.joined) {
			return;
		}
		this.joined = true;
		try {
			this.attach.close();
			this.in.holder().close();
			this.out.holder().close();
			Files.deleteIfExists(this.in.path());
			Files.deleteIfExists(this.out.path());
		}
		catch (IOException ex) {
			LOGGER.log(System.Logger.Level.DEBUG, "The pipes to a daemon were gone already", ex);
		}
	}

	/** Leave the worker to the next application. Wakes whoever reads or writes. */
	@Override
	public void close() {
		join();
		try {
			this.toWorker.close();
			this.in.reader().close();
		}
		catch (IOException ex) {
			LOGGER.log(System.Logger.Level.DEBUG, "A daemon was gone already", ex);
		}
	}

}
