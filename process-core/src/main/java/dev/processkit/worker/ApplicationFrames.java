package dev.processkit.worker;

import java.io.IOException;

import dev.processkit.control.BadFrameException;
import dev.processkit.control.Frame;
import dev.processkit.control.FrameReader;
import dev.processkit.control.WorkerCall;
import org.jspecify.annotations.Nullable;

/**
 * What the application says, after the configuration: the reading thread.
 */
final class ApplicationFrames implements Runnable {

	private final FrameReader frames;

	private final WorkerSession session;

	private final Inbox inbox;

	private final Outgoing outgoing;

	private volatile @Nullable Handling handling;

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
		handling.proceed();
	}

	@Override
	public void run() {
		try {
			do {
				readBatch();
			}
			while (this.frames.fill());
		}
		catch (IOException ex) {
			System.err.println(ex.getMessage());
		}
		catch (InterruptedException ex) {
			// Nobody may interrupt this thread. If it happens, the channel has no reader.
		}
		this.session.applicationGone();
	}

	private void readBatch() throws BadFrameException, InterruptedException {
		Frame frame = this.frames.next();
		while (frame != null) {
			accept(frame);
			frame = this.frames.next();
		}
		proceed();
		this.inbox.awaitRoom();
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
			case PAUSE -> pause(true, "paused");
			case RESUME -> pause(false, "running");
			default ->
				throw new BadFrameException("The stream from the application carries " + frame.type() + " out of turn");
		}
	}

	private void request(Request request) {
		if (this.inbox.add(request)) {
			return;
		}
		if (this.inbox.isClosed()) {
			this.outgoing.failure(request.id(), "stopped", "The worker is stopping");
		}
		else {
			this.outgoing.failure(request.id(), "busy", "The worker is paused and has enough messages waiting");
		}
		this.outgoing.flush();
	}

	private void cancel(long id) {
		if (this.inbox.cancel(id)) {
			this.outgoing.failure(id, "cancelled", "The request was cancelled before it was begun");
			this.outgoing.flush();
		}
	}

	private void pause(boolean paused, String state) {
		this.inbox.pause(paused);
		this.outgoing.state(state);
	}

	private void proceed() {
		Handling current = this.handling;
		if (current != null) {
			current.proceed();
		}
	}

}
