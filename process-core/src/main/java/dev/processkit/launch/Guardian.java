package dev.processkit.launch;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * The application's end of the guardian, a small shell that sends signals for us and that
 * cleans up when the application is gone; see {@code guardian.sh}. Started with the first
 * launch, replaced when it dies. Thread-safe.
 */
final class Guardian {

	private static final System.Logger LOGGER = System.getLogger(Guardian.class.getName());

	/** A shell that dies sooner than this would only die again. */
	private static final long SHORT_LIFE_NANOS = TimeUnit.SECONDS.toNanos(1);

	/**
	 * An answer takes well under a millisecond; this is for a shell that is suspended. It
	 * is no sign of that when a busy machine lets it wait for some seconds.
	 */
	private static final long ANSWER_SECONDS = 10;

	private final Starter starter;

	private final Set<String> targets = new LinkedHashSet<>();

	private @Nullable Shell shell;

	private boolean closed;

	Guardian(Starter starter) {
		this.starter = starter;
	}

	/** The text for {@code sh -c}. */
	static String script() {
		return Scripts.text("guardian.sh");
	}

	/**
	 * Start the shell unless it runs.
	 * @throws IOException if it cannot be started
	 */
	synchronized void ensureStarted() throws IOException {
		running();
	}

	/**
	 * Have a target ended when the application is gone.
	 * @param target {@code -pgid} or a pid
	 */
	synchronized void watch(String target) {
		this.targets.add(target);
		send("+ " + target, null);
	}

	/**
	 * Undo {@link #watch}.
	 * @param target the target
	 */
	synchronized void forget(String target) {
		if (this.targets.remove(target)) {
			send("- " + target, null);
		}
	}

	/**
	 * Send a signal.
	 * @param signal the name, or 0 to send none
	 * @param target {@code -pgid} or a pid
	 * @return whether somebody was there, zombies included; {@code false} too when there
	 * is no guardian to ask
	 */
	CompletableFuture<Boolean> signal(String signal, String target) {
		return ask("s " + signal + " " + target);
	}

	/**
	 * Give the space of the beginning of a file back to the file system, where it can do
	 * that; the length of the file stays. Does not wait for it.
	 * @param file the file
	 * @param length the number of bytes
	 */
	void discard(Path file, long length) {
		ask("d " + length + " " + file);
	}

	/**
	 * Ask and wait for the answer. A guardian that does not answer is replaced and asked
	 * once more.
	 * @param commands makes the command, a new one for each time it is asked: what was
	 * not answered may have been done
	 * @return the answer
	 */
	boolean askAndWait(Supplier<String> commands) {
		for (int attempt = 0; attempt < 2; attempt++) {
			Shell asked = currentShell();
			try {
				return ask(commands.get()).get(ANSWER_SECONDS, TimeUnit.SECONDS);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				return false;
			}
			catch (ExecutionException | TimeoutException ex) {
				LOGGER.log(System.Logger.Level.WARNING, "The guardian did not answer; it is replaced", ex);
				if (asked != null) {
					asked.destroy();
				}
			}
		}
		return false;
	}

	/**
	 * Let go of the shell.
	 * @param cleanUp whether it has to end what it watches, as if we were gone
	 */
	synchronized void leave(boolean cleanUp) {
		if (!cleanUp && this.shell != null && this.shell.alive) {
			send("q", null);
		}
		this.closed = true;
		if (this.shell != null) {
			this.shell.hangUp();
		}
	}

	private synchronized @Nullable Shell currentShell() {
		return this.shell;
	}

	private CompletableFuture<Boolean> ask(String command) {
		CompletableFuture<Boolean> answer = new CompletableFuture<>();
		synchronized (this) {
			send(command, answer);
		}
		return answer;
	}

	private void send(String command, @Nullable CompletableFuture<Boolean> answer) {
		for (int attempt = 0; attempt < 2; attempt++) {
			try {
				Shell current = running();
				if (current != null) {
					current.ask(command, answer);
					return;
				}
			}
			catch (IOException ex) {
				LOGGER.log(System.Logger.Level.WARNING, "The guardian cannot be reached", ex);
				this.shell = null;
			}
		}
		if (answer != null) {
			answer.complete(false);
		}
	}

	private @Nullable Shell running() throws IOException {
		if (this.closed) {
			return null;
		}
		Shell current = this.shell;
		if (current != null && current.alive) {
			return current;
		}
		Shell started = new Shell(this.starter.start());
		this.shell = started;
		for (String target : this.targets) {
			started.ask("+ " + target, null);
		}
		return started;
	}

	private synchronized void ended(Shell ended) {
		boolean shortLived = System.nanoTime() - ended.startedNanos < SHORT_LIFE_NANOS;
		if (!this.closed && this.shell == ended && !shortLived) {
			try {
				running();
			}
			catch (IOException ex) {
				LOGGER.log(System.Logger.Level.WARNING, "The guardian has ended and cannot be replaced yet", ex);
			}
		}
	}

	/**
	 * Starts the shell with pipes to its standard input and output.
	 */
	@FunctionalInterface
	interface Starter {

		Process start() throws IOException;

	}

	/**
	 * One life of the shell. Its writer is used under the guardian's lock; answers come
	 * in the order of the questions.
	 */
	private final class Shell {

		private final Process process;

		private final OutputStream out;

		private final Queue<CompletableFuture<Boolean>> answers = new ConcurrentLinkedQueue<>();

		private final long startedNanos = System.nanoTime();

		private volatile boolean alive = true;

		Shell(Process process) {
			this.process = process;
			this.out = process.getOutputStream();
			Thread reader = new Thread(null, this::read, "process-guardian", 128 * 1024);
			reader.setDaemon(true);
			reader.start();
		}

		void ask(String command, @Nullable CompletableFuture<Boolean> answer) throws IOException {
			if (answer != null) {
				this.answers.add(answer);
			}
			this.out.write((command + "\n").getBytes(StandardCharsets.UTF_8));
			this.out.flush();
		}

		void destroy() {
			this.alive = false;
			this.process.toHandle().destroyForcibly();
		}

		void hangUp() {
			try {
				this.out.close();
			}
			catch (IOException ex) {
				LOGGER.log(System.Logger.Level.DEBUG, "The guardian was gone already", ex);
			}
		}

		private void read() {
			try (BufferedReader in = new BufferedReader(
					new InputStreamReader(this.process.getInputStream(), StandardCharsets.UTF_8), 256)) {
				String line;
				while ((line = in.readLine()) != null) {
					CompletableFuture<Boolean> answer = this.answers.poll();
					if (answer != null) {
						answer.complete(line.equals("1"));
					}
				}
			}
			catch (IOException ex) {
				LOGGER.log(System.Logger.Level.DEBUG, "The guardian has ended", ex);
			}
			this.alive = false;
			CompletableFuture<Boolean> orphan;
			while ((orphan = this.answers.poll()) != null) {
				orphan.completeExceptionally(new IOException("The guardian has ended"));
			}
			ended(this);
		}

	}

}
