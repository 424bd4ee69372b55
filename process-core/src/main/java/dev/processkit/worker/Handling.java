package dev.processkit.worker;

import java.io.IOException;
import java.util.concurrent.Executor;

import org.jspecify.annotations.Nullable;

/**
 * How messages get from the inbox to the handler: one after the other on one thread,
 * {@code messages}, which is started for the first one and reads as well whenever it can;
 * or, where there are virtual threads, each that may not be quick on one of those. The
 * answers to a burst leave together.
 */
final class Handling implements Runnable {

	/** How long an answer may wait for the next one to leave with it. */
	private static final long LINGER_NANOS = Pace.QUICK_NANOS;

	private final Inbox inbox;

	private final Responder responder;

	private final Outgoing outgoing;

	private final ApplicationFrames frames;

	private final @Nullable Executor virtual;

	private final Thread thread = new Thread(this, "messages");

	private final Lead lead;

	private boolean started;

	/** For whoever has the lead. */
	private final Pace pace = new Pace();

	/** For the messages thread: the time. */
	private long now;

	/** For the messages thread: how long the last handler took. */
	private long took;

	/** For the messages thread: since when answers linger. */
	private long lingering;

	/**
	 * Create a handling.
	 * @param virtual runs messages at the same time; {@code null} for one after the other
	 * @param inbox where messages wait
	 * @param responder answers them
	 * @param outgoing where the answers go
	 * @param frames what is read
	 * @param reader the thread that reads
	 */
	Handling(@Nullable Executor virtual, Inbox inbox, Responder responder, Outgoing outgoing, ApplicationFrames frames,
			Thread reader) {
		this.virtual = virtual;
		this.inbox = inbox;
		this.responder = responder;
		this.outgoing = outgoing;
		this.frames = frames;
		this.lead = new Lead(this.thread, reader);
		this.thread.setDaemon(true);
	}

	/** See to messages that came too early. On any thread. */
	void begin() {
		if (this.inbox.isReady()) {
			start();
		}
		if (this.virtual != null) {
			handOver(this.virtual);
		}
	}

	/**
	 * Messages have come, or may be handled again. On the thread that reads while the
	 * other one does not; does not wait for them to be handled. If that one can, it
	 * handles them and reads on, until it is stuck.
	 * @return whether it has read, so that there may be frames again
	 */
	boolean proceed() {
		while (this.inbox.isReady()) {
			start();
			if ((this.virtual == null || this.pace.isQuick()) && this.lead.give()) {
				this.lead.watch();
				this.pace.stuck();
				// Answers that waited for the one that takes so long.
				this.outgoing.flush();
				return true;
			}
			if (this.virtual == null) {
				return false;
			}
			this.pace.count();
			handOver(this.virtual);
		}
		return false;
	}

	private synchronized void start() {
		if (!this.started) {
			this.started = true;
			this.thread.start();
		}
	}

	private void handOver(Executor executor) {
		Request request = this.inbox.poll();
		while (request != null) {
			handOver(executor, request);
			request = this.inbox.poll();
		}
	}

	private void handOver(Executor executor, Request request) {
		executor.execute(new Task(request));
	}

	/** The messages thread. */
	@Override
	public void run() {
		try {
			do {
				follow();
			}
			while (lead());
		}
		catch (IOException ex) {
			System.err.println(ex.getMessage());
		}
		this.frames.ended();
	}

	/** Handle what there is and wait for the lead. */
	private void follow() {
		do {
			Request request = (this.virtual == null) ? this.inbox.poll() : null;
			while (request != null) {
				handle(request);
				request = this.inbox.poll();
			}
			this.outgoing.flush();
			this.lead.offer();
		}
		while (this.virtual == null && this.inbox.isReady() && this.lead.withdraw());
		this.lead.await();
	}

	/**
	 * Read and handle.
	 * @return {@code false} at the end of the stream; {@code true} if the lead was taken
	 */
	private boolean lead() throws IOException {
		do {
			long begun = System.nanoTime();
			this.now = begun;
			this.lingering = begun;
			do {
				if (!handleAll(begun)) {
					return true;
				}
			}
			while (this.frames.acceptNext());
			this.lead.begin();
			this.outgoing.flush();
			if (!this.lead.end()) {
				return true;
			}
			awaitRoom();
		}
		while (this.frames.fill());
		return false;
	}

	private boolean handleAll(long begun) {
		Request request = this.inbox.poll();
		while (request != null) {
			this.pace.count();
			if (this.virtual != null && !mayHandle(begun)) {
				handOver(this.virtual, request);
			}
			else {
				long before = this.now;
				this.lead.begin();
				handle(request);
				if (!this.lead.end()) {
					return false;
				}
				this.took = this.now - before;
				if (this.took > Pace.QUICK_NANOS) {
					this.pace.slow();
				}
			}
			request = this.inbox.poll();
		}
		return true;
	}

	/** In a burst only what is very quick: other processors may have nothing to do. */
	private boolean mayHandle(long begun) {
		boolean first = this.now == begun;
		return this.pace.isQuick() && (first || this.took < Pace.BURST_NANOS && this.now - begun < Pace.QUICK_NANOS);
	}

	private void awaitRoom() {
		try {
			this.inbox.awaitRoom();
		}
		catch (InterruptedException ex) {
			// Left over from a handler that gave its thread away. More room than needed
			// is no harm.
		}
	}

	private void handle(Request request) {
		try {
			this.responder.respond(request);
		}
		finally {
			this.inbox.done(request);
		}
		this.now = System.nanoTime();
		if (this.now - this.lingering > LINGER_NANOS) {
			this.outgoing.flush();
			this.lingering = this.now;
		}
	}

	/**
	 * One message on a thread of its own.
	 */
	private final class Task implements Runnable {

		private final Request request;

		Task(Request request) {
			this.request = request;
		}

		@Override
		public void run() {
			long begun = System.nanoTime();
			try {
				Handling.this.responder.respond(this.request);
			}
			finally {
				Handling.this.inbox.done(this.request);
			}
			if (System.nanoTime() - begun < LINGER_NANOS) {
				// Behind the messages that came with this one, so that one write serves
				// all.
				Thread.yield();
			}
			Handling.this.outgoing.flush();
		}

	}

}
