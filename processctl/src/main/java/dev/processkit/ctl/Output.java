package dev.processkit.ctl;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The standard output. Unlike {@link System#out} it tells when it cannot be written, and
 * writes UTF-8 whatever the locale, since that is what comes from the console.
 */
class Output {

	private final OutputStream stream;

	private boolean ended;

	Output(OutputStream stream) {
		this.stream = new BufferedOutputStream(stream);
	}

	void lines(Iterable<String> lines) {
		lines.forEach(this::line);
	}

	void line(String line) {
		write(line + "\n");
	}

	synchronized void write(String text) {
		if (this.ended) {
			return;
		}
		try {
			this.stream.write(text.getBytes(StandardCharsets.UTF_8));
		}
		catch (IOException ex) {
			throw new OutputException(ex);
		}
	}

	synchronized void flush() {
		if (this.ended) {
			return;
		}
		try {
			this.stream.flush();
		}
		catch (IOException ex) {
			throw new OutputException(ex);
		}
	}

	/**
	 * Write for the last time, if it can be written. Nothing comes after it, whatever
	 * another thread writes.
	 * @param text the end
	 */
	synchronized void end(String text) {
		try {
			write(text);
			flush();
		}
		catch (OutputException ex) {
			// With a terminal that is gone there is nobody to tell.
		}
		this.ended = true;
	}

	/**
	 * The output was not written.
	 */
	static class OutputException extends RuntimeException {

		OutputException(IOException cause) {
			super("the output cannot be written: " + cause.getMessage(), cause);
		}

		/**
		 * Whether its reader is gone, as {@code head} is when it has seen enough.
		 * @return {@code false} for a full disk and the like
		 */
		boolean isUnread() {
			// Translations of EPIPE keep the word.
			return String.valueOf(getMessage()).toLowerCase(Locale.ROOT).contains("pipe");
		}

	}

}
