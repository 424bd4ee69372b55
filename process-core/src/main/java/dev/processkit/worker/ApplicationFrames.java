package dev.processkit.worker;

import java.io.IOException;

import dev.processkit.control.ActivityReport;
import dev.processkit.control.BadFrameException;
import dev.processkit.control.Frame;
import dev.processkit.control.FrameReader;
import dev.processkit.control.WorkerCall;
import org.jspecify.annotations.Nullable;

/**
 * What the application says, after the configuration. Read by the thread that has the
 * {@link Lead}; this is the one that has it first and is a deputy later.
 */
final class ApplicationFrames implements Runnable {

	private FrameReader frames;

	private final WorkerSession session;

	private final Inbox inbox;

	private final Outgoing outgoing;

	private volatile @Nullable Handling handling;

	private volatile @Nullable SafePoint safePoint;

	ApplicationFrames(FrameReader frames, WorkerSession session, Inbox inbox, Outgoing outgoing) {
		this.frames = frames;
		this.session = session;
		this.inbox = inbox;
		this.outgoing = outgoing;
	}

	/**
	 * Have messages handled, also those that have come already.
	 * @param handling how
	 */
	void handle(Handling handling) {
		this.handling = handling;
		handling.begin();
	}

	/**
	 * Have a worker that works in rounds do what is asked of it between two of them.
	 * @param safePoint where it does so
	 */
	void heedAt(SafePoint safePoint) {
		this.inbox.keepActionsApart();
		this.safePoint = safePoint;
	}

	@Override
	public void run() {
		try {
			do {
				readBatch();
			}
			while (fill());
		}
		catch (IOException ex) {
			System.err.println(ex.getMessage());
		}
		catch (InterruptedException ex) {
			// Nobody may interrupt this thread. If it happens, the channel has no reader.
		}
		ended();
	}

	private void readBatch() throws BadFrameException, InterruptedException {
		Handling current;
		do {
			while (acceptNext()) {
				continue;
			}
			current = this.handling;
		}
		while (current != null && current.proceed());
		this.inbox.awaitRoom();
	}

	/**
	 * Wait for bytes, those of the next application if need be.
	 * @return {@code false} if none will come
	 * @throws IOException if they cannot be read
	 */
	boolean fill() throws IOException {
		if (fillFrames()) {
			return true;
		}
		FrameReader next = this.session.awaitApplication();
		if (next == null) {
			return false;
		}
		this.frames = next;
		// Whether it is paused is what an application wants, and this one says nothing.
		pause(false);
		return true;
	}

	private boolean fillFrames() throws IOException {
		try {
			return this.frames.fill();
		}
		catch (IOException ex) {
			if (this.session.isDaemon()) {
				// Half a frame, or none: that application is gone either way.
				return false;
			}
			throw ex;
		}
	}

	/**
	 * Take in a frame that is there.
	 * @return {@code false} if there is none
	 * @throws BadFrameException if it is none
	 */
	boolean acceptNext() throws BadFrameException {
		Frame frame = this.frames.next();
		if (frame == null) {
			return false;
		}
		accept(frame);
		return true;
	}

	/** The application has said its last. */
	void ended() {
		this.session.applicationGone();
	}

	private void accept(Frame frame) throws BadFrameException {
		switch (frame.type()) {
			case REQUEST -> request(new Request(frame.id(), frame.body(), null));
			case CALL -> {
				WorkerCall call = frame.call();
				request(new Request(frame.id(), call.arguments(), call));
			}
			case CANCEL -> cancel(frame.id());
			case STOP -> this.session.stop();
			case PAUSE -> pause(true);
			case RESUME -> pause(false);
			default ->
				throw new BadFrameException("The stream from the application carries " + frame.type() + " out of turn");
		}
	}

	private void request(Request request) {
		if (this.inbox.add(request)) {
			SafePoint point = this.safePoint;
			if (point != null && request.isAction()) {
				point.run();
			}
			return;
		}
		if (this.inbox.isClosed()) {
			this.outgoing.failure(request, "stopped", "The worker is stopping");
		}
		else {
			this.outgoing.failure(request, "busy", "The worker is paused and has enough messages waiting");
		}
		this.outgoing.flush();
	}

	private void cancel(long id) {
		Request request = this.inbox.cancel(id);
		if (request != null) {
			this.outgoing.failure(request, "cancelled", "The request was cancelled before it was begun");
			this.outgoing.flush();
		}
	}

	/**
	 * One that works in rounds says itself when it has paused: when its loop has ended.
	 */
	private void pause(boolean paused) {
		this.inbox.pause(paused);
		SafePoint point = this.safePoint;
		if (point != null) {
			point.run();
		}
		if (!paused || point == null) {
			this.outgoing.state(paused ? ActivityReport.PAUSED : ActivityReport.RUNNING);
		}
	}

}
