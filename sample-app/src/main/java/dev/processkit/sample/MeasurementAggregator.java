package dev.processkit.sample;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

import dev.processkit.worker.MessageHandler;
import dev.processkit.worker.WorkerContext;

/**
 * A TCP process: gathers measurements and sums them up. <pre>
 * {"action":"record","name":"latency","value":12.5}
 * {"action":"summary","name":"latency"}
 * {"action":"ping"}
 * </pre> Messages are handled at the same time where virtual threads are on, hence the
 * concurrent map. It runs with one instance: what one has gathered, another would not
 * know.
 */
public class MeasurementAggregator implements MessageHandler {

	static final int MOST_NAMES = 1000;

	private static final int LONGEST_NAME = 100;

	private final Map<String, MeasurementSeries> series = new ConcurrentHashMap<>();

	@Override
	public String handle(String message, WorkerContext context) {
		try {
			JsonNode request = Reply.JSON.readTree(message);
			return switch (request.path("action").asString("")) {
				case "ping" -> Reply.ok("pong");
				case "record" -> record(name(request), request.path("value"));
				case "summary" -> summary(name(request));
				default -> Reply.error("Unknown action '%s': use ping, record or summary"
					.formatted(request.path("action").asString("")));
			};
		}
		catch (JacksonException ex) {
			return Reply.error("The message is no JSON: " + ex.getOriginalMessage());
		}
		catch (IllegalArgumentException ex) {
			return Reply.error(String.valueOf(ex.getMessage()));
		}
	}

	private static String name(JsonNode request) {
		String name = request.path("name").asString("");
		if (name.isBlank() || name.length() > LONGEST_NAME) {
			throw new IllegalArgumentException(
					"'name' is missing, blank or longer than %d characters".formatted(LONGEST_NAME));
		}
		return name;
	}

	private String record(String name, JsonNode value) {
		if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
			throw new IllegalArgumentException("'value' must be a number, not " + value);
		}
		MeasurementSeries found = this.series.get(name);
		if (found == null) {
			// Two threads may pass this check at once: the limit is for memory, not
			// exact.
			if (this.series.size() >= MOST_NAMES) {
				throw new IllegalArgumentException(
						"'%s' is one name too many: %d are kept".formatted(name, MOST_NAMES));
			}
			found = this.series.computeIfAbsent(name, (key) -> new MeasurementSeries());
		}
		return Reply.data(Map.of("count", found.add(value.doubleValue())));
	}

	private String summary(String name) {
		MeasurementSeries found = this.series.get(name);
		if (found == null) {
			throw new IllegalArgumentException("Nothing was recorded under '%s'".formatted(name));
		}
		return Reply.data(found.summarize());
	}

}
