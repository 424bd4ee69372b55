package dev.processkit.autoconfigure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Looks out for files that change and times that come, for all who ask, on one thread
 * that exists only while somebody does. Thread-safe.
 */
final class Lookout implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(Lookout.class);

	/** So that a clock that was set is noticed. */
	private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

	private final InstantSource clock;

	private final Map<String, Sentry> sentries = new HashMap<>();

	private @Nullable WatchService files;

	private @Nullable Thread thread;

	private boolean closed;

	Lookout(InstantSource clock) {
		this.clock = clock;
	}

	/**
	 * Look out for something more, or for something else.
	 * @param name whose it is
	 * @param sentry what to look out for
	 */
	synchronized void post(String name, Sentry sentry) {
		this.sentries.put(name, sentry);
		refresh();
	}

	/** Look out for it no longer. */
	synchronized void withdraw(String name) {
		if (this.sentries.remove(name) != null) {
			refresh();
		}
	}

	/** Find out again which directories matter. */
	synchronized void refresh() {
		WatchService former = this.files;
		try {
			boolean needed = !this.sentries.isEmpty() && !this.closed;
			this.files = needed ? FileSystems.getDefault().newWatchService() : null;
			if (needed && this.thread == null) {
				this.thread = new Thread(this::run, "process-lookout");
				this.thread.setDaemon(true);
				this.thread.start();
			}
			if (former != null) {
				// Whoever waits for it goes on with the next one.
				former.close();
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void run() {
		WatchService known = null;
		for (WatchService current = current(); current != null; current = current()) {
			try {
				if (current != known) {
					register(current);
					known = current;
				}
				Map<Path, Set<String>> touched = await(current);
				Instant now = this.clock.instant();
				if (!touched.isEmpty()) {
					all().forEach((sentry) -> touched.forEach((path, names) -> sentry.touched(path, names, now)));
					register(current);
				}
				all().forEach((sentry) -> call(sentry, now));
			}
			catch (ClosedWatchServiceException ex) {
				logger.debug("Looking out for something else now");
			}
			catch (InterruptedException ex) {
				return;
			}
		}
	}

	private synchronized @Nullable WatchService current() {
		if (this.files == null) {
			// The next who asks gets another thread.
			this.thread = null;
		}
		return this.files;
	}

	private synchronized List<Sentry> all() {
		return List.copyOf(this.sentries.values());
	}

	private void register(WatchService service) {
		for (Sentry sentry : all()) {
			for (Path directory : sentry.directories()) {
				try {
					directory.register(service, StandardWatchEventKinds.ENTRY_CREATE,
							StandardWatchEventKinds.ENTRY_MODIFY, StandardWatchEventKinds.ENTRY_DELETE);
				}
				catch (IOException ex) {
					logger.warn("Cannot watch " + directory + ": " + ex);
				}
			}
			// What came before the directory was watched.
			sentry.touched(null, Set.of(), this.clock.instant());
		}
	}

	private Map<Path, Set<String>> await(WatchService service) throws InterruptedException {
		Map<Path, Set<String>> touched = new HashMap<>();
		WatchKey key = service.poll(wait(this.clock.instant()).toMillis() + 1, TimeUnit.MILLISECONDS);
		while (key != null) {
			Set<String> names = touched.computeIfAbsent((Path) key.watchable(), (path) -> new HashSet<>());
			for (WatchEvent<?> event : key.pollEvents()) {
				names.add(String.valueOf(event.context()));
			}
			key.reset();
			key = service.poll();
		}
		return touched;
	}

	private Duration wait(Instant now) {
		Duration wait = LONGEST_WAIT;
		for (Sentry sentry : all()) {
			Instant due = sentry.due();
			if (due != null && Duration.between(now, due).compareTo(wait) < 0) {
				wait = Duration.between(now, due);
			}
		}
		return wait.isNegative() ? Duration.ZERO : wait;
	}

	private void call(Sentry sentry, Instant now) {
		Instant due = sentry.due();
		if (due != null && !due.isAfter(now)) {
			try {
				sentry.call(now);
			}
			catch (RuntimeException ex) {
				logger.error("What was to be done at " + due + " has failed", ex);
			}
		}
	}

	@Override
	public synchronized void close() {
		this.closed = true;
		refresh();
	}

	/**
	 * What is looked out for. Used by one thread.
	 */
	interface Sentry {

		/** The directories to watch; they exist. */
		Set<Path> directories();

		/**
		 * Something has happened in a directory.
		 * @param directory the directory; {@code null} when nobody knows
		 * @param names what of it; "null" when that is not known
		 * @param now the time
		 */
		void touched(@Nullable Path directory, Set<String> names, Instant now);

		/** When it has to be called; {@code null} for not by itself. */
		@Nullable Instant due();

		/** The time has come. Must not block. */
		void call(Instant now);

	}

}
