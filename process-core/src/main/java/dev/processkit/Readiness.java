package dev.processkit;

import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * How an instance is known to be ready for work, and how long that may take. An instance
 * that is not ready in time is killed, and its restart policy decides.
 *
 * @param probe what to look at
 * @param timeout the time allowed from launch to readiness
 * @since 0.1
 */
public record Readiness(Probe probe, Duration timeout) {

	private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

	/** The worker says so itself, within 30 s. */
	public static final Readiness WORKER = new Readiness(new Probe.Worker(), DEFAULT_TIMEOUT);

	/** Ready as soon as it is launched. */
	public static final Readiness NONE = new Readiness(new Probe.None(), DEFAULT_TIMEOUT);

	public Readiness {
		if (timeout.isNegative() || timeout.isZero()) {
			throw new InvalidDefinitionException("timeout", timeout, "allows no time to start",
					"Use a positive duration, or 'probe: none'.");
		}
	}

	/**
	 * What to look at.
	 */
	public sealed interface Probe {

		/**
		 * Whether a process that was ready before says so again when it is asked: if not,
		 * one that has outlived the application is taken to be ready.
		 * @return {@code false} for what happens once in the life of a process
		 */
		default boolean answersAgain() {
			return true;
		}

		/** READY over the control channel. */
		record Worker() implements Probe {

		}

		/** Nothing: launched is ready. */
		record None() implements Probe {

		}

		/**
		 * A TCP port that accepts connections.
		 *
		 * @param host the host, normally loopback
		 * @param port the port, 1 to 65535
		 */
		record Tcp(String host, int port) implements Probe {

			public Tcp {
				if (port < 1 || port > 65535) {
					throw new InvalidDefinitionException("port", port, "is not a port", "Use 1 to 65535.");
				}
			}

		}

		/**
		 * A file that exists. One that is there before the launch is deleted, so that an
		 * earlier run cannot answer for this one.
		 *
		 * @param path the file
		 */
		record File(Path path) implements Probe {

			@Override
			public boolean answersAgain() {
				return false;
			}

		}

		/**
		 * A line of output in which the pattern is found.
		 *
		 * @param pattern the pattern, anywhere in the line
		 */
		record LogLine(Pattern pattern) implements Probe {

			@Override
			public boolean answersAgain() {
				return false;
			}

			@Override
			public boolean equals(Object other) {
				return other instanceof LogLine line && this.pattern.pattern().equals(line.pattern.pattern());
			}

			@Override
			public int hashCode() {
				return this.pattern.pattern().hashCode();
			}

		}

	}

}
