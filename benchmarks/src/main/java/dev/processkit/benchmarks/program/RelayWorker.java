package dev.processkit.benchmarks.program;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;

import dev.processkit.Framing;

/**
 * The worker of the floors: answers each frame of a batch with the same bytes, and a
 * batch with a batch.
 *
 * @since 0.1
 */
public final class RelayWorker {

	static final int BUFFER = 64 << 10;

	private RelayWorker() {
	}

	/**
	 * Answer until the input ends.
	 * @param args none
	 * @throws IOException if the pipe breaks
	 */
	public static void main(String[] args) throws IOException {
		FrameCutter frames = new FrameCutter(Framing.LENGTH);
		byte[] bytes = new byte[BUFFER];
		ByteBuffer out = ByteBuffer.allocate(2 * BUFFER);
		try (FileInputStream in = new FileInputStream(FileDescriptor.in);
				FileOutputStream replies = new FileOutputStream(FileDescriptor.out)) {
			for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
				frames.append(ByteBuffer.wrap(bytes, 0, read));
				for (byte[] message = frames.next(); message != null; message = frames.next()) {
					if (out.remaining() < frames.framedLength(message)) {
						write(replies, out);
					}
					frames.frame(message, out);
				}
				write(replies, out);
			}
		}
	}

	private static void write(FileOutputStream replies, ByteBuffer out) throws IOException {
		if (out.position() > 0) {
			replies.write(out.array(), 0, out.position());
			out.clear();
		}
	}

}
