package dev.processkit.console;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

import org.jspecify.annotations.Nullable;

/**
 * Whether one client has proved itself. Used by the thread of its connection; whether it
 * is in may be asked by any.
 */
final class Credentials {

	private static final int ATTEMPTS = 3;

	private final @Nullable String token;

	private volatile boolean proved;

	private int wrong;

	Credentials(@Nullable String token) {
		this.token = token;
		this.proved = token == null;
	}

	/**
	 * Compare in constant time, the length included.
	 * @param given what the client says
	 * @throws ConsoleException if it is wrong
	 */
	void prove(String given) {
		if (this.token != null && !MessageDigest.isEqual(digest(given), digest(this.token))) {
			throw refusal("The token is wrong");
		}
		this.proved = true;
	}

	/**
	 * Refuse what comes before the token.
	 * @throws ConsoleException unless the client has proved itself
	 */
	void require() {
		if (!this.proved) {
			throw refusal("The first request must be 'console.authenticate' with the token, or the words 'token …'");
		}
	}

	private ConsoleException refusal(String problem) {
		this.wrong++;
		this.proved = false;
		return ConsoleError.NOT_AUTHENTICATED.because(problem);
	}

	boolean areProved() {
		return this.proved;
	}

	boolean areHopeless() {
		return this.wrong >= ATTEMPTS;
	}

	private static byte[] digest(String text) {
		try {
			return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Each JDK has SHA-256", ex);
		}
	}

}
