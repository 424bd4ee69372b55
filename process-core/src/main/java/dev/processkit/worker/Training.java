package dev.processkit.worker;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.processkit.control.FrameQueue;
import dev.processkit.control.FrameType;

/**
 * The life of a worker that answers one message, without a control wire and without any
 * class of the application, so that the JVM can note which classes every worker needs.
 */
final class Training {

	/** The argument of {@link WorkerMain} that asks for it. */
	static final String ARGUMENT = "--train";

	private Training() {
	}

	/**
	 * What such a worker reads.
	 * @return its configuration and one message; ends when that was handled
	 * @throws IOException if a frame cannot be made
	 */
	static InputStream input() throws IOException {
		return new SequenceInputStream(new ByteArrayInputStream(beginning()), new Answered());
	}

	private static byte[] beginning() throws IOException {
		ByteArrayOutputStream frames = new ByteArrayOutputStream();
		FrameQueue queue = new FrameQueue(frames);
		queue.addConfiguration(configuration());
		queue.add(FrameType.REQUEST, 1, new byte[] { 'a' });
		queue.writeBatch();
		return frames.toByteArray();
	}

	/** By hand, for what is loaded here is loaded into every worker. */
	private static Map<String, String> configuration() {
		Map<String, String> entries = new LinkedHashMap<>();
		entries.put("name", "training");
		entries.put("instance", "training-0");
		entries.put("type", Trainee.class.getName());
		entries.put("virtual-threads", "true");
		entries.put("heartbeat-interval", "2000");
		entries.put("arg.key", "value");
		return entries;
	}

	/**
	 * The answer is on its way; the stream ends, as when the application has gone.
	 */
	private static final class Answered extends InputStream {

		@Override
		public int read() throws IOException {
			try {
				Trainee.awaitMessage();
				return -1;
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				throw new IOException("interrupted", ex);
			}
		}

	}

}
