package dev.processkit.integration;

import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.jspecify.annotations.Nullable;

/**
 * The one thread of an endpoint: waits for sockets, for tasks and for the nearest
 * deadline, and for nothing else. Methods belong to this thread unless they say
 * otherwise.
 */
final class EventLoop {

	private static final Log logger = LogFactory.getLog(EventLoop.class);

	private final Selector selector;

	private final Runnable afterRound;

	private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();

	private final Set<Member> members = new LinkedHashSet<>();

	private final byte[] readBuffer = new byte[Inbox.READ_BUFFER];

	private final BatchBuffers batchBuffers = new BatchBuffers();

	private final CountDownLatch ended = new CountDownLatch(1);

	private volatile @Nullable Thread thread;

	private @Nullable Long nearest;

	private @Nullable Long end;

	/**
	 * Create a loop.
	 * @param afterRound called after the ready sockets of a round were served
	 * @throws IOException if the operating system has no descriptors left
	 */
	EventLoop(Runnable afterRound) throws IOException {
		this.selector = Selector.open();
		this.afterRound = afterRound;
	}

	/** Serve until {@link #endBy} ends it; whatever is left then is closed. */
	void run() {
		this.thread = Thread.currentThread();
		try {
			while (!isOver()) {
				round();
			}
		}
		catch (IOException ex) {
			logger.error("The event loop cannot go on", ex);
		}
		finally {
			close();
		}
	}

	private void round() throws IOException {
		if (this.tasks.isEmpty()) {
			this.selector.select(EventLoop::serve, timeout());
		}
		else {
			this.selector.selectNow(EventLoop::serve);
		}
		// A handler may leave the flag set; the selector would spin, and channels close.
		Thread.interrupted();
		runTasks();
		guarded(this.afterRound);
		if (this.nearest != null && this.nearest - System.nanoTime() <= 0) {
			// Nobody is silent whose words lie there, should this thread have been kept
			// from them.
			this.selector.selectNow(EventLoop::serve);
			expire();
		}
	}

	private long timeout() {
		Long wake = (this.end != null && (this.nearest == null || this.end - this.nearest < 0)) ? this.end
				: this.nearest;
		return (wake != null) ? Math.max(1, TimeUnit.NANOSECONDS.toMillis(wake - System.nanoTime()) + 1) : 0;
	}

	private static void serve(SelectionKey key) {
		guarded(((Selected) key.attachment())::selected);
	}

	/** Those they add wait for the next round: sockets and deadlines have their turn. */
	private void runTasks() {
		int waiting = this.tasks.size();
		for (Runnable task; waiting > 0 && (task = this.tasks.poll()) != null; waiting--) {
			guarded(task);
		}
	}

	private static void guarded(Runnable task) {
		try {
			task.run();
		}
		catch (RuntimeException | Error ex) {
			logger.error("Unexpected failure in the event loop", ex);
		}
	}

	private void expire() {
		this.nearest = null;
		long now = System.nanoTime();
		for (Member member : List.copyOf(this.members)) {
			Long deadline = member.deadline(now);
			if (deadline != null && deadline - now <= 0) {
				guarded(member::expired);
				deadline = this.members.contains(member) ? member.deadline(now) : null;
			}
			if (deadline != null) {
				wakeAt(deadline);
			}
		}
	}

	/**
	 * Make sure that deadlines are looked at.
	 * @param deadline when, as {@link System#nanoTime()}
	 */
	void wakeAt(long deadline) {
		if (this.nearest == null || deadline - this.nearest < 0) {
			this.nearest = deadline;
		}
	}

	/**
	 * Watch a channel and a deadline.
	 * @param channel the channel, in non-blocking mode
	 * @param operations as {@link SelectionKey}
	 * @param member what is called
	 * @param <T> both kinds of watcher
	 * @return the key
	 * @throws IOException if the channel is closed
	 */
	<T extends Selected & Member> SelectionKey register(SelectableChannel channel, int operations, T member)
			throws IOException {
		SelectionKey key = channel.register(this.selector, operations, member);
		this.members.add(member);
		Long deadline = member.deadline(System.nanoTime());
		if (deadline != null) {
			wakeAt(deadline);
		}
		return key;
	}

	/**
	 * Let go of channels that were closed: the selector holds on to them until it
	 * selects. Not to be called while it does.
	 */
	void releaseClosed() {
		try {
			this.selector.selectNow(EventLoop::serve);
		}
		catch (IOException ex) {
			logger.warn("The selector cannot select", ex);
		}
	}

	void remove(Member member) {
		this.members.remove(member);
	}

	/**
	 * Forget a member and close its channel.
	 * @param member the member
	 * @param channel its channel
	 */
	void remove(Member member, SocketChannel channel) {
		remove(member);
		try {
			channel.close();
		}
		catch (IOException ex) {
			logger.debug("Cannot close " + channel, ex);
		}
	}

	/**
	 * Take nothing new, and end as soon as nobody is left, or at a deadline. Those who
	 * came first are told first, so no client sees its end before the door is shut.
	 * @param deadline as {@link System#nanoTime()}
	 */
	void endBy(long deadline) {
		this.end = deadline;
		List.copyOf(this.members).forEach((member) -> guarded(member::quiesce));
	}

	private boolean isOver() {
		return this.end != null && (this.members.isEmpty() || this.end - System.nanoTime() <= 0);
	}

	/**
	 * Run a task on the loop: at once when called on it, soon when not, never when it has
	 * ended. Thread-safe.
	 * @param task what to run
	 */
	void execute(Runnable task) {
		if (isOwnThread()) {
			task.run();
		}
		else {
			later(task);
		}
	}

	/**
	 * Run a task on the loop in a later turn. Thread-safe.
	 * @param task what to run
	 */
	void later(Runnable task) {
		this.tasks.add(task);
		if (!isOwnThread()) {
			this.selector.wakeup();
		}
	}

	/**
	 * Whether the caller is the loop. Thread-safe.
	 * @return whether it is
	 */
	boolean isOwnThread() {
		return Thread.currentThread() == this.thread;
	}

	/**
	 * Wait until it has ended. Blocks; thread-safe.
	 * @param timeout how long at most
	 * @return whether it has
	 * @throws InterruptedException if interrupted
	 */
	boolean awaitEnd(Duration timeout) throws InterruptedException {
		return this.ended.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
	}

	/**
	 * Whether it has ended. Thread-safe.
	 * @return whether it has
	 */
	boolean hasEnded() {
		return this.ended.getCount() == 0;
	}

	/** Release everything: at the end of the loop, or instead of running it. */
	void close() {
		runTasks();
		List.copyOf(this.members).forEach((member) -> guarded(member::abort));
		try {
			this.selector.close();
		}
		catch (IOException ex) {
			logger.warn("The selector cannot be closed", ex);
		}
		this.thread = null;
		this.ended.countDown();
	}

	byte[] readBuffer() {
		return this.readBuffer;
	}

	BatchBuffers batchBuffers() {
		return this.batchBuffers;
	}

	/**
	 * What a ready channel calls.
	 */
	interface Selected {

		void selected();

	}

	/**
	 * What lives on the loop: has a deadline, and ends with it.
	 */
	interface Member {

		/**
		 * When to call {@link #expired()}.
		 * @param now the time, as {@link System#nanoTime()}
		 * @return the deadline, or {@code null} for none
		 */
		@Nullable Long deadline(long now);

		void expired();

		/** Take nothing new, and leave the loop when all that is owed is paid. */
		void quiesce();

		/** Leave the loop now. */
		void abort();

	}

}
