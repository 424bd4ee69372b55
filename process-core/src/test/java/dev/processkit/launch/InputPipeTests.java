package dev.processkit.launch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import dev.processkit.IllegalProcessStateException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * What becomes of texts when the process ends.
 */
class InputPipeTests {

	private final SlowPipe out = new SlowPipe();

	private final InputPipe pipe = new InputPipe("talk-0", this.out);

	@Test
	void textThatThePipeTakesWhileTheProcessEndsIsWritten() throws Exception {
		CompletableFuture<Void> first = write("go");
		this.out.begun.await();
		CompletableFuture<Void> second = write("more");
		this.pipe.processEnded();
		assertThat(first).isNotDone();
		assertRefused(second);
		this.out.mayGoOn.countDown();
		first.get(30, TimeUnit.SECONDS);
		assertThat(this.out.taken).hasToString("go");
		assertRefused(write("late"));
		this.out.closed.await();
	}

	@Test
	void textThatThePipeDoesNotTakeAnyMoreIsRefused() throws Exception {
		this.out.broken = true;
		CompletableFuture<Void> first = write("go");
		this.out.begun.await();
		this.pipe.processEnded();
		assertThat(first).isNotDone();
		this.out.mayGoOn.countDown();
		assertRefused(first);
		this.out.closed.await();
	}

	@Test
	void pipeThatWasNeverWrittenToIsClosedAtOnce() {
		this.pipe.processEnded();
		assertThat(this.out.closed.getCount()).isZero();
		assertRefused(write("late"));
	}

	private CompletableFuture<Void> write(String text) {
		return this.pipe.write(text.getBytes(StandardCharsets.UTF_8));
	}

	private static void assertRefused(CompletableFuture<Void> written) {
		assertThatThrownBy(() -> written.get(30, TimeUnit.SECONDS))
			.hasCauseInstanceOf(IllegalProcessStateException.class)
			.hasMessageContaining("it has ended");
	}

	/** Takes what is written when the test lets it. */
	private static final class SlowPipe extends OutputStream {

		private final CountDownLatch begun = new CountDownLatch(1);

		private final CountDownLatch mayGoOn = new CountDownLatch(1);

		private final CountDownLatch closed = new CountDownLatch(1);

		private final ByteArrayOutputStream taken = new ByteArrayOutputStream();

		private volatile boolean broken;

		@Override
		public void write(int value) throws IOException {
			write(new byte[] { (byte) value }, 0, 1);
		}

		@Override
		public void write(byte[] bytes, int offset, int length) throws IOException {
			this.begun.countDown();
			try {
				this.mayGoOn.await();
			}
			catch (InterruptedException ex) {
				throw new IOException(ex);
			}
			if (this.broken) {
				throw new IOException("Broken pipe");
			}
			this.taken.write(bytes, offset, length);
		}

		@Override
		public void close() {
			this.closed.countDown();
		}

	}

}
