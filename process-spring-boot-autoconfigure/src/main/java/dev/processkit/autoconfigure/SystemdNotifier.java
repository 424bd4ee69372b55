package dev.processkit.autoconfigure;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import dev.processkit.ProcessEvent;
import dev.processkit.supervisor.Supervisor;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationContext;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;

/**
 * Tells systemd how the application is, as sd_notify(3) describes: that it is ready, what
 * its processes are doing, that it stops, and, as long as the supervisor answers, that it
 * is alive. On a thread of its own.
 */
final class SystemdNotifier implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(SystemdNotifier.class);

	/** When to say again what systemd did not take. */
	private static final Duration AGAIN = Duration.ofSeconds(10);

	private final ApplicationContext context;

	private final Supervisor supervisor;

	private final SystemdMessages messages;

	private final ServiceReadiness readiness;

	private final @Nullable Duration alive;

	private final ScheduledThreadPoolExecutor thread;

	/** Confined to the thread. */
	private boolean applicationReady;

	private boolean told;

	/**
	 * Whether a repetition is due: each change of state tries too, and needs no other.
	 */
	private boolean again;

	private boolean stopping;

	/**
	 * Create the notifier, and say from now on that the supervisor answers.
	 * @param context the application
	 * @param supervisor its supervisor
	 * @param messages the way to systemd
	 * @param readiness decides what is ready
	 * @param alive how often systemd has to hear of us; {@code null} if it does not watch
	 */
	SystemdNotifier(ApplicationContext context, Supervisor supervisor, SystemdMessages messages,
			ServiceReadiness readiness, @Nullable Duration alive) {
		this.context = context;
		this.supervisor = supervisor;
		this.messages = messages;
		this.readiness = readiness;
		this.alive = alive;
		this.thread = new ScheduledThreadPoolExecutor(1, (task) -> {
			Thread thread = new Thread(task, "process-systemd");
			thread.setDaemon(true);
			return thread;
		});
		this.thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
		this.thread.setContinueExistingPeriodicTasksAfterShutdownPolicy(false);
		if (alive != null) {
			// Half of the time, as sd_watchdog_enabled(3) advises.
			long nanos = alive.toNanos() / 2;
			this.thread.scheduleAtFixedRate(this::sayAlive, 0, nanos, TimeUnit.NANOSECONDS);
		}
	}

	@EventListener
	void onReady(ApplicationReadyEvent event) {
		if (event.getApplicationContext() == this.context) {
			execute(() -> {
				this.applicationReady = true;
				sayReady();
			});
		}
	}

	@EventListener
	void onProcess(ProcessEvent event) {
		if (event instanceof ProcessEvent.StateChanged) {
			// Not before it shows in the status.
			this.supervisor.decided().thenRun(() -> execute(this::sayReady)).exceptionally((closed) -> null);
		}
	}

	@EventListener
	void onClosed(ContextClosedEvent event) {
		if (event.getApplicationContext() == this.context) {
			execute(() -> {
				this.stopping = true;
				this.messages.send("STOPPING=1", "STATUS=stopping its processes");
			});
		}
	}

	private void sayReady() {
		if (this.applicationReady && !this.told && !this.stopping && this.readiness.isReady(this.supervisor.status())) {
			this.told = this.messages.send("READY=1", status());
			if (!this.told && !this.again && !this.thread.isShutdown()) {
				// It waits for this and then kills the application.
				this.again = true;
				this.thread.schedule(this::sayReadyAgain, AGAIN.toNanos(), TimeUnit.NANOSECONDS);
			}
		}
	}

	private void sayReadyAgain() {
		this.again = false;
		sayReady();
	}

	private void sayAlive() {
		if (this.alive == null || !supervisorAnswers(this.alive.dividedBy(4))) {
			return;
		}
		if (this.told && !this.stopping) {
			this.messages.send("WATCHDOG=1", status());
		}
		else {
			this.messages.send("WATCHDOG=1");
		}
	}

	/** What is closed does not hang. */
	private boolean supervisorAnswers(Duration patience) {
		try {
			this.supervisor.decided().get(patience.toNanos(), TimeUnit.NANOSECONDS);
			return true;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
		catch (ExecutionException ex) {
			return true;
		}
		catch (TimeoutException ex) {
			logger.error("The supervisor does not answer; the watchdog of systemd is not told that all is well");
			return false;
		}
	}

	private String status() {
		return "STATUS=" + this.readiness.summary(this.supervisor.status());
	}

	private void execute(Runnable task) {
		try {
			this.thread.execute(task);
		}
		catch (RejectedExecutionException ex) {
			logger.debug("Closed, systemd is not told any more", ex);
		}
	}

	/** What was to be said still is. */
	@Override
	public void close() {
		this.thread.shutdown();
		try {
			if (!this.thread.awaitTermination(SystemdMessages.LONGEST.toSeconds(), TimeUnit.SECONDS)) {
				this.thread.shutdownNow();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			this.thread.shutdownNow();
		}
	}

	/**
	 * Read how often systemd has to hear of this process.
	 * @param microseconds {@code WATCHDOG_USEC}
	 * @param watchedPid {@code WATCHDOG_PID}
	 * @param ownPid the pid of this process
	 * @return how often; {@code null} if not at all
	 */
	static @Nullable Duration watchdog(@Nullable String microseconds, @Nullable String watchedPid, String ownPid) {
		boolean other = watchedPid != null && !watchedPid.equals(ownPid);
		if (microseconds == null || other || !microseconds.matches("[1-9]\\d{0,15}")) {
			return null;
		}
		return Duration.ofNanos(Long.parseLong(microseconds) * 1000);
	}

}
