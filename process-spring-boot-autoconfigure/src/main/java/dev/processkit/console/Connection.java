package dev.processkit.console;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * One client: a thread that reads its lines and does what they ask for, one after the
 * other, and a thread that writes. So nobody waits for another client, whatever that one
 * asks, sends or does not read. The server looks at deadlines.
 */
final class Connection {

	private static final Log logger = LogFactory.getLog(Connection.class);

	private static final long OUTBOX = 1 << 20;

	private static final int CHUNK = 8192;

	private static final long PROOF = Duration.ofSeconds(10).toNanos();

	/** For the client to read its last words. */
	private static final long FAREWELL = Duration.ofSeconds(2).toNanos();

	private static final long LONGEST_WRITE = Duration.ofSeconds(30).toNanos();

	private final SocketChannel channel;

	private final ConsoleSettings settings;

	private final Outbox outbox = new Outbox(OUTBOX);

	private final Session session;

	private final Thread reader;

	private final Thread writer;

	private final long openedAt = System.nanoTime();

	private volatile long idleSince = this.openedAt;

	private volatile boolean busy;

	private volatile boolean read;

	/** When the write began that is going on, or when all was written. */
	private volatile long writingSince;

	private volatile Phase phase = Phase.WAITING;

	Connection(SocketChannel channel, String who, Console console, ConsoleSettings settings, String name) {
		this.channel = channel;
		this.settings = settings;
		this.session = new Session(who, console, this.outbox, new Credentials(settings.token()));
		this.reader = new Thread(this::read, name + "-reader");
		this.writer = new Thread(this::write, name + "-writer");
		this.reader.setDaemon(true);
		this.writer.setDaemon(true);
	}

	void start() {
		this.writer.start();
		this.reader.start();
	}

	private void read() {
		LineReader lines = new LineReader(this.channel, this.settings.maxRequestSize());
		try {
			serve(lines);
			this.outbox.end("");
			lines.drain();
		}
		catch (IOException ex) {
			logger.debug("A client is gone", ex);
		}
		catch (InterruptedException ex) {
			// The console closes, and has told the client so.
			Thread.currentThread().interrupt();
		}
		catch (RuntimeException | Error ex) {
			logger.error("Cannot go on serving " + this.session.who(), ex);
			end("The console failed; the log of the application says why");
		}
		finally {
			this.outbox.end("");
			this.read = true;
			closeIfDone();
		}
	}

	private void serve(LineReader lines) throws IOException, InterruptedException {
		try {
			boolean more = true;
			while (more) {
				String line = lines.next();
				if (line == null || this.outbox.hasEnded()) {
					return;
				}
				this.busy = true;
				more = this.session.handle(line);
				this.idleSince = System.nanoTime();
				this.busy = false;
			}
		}
		catch (LineReader.LineTooLongException ex) {
			this.session.refuseLongLine(ex.looksLikeJson(), this.settings.maxRequestSize());
		}
		finally {
			this.session.close();
		}
	}

	private void write() {
		try {
			byte[] next = this.outbox.take();
			while (next != null) {
				for (int from = 0; from < next.length; from += CHUNK) {
					write(ByteBuffer.wrap(next, from, Math.min(CHUNK, next.length - from)));
				}
				next = this.outbox.take();
			}
			this.channel.shutdownOutput();
			this.writingSince = System.nanoTime();
			this.phase = Phase.OVER;
			closeIfDone();
		}
		catch (IOException ex) {
			logger.debug("A client is gone", ex);
			abort();
		}
		catch (InterruptedException ex) {
			abort();
			Thread.currentThread().interrupt();
		}
	}

	private void write(ByteBuffer bytes) throws IOException {
		this.writingSince = System.nanoTime();
		this.phase = Phase.WRITING;
		while (bytes.hasRemaining()) {
			this.channel.write(bytes);
		}
		this.phase = Phase.WAITING;
	}

	private void closeIfDone() {
		if (this.read && this.phase == Phase.OVER) {
			abort();
		}
	}

	/**
	 * Look at the deadlines.
	 * @param now the time, as {@link System#nanoTime()}
	 */
	void check(long now) {
		switch (this.phase) {
			case WRITING -> abortIf(now - this.writingSince > LONGEST_WRITE, "reads nothing");
			case OVER -> abortIf(now - this.writingSince > FAREWELL, "does not hang up");
			case WAITING -> {
				abortIf(!this.session.isProved() && now - this.openedAt > PROOF, "does not prove itself");
				if (!this.busy && !this.session.follows()
						&& now - this.idleSince > this.settings.idleTimeout().toNanos()) {
					end("Nothing was asked for too long");
				}
			}
		}
	}

	private void abortIf(boolean late, String why) {
		if (late) {
			logger.debug(this.session.who() + " " + why + " and is disconnected");
			abort();
		}
	}

	/**
	 * Say good-bye.
	 * @param reason why, a sentence without its full stop
	 */
	void end(String reason) {
		this.outbox.end(this.session.lastWords(reason));
	}

	/** Close at once. */
	void abort() {
		this.outbox.end("");
		try {
			this.channel.close();
		}
		catch (IOException ex) {
			logger.debug("Cannot close a connection", ex);
		}
	}

	/** Give up what it asked for, and close. */
	void interrupt() {
		this.reader.interrupt();
		this.writer.interrupt();
		abort();
	}

	boolean isLive() {
		return this.reader.isAlive() || this.writer.isAlive();
	}

	/**
	 * Wait for its threads. Blocks.
	 * @param nanos how long at most
	 * @throws InterruptedException if interrupted
	 */
	void join(long nanos) throws InterruptedException {
		long end = System.nanoTime() + nanos;
		for (Thread thread : new Thread[] { this.reader, this.writer }) {
			thread.join(Math.max(1, (end - System.nanoTime()) / 1_000_000));
		}
	}

	/**
	 * What the writing thread does.
	 */
	private enum Phase {

		WAITING, WRITING, OVER

	}

}
