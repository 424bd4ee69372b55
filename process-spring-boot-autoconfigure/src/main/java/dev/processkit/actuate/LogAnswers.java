package dev.processkit.actuate;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.util.MimeType;

import dev.processkit.IllegalProcessStateException;
import dev.processkit.InvalidDefinitionException;
import dev.processkit.LogLine;
import dev.processkit.LogPage;
import dev.processkit.UnknownProcessException;
import dev.processkit.operation.LogDescriptor;
import dev.processkit.operation.LogReading;

/**
 * What is answered to those who ask for lines: as text or JSON, the last ones or those
 * after a position. Thread-safe.
 */
final class LogAnswers {

	private final ProcessesEndpoint endpoint;

	private final LogWaits waits;

	LogAnswers(ProcessesEndpoint endpoint, LogWaits waits) {
		this.endpoint = endpoint;
		this.waits = waits;
	}

	WebEndpointResponse<Object> answer(String target, String part, Query query, LogFormat format) {
		try {
			if (!part.equals("log")) {
				throw new UnknownProcessException(target + "/" + part);
			}
			if (query.after != null) {
				Duration wait = query.requireWait();
				LogReading reading = this.endpoint.reading();
				String after = query.after;
				return page(this.waits.await((left) -> reading.after(target, after, left), wait), format);
			}
			int lines = query.requireLines();
			return (format == LogFormat.JSON) ? page(this.endpoint.reading().last(target, lines), format)
					: text(target, lines);
		}
		catch (InvalidDefinitionException ex) {
			return problem(400, "Bad Request", ex, format);
		}
		catch (UnknownProcessException ex) {
			return (format == LogFormat.JSON) ? problem(404, "Not Found", ex, format)
					: new WebEndpointResponse<>(WebEndpointResponse.STATUS_NOT_FOUND);
		}
		catch (IllegalProcessStateException ex) {
			return problem(409, "Conflict", ex, format);
		}
		catch (LogWaits.CrowdedException ex) {
			return problem(429, "Too Many Requests", ex, format);
		}
	}

	private WebEndpointResponse<Object> text(String target, int lines) {
		List<String> tail = this.endpoint.log(target, "log", lines);
		if (tail == null) {
			throw new UnknownProcessException(target);
		}
		return new WebEndpointResponse<>(tail.stream().map((line) -> line + "\n").collect(Collectors.joining()),
				LogFormat.TEXT);
	}

	/** The one header that can be set here is the type, so it says where to read on. */
	private static WebEndpointResponse<Object> page(LogPage page, LogFormat format) {
		MimeType type = format.getProducedMimeType();
		if (format == LogFormat.JSON) {
			return new WebEndpointResponse<>(LogDescriptor.of(page), type);
		}
		Map<String, String> parameters = new LinkedHashMap<>(type.getParameters());
		parameters.put("next", page.next().toString());
		return new WebEndpointResponse<>(text(page), new MimeType(type, parameters));
	}

	private static String text(LogPage page) {
		boolean several = page.next().numbers().size() > 1;
		StringBuilder text = new StringBuilder();
		for (LogLine line : page.lines()) {
			String prefix = several ? line.instance() + ": " : "";
			if (line.skipped() > 0) {
				text.append(prefix).append("… ").append(line.skipped()).append(" lines missed\n");
			}
			text.append(prefix).append(line.text()).append('\n');
		}
		return text.toString();
	}

	private static WebEndpointResponse<Object> problem(int status, String error, RuntimeException ex,
			LogFormat format) {
		String message = String.valueOf(ex.getMessage());
		return new WebEndpointResponse<>(
				(format == LogFormat.JSON) ? new ProblemDescriptor(status, error, message) : message, status,
				format.getProducedMimeType());
	}

	/**
	 * What is asked for; texts, so that what is no number gets an answer that says so.
	 *
	 * @param lines how many lines of each instance
	 * @param after where to read on
	 * @param patience how long to wait for a line
	 */
	record Query(@Nullable String lines, @Nullable String after, @Nullable String patience) {

		private int requireLines() {
			if (this.patience != null) {
				throw new InvalidDefinitionException("wait", this.patience, "stands without 'after'",
						"Say after which line: 0 for all that is in memory, then what 'next' says.");
			}
			try {
				return ProcessesEndpoint
					.requireLines((this.lines != null) ? Integer.valueOf(this.lines.strip()) : null);
			}
			catch (NumberFormatException ex) {
				throw new InvalidDefinitionException("lines", String.valueOf(this.lines), "is no number",
						"Use 1 or more.");
			}
		}

		private Duration requireWait() {
			if (this.lines != null) {
				throw new InvalidDefinitionException("lines", this.lines, "stands beside 'after'",
						"Remove one of them: all lines after that one are given.");
			}
			try {
				return (this.patience != null) ? DurationStyle.detectAndParse(this.patience.strip()) : Duration.ZERO;
			}
			catch (IllegalArgumentException | ArithmeticException ex) {
				throw new InvalidDefinitionException("wait", String.valueOf(this.patience), "is no duration",
						"Write it as 10s; at most " + LogPage.LONGEST_WAIT.toSeconds() + "s.");
			}
		}

	}

}
