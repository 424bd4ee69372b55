package dev.processkit.client;

import java.time.Duration;

/**
 * Settings without an application: durations as ISO-8601 writes them.
 */
final class TestSettings implements ClientSettings {

	@Override
	public String resolve(String text) {
		return text;
	}

	@Override
	public Duration duration(String text) {
		try {
			return Duration.parse(text);
		}
		catch (java.time.format.DateTimeParseException ex) {
			throw new IllegalArgumentException(ex);
		}
	}

	@Override
	public Duration timeout() {
		return Duration.ofSeconds(30);
	}

	@Override
	public CallCodec codec(Class<? extends CallCodec> type) {
		try {
			return WorkerCalls.codec(type);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalArgumentException(ex);
		}
	}

}
