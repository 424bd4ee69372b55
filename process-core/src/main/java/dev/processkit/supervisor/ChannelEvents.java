package dev.processkit.supervisor;

import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import dev.processkit.RemoteFailure;
import dev.processkit.WorkerActivity;
import dev.processkit.control.ActivityReport;
import dev.processkit.control.ControlChannel;
import org.jspecify.annotations.Nullable;

/**
 * What comes from a worker: answers go to its line on the reading thread, the rest to the
 * supervisor.
 */
final class ChannelEvents implements ControlChannel.Listener {

	private final RequestQueue queue;

	private final Consumer<String> onReady;

	private final Runnable onRunning;

	private final Consumer<String> onRetiring;

	private final Consumer<String> onClosed;

	private final CompletableFuture<WorkerLine> line = new CompletableFuture<>();

	private volatile @Nullable String workerFailure;

	private volatile boolean unreadable;

	ChannelEvents(RequestQueue queue, Consumer<String> onReady, Runnable onRunning, Consumer<String> onRetiring,
			Consumer<String> onClosed) {
		this.queue = queue;
		this.onReady = onReady;
		this.onRunning = onRunning;
		this.onRetiring = onRetiring;
		this.onClosed = onClosed;
	}

	/** The line can only be made once the channel is open: answers wait for it. */
	void connect(WorkerLine line) {
		this.line.complete(line);
	}

	/** What the worker as a whole failed of, if it said so. */
	@Nullable String workerFailure() {
		return this.workerFailure;
	}

	/** Whether the channel was closed because of what came. */
	boolean isUnreadable() {
		return this.unreadable;
	}

	@Override
	public void onReady() {
		this.line.join().open();
		this.onReady.accept("the worker says so");
	}

	@Override
	public void onReply(long id, byte @Nullable [] payload) {
		this.line.join().replied(id, payload);
	}

	@Override
	public void onFailure(long id, RemoteFailure failure) {
		String kind = failure.type();
		if (id == 0) {
			this.workerFailure = kind + ": " + failure.message();
			this.unreadable = kind.equals("bad-frame");
		}
		else if (kind.equals("stopped") || kind.equals("busy")) {
			this.queue.sendElsewhere(this.line.join(), id);
		}
		else {
			this.line.join().failed(id, failure);
		}
	}

	@Override
	public void onState(String state) {
		WorkerActivity activity = ActivityReport.read(state);
		if (activity != null) {
			this.line.join().doing(activity);
		}
		if (state.equals("stopping")) {
			this.queue.offline(this.line.join());
			this.line.join().stopping();
		}
		else if (state.equals("running")) {
			// What it gave back while it was paused may have come after it was resumed.
			this.onRunning.run();
		}
		else if (state.startsWith(ControlChannel.RETIRING)) {
			this.queue.offline(this.line.join());
			this.onRetiring.accept(state.substring(ControlChannel.RETIRING.length()));
		}
	}

	@Override
	public void onBatchEnd() {
		this.line.join().batchEnded();
		this.queue.drain();
	}

	@Override
	public void onClosed(String reason) {
		String why = (this.workerFailure != null) ? this.workerFailure : reason;
		WorkerLine closed = this.line.join();
		this.queue.offline(closed);
		this.queue.repeat(closed.ended(why));
		this.onClosed.accept(why);
	}

}
