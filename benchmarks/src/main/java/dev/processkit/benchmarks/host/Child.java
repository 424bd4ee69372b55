package dev.processkit.benchmarks.host;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import dev.processkit.benchmarks.load.WrongReplyException;

/**
 * A program that takes lines on its standard input, prints lines on its standard output
 * and ends when its input does. Belongs to one thread.
 *
 * @since 0.1
 */
public final class Child implements AutoCloseable {

	private static final String GONE = "\0";

	private static final String WRONG = "wrong ";

	private static final Duration LIMIT = Duration.ofSeconds(90);

	private static final long END_SECONDS = 10;

	private final Process process;

	private final Path errors;

	private final Consumer<Process> ended;

	private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

	Child(Process process, Path errors, Consumer<Process> ended) {
		this.process = process;
		this.errors = errors;
		this.ended = ended;
		Thread reader = new Thread(this::read, "child-" + process.pid());
		reader.setDaemon(true);
		reader.start();
	}

	private void read() {
		try (BufferedReader reader = this.process.inputReader(StandardCharsets.UTF_8)) {
			reader.lines().forEach(this.lines::add);
		}
		catch (IOException | UncheckedIOException ex) {
			// Its end, told below.
		}
		this.lines.add(GONE);
	}

	/**
	 * Its pid.
	 * @return the pid
	 */
	public long pid() {
		return this.process.pid();
	}

	/**
	 * Wait for a line.
	 * @param prefix how it begins; other lines are left out
	 * @return what follows the prefix
	 * @throws IOException if it ends, or takes too long
	 * @throws InterruptedException if interrupted
	 * @throws WrongReplyException if it says so, with {@code wrong} and a reason
	 */
	public String await(String prefix) throws IOException, InterruptedException {
		long deadline = System.nanoTime() + LIMIT.toNanos();
		while (true) {
			String line = this.lines.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
			if (line == null) {
				throw new IOException("no '" + prefix + "' within " + LIMIT.toSeconds() + " s" + lastError());
			}
			if (line.equals(GONE)) {
				throw new IOException("it ended before '" + prefix + "'" + lastError());
			}
			if (line.startsWith(WRONG)) {
				throw new WrongReplyException(line.substring(WRONG.length()));
			}
			if (line.startsWith(prefix)) {
				return line.substring(prefix.length()).strip();
			}
		}
	}

	/**
	 * Send a line.
	 * @param line the line
	 * @throws IOException if it is gone
	 */
	public void send(String line) throws IOException {
		this.process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
		this.process.getOutputStream().flush();
	}

	private String lastError() throws IOException {
		List<String> text = Files.readAllLines(this.errors, StandardCharsets.ISO_8859_1);
		// The head of a Java stack trace says more than its end.
		return text.stream()
			.filter((line) -> !line.startsWith("\tat "))
			.reduce((first, second) -> second)
			.map((line) -> ": " + line)
			.orElse("");
	}

	/** Close its input and wait for its end; kill it when that takes too long. */
	@Override
	public void close() {
		try {
			this.process.getOutputStream().close();
			if (this.process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
				this.ended.accept(this.process);
				return;
			}
		}
		catch (IOException ex) {
			// It is gone or does not listen; either way it is killed.
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		this.process.destroyForcibly().onExit().join();
		this.ended.accept(this.process);
	}

}
