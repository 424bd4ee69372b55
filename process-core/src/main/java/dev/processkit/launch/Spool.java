package dev.processkit.launch;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.LongConsumer;

/**
 * What a daemon prints, read from the file that it appends to: a pipe would end, or fill
 * and stop the daemon, while no application is there to read it. How much was taken is
 * kept beside it, in memory that outlives a kill of this JVM, up to the end of a line, so
 * that the next application goes on with the next line. Read by one thread.
 */
final class Spool extends InputStream {

	/** So much is taken before the file system may have its space back. */
	private static final long CHUNK = 16L << 20;

	private static final long SHORTEST_NAP_MILLIS = 10;

	private static final long LONGEST_NAP_MILLIS = 100;

	/** Not a channel, which an interrupt of the reading thread would close. */
	private final RandomAccessFile file;

	private final MappedByteBuffer taken;

	private final LongConsumer discarding;

	private long lineEnd;

	private long discarded;

	private boolean ended;

	/**
	 * Open a spool where it was left.
	 * @param output the file that the daemon appends to
	 * @param taken the file that says how much was taken, made if need be
	 * @param discarding gives the space of the first so many bytes back; the length of
	 * the file stays
	 * @throws IOException if one of them cannot be opened
	 */
	Spool(Path output, Path taken, LongConsumer discarding) throws IOException {
		this.discarding = discarding;
		try (FileChannel channel = FileChannel.open(taken, StandardOpenOption.CREATE, StandardOpenOption.READ,
				StandardOpenOption.WRITE)) {
			this.taken = channel.map(FileChannel.MapMode.READ_WRITE, 0, Long.BYTES);
		}
		this.file = new RandomAccessFile(output.toFile(), "r");
		this.lineEnd = Math.min(this.taken.getLong(0), this.file.length());
		this.discarded = this.lineEnd;
		this.file.seek(this.lineEnd);
	}

	@Override
	public int read() throws IOException {
		byte[] one = new byte[1];
		return (read(one, 0, 1) < 0) ? -1 : one[0] & 0xFF;
	}

	/** Whoever reads on has delivered what was read before. */
	@Override
	public int read(byte[] bytes, int offset, int length) throws IOException {
		settle();
		long nap = SHORTEST_NAP_MILLIS;
		while (true) {
			// First, since what was printed before the end must still be found.
			boolean last = hasEnded();
			int count = this.file.read(bytes, offset, length);
			if (count > 0) {
				noteLines(bytes, offset, count);
				return count;
			}
			if (last) {
				return -1;
			}
			pause(nap);
			nap = Math.min(2 * nap, LONGEST_NAP_MILLIS);
		}
	}

	private void settle() {
		this.taken.putLong(0, this.lineEnd);
		if (this.lineEnd - this.discarded >= CHUNK) {
			this.discarded = this.lineEnd;
			this.discarding.accept(this.discarded);
		}
	}

	private void noteLines(byte[] bytes, int offset, int count) throws IOException {
		int last = offset + count - 1;
		while (last >= offset && bytes[last] != '\n') {
			last--;
		}
		if (last >= offset) {
			this.lineEnd = this.file.getFilePointer() - (offset + count - 1 - last);
		}
	}

	private synchronized boolean hasEnded() {
		return this.ended;
	}

	private synchronized void pause(long millis) {
		try {
			if (!this.ended) {
				wait(millis);
			}
		}
		catch (InterruptedException ex) {
			// Left over from a listener; the daemon goes on printing all the same.
		}
	}

	/** Nobody prints any more: what is there is the rest. */
	synchronized void end() {
		this.ended = true;
		notifyAll();
	}

	/** Let go of it; a reader finds it closed. */
	@Override
	public void close() throws IOException {
		this.file.close();
		end();
	}

}
