package dev.processkit.control;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FrameQueue}.
 */
class FrameQueueTests {

	/** A HEARTBEAT: its length, and its type. */
	private static final int FRAME = 5;

	private static final int WRITERS = 4;

	@Test
	@Timeout(60)
	void whatWasAddedIsWrittenOnceItIsDrainedWhoeverWritesIt() throws Exception {
		SlowStream stream = new SlowStream();
		FrameQueue queue = new FrameQueue(stream);
		queue.drain();
		int preamble = stream.written.get();
		AtomicInteger added = new AtomicInteger();
		ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
		try {
			List<Future<?>> ends = new ArrayList<>();
			for (int i = 0; i < WRITERS; i++) {
				ends.add(writers.submit(() -> addAndWrite(queue, added)));
			}
			while (!ends.stream().allMatch(Future::isDone)) {
				int before = added.get();
				queue.drain();
				assertThat(stream.written.get() - preamble).isGreaterThanOrEqualTo(before * FRAME);
			}
			for (Future<?> end : ends) {
				end.get();
			}
		}
		finally {
			writers.shutdownNow();
			assertThat(writers.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
		}
	}

	private static Void addAndWrite(FrameQueue queue, AtomicInteger added) throws IOException {
		for (int i = 0; i < 20_000; i++) {
			queue.add(FrameType.HEARTBEAT);
			added.incrementAndGet();
			while (queue.writeBatch()) {
				continue;
			}
		}
		return null;
	}

	/**
	 * A pipe whose writers lose their processor between taking a batch and writing it.
	 */
	private static final class SlowStream extends ByteArrayOutputStream {

		private final AtomicInteger written = new AtomicInteger();

		@Override
		public void write(byte[] bytes, int offset, int length) {
			Thread.yield();
			this.written.addAndGet(length);
		}

	}

}
