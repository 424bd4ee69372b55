package dev.processkit.job;

import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import dev.processkit.ProcessEvent;
import dev.processkit.ProcessEventListener;
import org.jspecify.annotations.Nullable;

/**
 * Brings news of processes to the jobs that wait for them: to each what happens to its
 * own, and to one of those that found no room that there is some. To be registered as a
 * listener of the supervisor. Thread-safe.
 *
 * @since 0.1
 */
public final class JobWatch implements ProcessEventListener {

	private final Map<String, Consumer<ProcessEvent>> watched = new ConcurrentHashMap<>();

	private final Queue<Runnable> waiting = new ArrayDeque<>();

	/** How often a process has made room. */
	private long freed;

	@Override
	public void onEvent(ProcessEvent event) {
		Consumer<ProcessEvent> own = this.watched.get(event.instance().process());
		if (own != null) {
			own.accept(event);
		}
		if (event instanceof ProcessEvent.StateChanged change && change.from().holdsSlot()
				&& !change.to().holdsSlot()) {
			Runnable next = free();
			if (next != null) {
				next.run();
			}
		}
	}

	private synchronized @Nullable Runnable free() {
		this.freed++;
		return this.waiting.poll();
	}

	void watch(String process, Consumer<ProcessEvent> consumer) {
		this.watched.put(process, consumer);
	}

	void forget(String process) {
		this.watched.remove(process);
	}

	/**
	 * Tell times apart.
	 * @return how often a process has made room so far
	 */
	synchronized long freed() {
		return this.freed;
	}

	/**
	 * Wait for room.
	 * @param since {@link #freed()} before it was found that there is none
	 * @param attempt tries again; run at once if there was room meanwhile
	 */
	void whenFreed(long since, Runnable attempt) {
		synchronized (this) {
			if (this.freed == since) {
				this.waiting.add(attempt);
				return;
			}
		}
		attempt.run();
	}

	/**
	 * Wait no more.
	 * @param attempt what was to be tried
	 * @return whether it waited
	 */
	synchronized boolean giveUp(Runnable attempt) {
		return this.waiting.remove(attempt);
	}

}
