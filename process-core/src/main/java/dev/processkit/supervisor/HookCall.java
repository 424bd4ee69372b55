package dev.processkit.supervisor;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import dev.processkit.HookContext;
import org.jspecify.annotations.Nullable;

/**
 * One run of a hook that is code of the application. It has a thread to itself, so that
 * its time can end while it goes on.
 */
final class HookCall implements HookRun {

	private static final Logger LOGGER = System.getLogger(HookCall.class.getName());

	/** How long one that was interrupted is waited for. */
	private static final long LAST_WORDS_MILLIS = 1000;

	private final String bean;

	private final HookContext context;

	private final Duration timeout;

	private final HookCalls calls;

	/** What went wrong, if anything. */
	private final CompletableFuture<Optional<String>> outcome = new CompletableFuture<>();

	HookCall(String bean, HookContext context, Duration timeout, HookCalls calls) {
		this.bean = bean;
		this.context = context;
		this.timeout = timeout;
		this.calls = calls;
	}

	HookContext context() {
		return this.context;
	}

	/** Whether nobody waits for it any more; it may still run. */
	boolean isOver() {
		return this.outcome.isDone();
	}

	@Override
	public @Nullable String run() {
		if (this.calls.isStuck(this.context.instance(), this.context.moment())) {
			return told("was not called, since its last call still runs although it was interrupted");
		}
		Thread thread = DaemonThreads.named("process-hook-" + this.bean, this::call);
		this.calls.begin(this);
		try {
			thread.start();
			return this.outcome.get(Math.max(1, this.timeout.toMillis()), TimeUnit.MILLISECONDS)
				.map(this::told)
				.orElse(null);
		}
		catch (TimeoutException ex) {
			return told("took longer than %d ms".formatted(this.timeout.toMillis()));
		}
		catch (CancellationException | ExecutionException ex) {
			return told("was cancelled");
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return told("was interrupted");
		}
		finally {
			cancel();
			end(thread);
		}
	}

	/** Mostly it notices at once, so that what follows does not meet it. */
	private void end(Thread thread) {
		try {
			thread.interrupt();
			thread.join(LAST_WORDS_MILLIS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		if (!thread.isAlive()) {
			this.calls.returned(this);
		}
	}

	/** On a thread of its own. */
	private void call() {
		Optional<String> failure = isOver() ? Optional.empty() : attempt();
		this.calls.returned(this);
		this.outcome.complete(failure);
	}

	private Optional<String> attempt() {
		try {
			this.calls.find(this.bean).run(this.context);
			return Optional.empty();
		}
		catch (Exception | Error ex) {
			return Optional.of("threw " + describe(ex));
		}
	}

	@Override
	public void cancel() {
		this.outcome.cancel(false);
	}

	private String told(String what) {
		return "hook '%s' (bean '%s') %s".formatted(this.context.moment(), this.bean, what);
	}

	/** What is thrown is code of the application when it is asked. */
	private String describe(Throwable thrown) {
		try {
			LOGGER.log(Level.DEBUG, told("has failed"), thrown);
			return thrown.toString();
		}
		catch (RuntimeException | Error ex) {
			return thrown.getClass().getName();
		}
	}

}
