package dev.processkit.benchmarks.program;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

import dev.processkit.Framing;
import dev.processkit.benchmarks.host.Children;

/**
 * The floor of calls: frames of length, number and text through the pipes of child JVMs.
 * What replies bring about is written once all replies of a read are handed out.
 *
 * @since 0.1
 */
public final class RawCalls implements CallRoad {

	private final Children children = new Children(Path.of(""));

	private final List<Pipe> pipes = new ArrayList<>();

	private final AtomicLong next = new AtomicLong();

	private RawCalls(int workers) throws IOException {
		for (int i = 0; i < workers; i++) {
			this.pipes.add(new Pipe(this.children.spawn(Children.java(RelayWorker.class))));
		}
	}

	/**
	 * Measure what is asked for on standard input.
	 * @param args how many workers
	 * @throws Exception if calls fail
	 */
	public static void main(String[] args) throws Exception {
		try (RawCalls calls = new RawCalls(Integer.parseInt(args[0]))) {
			CallLoop.serve(calls);
		}
	}

	@Override
	public CompletableFuture<String> call(String argument) {
		long number = this.next.getAndIncrement();
		return this.pipes.get((int) (number % this.pipes.size())).call(number, argument);
	}

	@Override
	public void close() {
		this.children.close();
	}

	private static final class Pipe {

		/** What both pipes hold for sure. */
		private static final int SAFE = 32 << 10;

		private final Map<Long, CompletableFuture<String>> pending = new ConcurrentHashMap<>();

		private final OutputStream toWorker;

		private final Thread reader;

		private final Semaphore wanted = new Semaphore(0);

		private ByteBuffer out = ByteBuffer.allocate(SAFE);

		private ByteBuffer spare = ByteBuffer.allocate(SAFE);

		private int unanswered;

		private boolean writing;

		Pipe(Process worker) {
			this.toWorker = worker.getOutputStream();
			this.reader = new Thread(() -> read(worker.getInputStream()), "replies");
			this.reader.setDaemon(true);
			this.reader.start();
			Thread writer = new Thread(this::writeWhenWanted, "requests");
			writer.setDaemon(true);
			writer.start();
		}

		CompletableFuture<String> call(long number, String argument) {
			CompletableFuture<String> result = new CompletableFuture<>();
			this.pending.put(number, result);
			byte[] text = argument.getBytes(StandardCharsets.UTF_8);
			synchronized (this) {
				if (this.out.remaining() < Integer.BYTES + Long.BYTES + text.length) {
					this.out = ByteBuffer.allocate(2 * (this.out.position() + text.length)).put(this.out.flip());
				}
				this.out.putInt(Long.BYTES + text.length).putLong(number).put(text);
				this.unanswered += text.length;
			}
			if (Thread.currentThread() != this.reader) {
				flush();
			}
			return result;
		}

		/** The reader must never wait for a pipe that waits for the reader. */
		private void flush() {
			ByteBuffer batch;
			synchronized (this) {
				if (this.writing || this.out.position() == 0) {
					return;
				}
				this.writing = true;
				batch = (this.unanswered <= SAFE) ? takeOut() : ByteBuffer.allocate(0);
			}
			if (batch.hasRemaining()) {
				write(batch);
			}
			else {
				this.wanted.release();
			}
		}

		private ByteBuffer takeOut() {
			ByteBuffer batch = this.out.flip();
			this.out = this.spare;
			this.spare = batch;
			return batch;
		}

		private void write(ByteBuffer first) {
			try {
				for (ByteBuffer batch = first; batch.hasRemaining(); batch = next(batch)) {
					this.toWorker.write(batch.array(), 0, batch.limit());
					this.toWorker.flush();
				}
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

		private synchronized ByteBuffer next(ByteBuffer written) {
			written.clear();
			boolean more = this.out.position() > 0;
			if (more && Thread.currentThread() == this.reader && this.unanswered > SAFE) {
				this.wanted.release();
				return ByteBuffer.allocate(0);
			}
			this.writing = more;
			return more ? takeOut() : ByteBuffer.allocate(0);
		}

		private void writeWhenWanted() {
			while (true) {
				this.wanted.acquireUninterruptibly();
				ByteBuffer batch;
				synchronized (this) {
					batch = takeOut();
				}
				write(batch);
			}
		}

		private void read(InputStream fromWorker) {
			FrameCutter frames = new FrameCutter(Framing.LENGTH);
			byte[] bytes = new byte[RelayWorker.BUFFER];
			try {
				for (int read = fromWorker.read(bytes); read >= 0; read = fromWorker.read(bytes)) {
					frames.append(ByteBuffer.wrap(bytes, 0, read));
					for (byte[] frame = frames.next(); frame != null; frame = frames.next()) {
						long number = ByteBuffer.wrap(frame).getLong();
						synchronized (this) {
							this.unanswered -= frame.length - Long.BYTES;
						}
						Objects.requireNonNull(this.pending.remove(number))
							.complete(new String(frame, Long.BYTES, frame.length - Long.BYTES, StandardCharsets.UTF_8));
					}
					flush();
				}
			}
			catch (IOException ex) {
				// The end of the worker: what is pending stays so, and the run times out.
			}
		}

	}

}
