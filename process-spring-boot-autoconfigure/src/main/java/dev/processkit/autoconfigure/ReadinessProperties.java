package dev.processkit.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

import dev.processkit.InvalidDefinitionException;
import dev.processkit.Readiness;
import org.jspecify.annotations.Nullable;

import static dev.processkit.autoconfigure.PropertyPath.either;

/**
 * How an instance is known to be ready for work.
 *
 * @param probe What to look at. By default, a worker says so itself and a command is
 * ready when launched.
 * @param host Host for the probe 'tcp'.
 * @param port Port for the probe 'tcp'.
 * @param file File for the probe 'file', which must appear.
 * @param pattern Regular expression for the probe 'log-line', to be found in a line of
 * output.
 * @param timeout Time allowed from launch to readiness.
 */
record ReadinessProperties(@Nullable ProbeType probe, @Nullable String host, @Nullable Integer port,
		@Nullable String file, @Nullable String pattern, @Nullable Duration timeout) {

	ReadinessProperties over(ReadinessProperties defaults) {
		return new ReadinessProperties(either(this.probe, defaults.probe), either(this.host, defaults.host),
				either(this.port, defaults.port), either(this.file, defaults.file),
				either(this.pattern, defaults.pattern), either(this.timeout, defaults.timeout));
	}

	Readiness toReadiness(Readiness base) {
		return new Readiness((this.probe != null) ? probe(this.probe) : base(base.probe()),
				Objects.requireNonNullElse(this.timeout, base.timeout()));
	}

	private Readiness.Probe base(Readiness.Probe base) {
		refuseWithoutProbe("port", this.port, "tcp");
		refuseWithoutProbe("file", this.file, "file");
		refuseWithoutProbe("pattern", this.pattern, "log-line");
		return base;
	}

	private void refuseWithoutProbe(String property, @Nullable Object value, String probe) {
		if (value != null) {
			throw new InvalidDefinitionException(property, value, "is without effect, for 'probe' is not set",
					"Add 'probe: " + probe + "', or remove it.");
		}
	}

	private Readiness.Probe probe(ProbeType type) {
		return switch (type) {
			case WORKER -> new Readiness.Probe.Worker();
			case NONE -> new Readiness.Probe.None();
			case TCP -> new Readiness.Probe.Tcp(Objects.requireNonNullElse(this.host, "127.0.0.1"),
					required("port", this.port));
			case FILE ->
				new Readiness.Probe.File(Path.of("").resolve(required("file", PropertyPath.file("file", this.file))));
			case LOG_LINE -> new Readiness.Probe.LogLine(compile(required("pattern", this.pattern)));
		};
	}

	private <T> T required(String property, @Nullable T value) {
		if (value == null) {
			throw new InvalidDefinitionException(property, "", "is missing, and 'probe' asks for it",
					"Set '" + property + "', or choose another probe.");
		}
		return value;
	}

	private Pattern compile(String pattern) {
		try {
			return Pattern.compile(pattern);
		}
		catch (PatternSyntaxException ex) {
			throw new InvalidDefinitionException("pattern", pattern,
					"is not a regular expression (" + ex.getDescription() + " near index " + ex.getIndex() + ")",
					"Correct it; in YAML write it in single quotes, so that backslashes stay.");
		}
	}

	/**
	 * What to look at.
	 */
	enum ProbeType {

		/** What the worker says over its control channel. */
		WORKER,

		/** Nothing. */
		NONE,

		/** A port that accepts connections. */
		TCP,

		/** A file that appears. */
		FILE,

		/** A line of output. */
		LOG_LINE

	}

}
