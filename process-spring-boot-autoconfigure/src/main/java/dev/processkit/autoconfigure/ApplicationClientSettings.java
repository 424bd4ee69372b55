package dev.processkit.autoconfigure;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.processkit.client.CallCodec;
import dev.processkit.client.ClientSettings;
import dev.processkit.client.WorkerCalls;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.core.env.Environment;

/**
 * Placeholders of the environment, durations as Boot writes them, codecs from beans where
 * there are such.
 */
final class ApplicationClientSettings implements ClientSettings {

	private final Duration timeout;

	private final Environment environment;

	private final ListableBeanFactory beans;

	private final Map<Class<?>, CallCodec> codecs = new ConcurrentHashMap<>();

	ApplicationClientSettings(Duration timeout, Environment environment, ListableBeanFactory beans) {
		this.timeout = timeout;
		this.environment = environment;
		this.beans = beans;
	}

	@Override
	public String resolve(String text) {
		return this.environment.resolveRequiredPlaceholders(text);
	}

	@Override
	public Duration duration(String text) {
		return DurationStyle.detectAndParse(text);
	}

	@Override
	public Duration timeout() {
		return this.timeout;
	}

	@Override
	public CallCodec codec(Class<? extends CallCodec> type) {
		CallCodec known = this.codecs.get(type);
		return (known != null) ? known : this.codecs.computeIfAbsent(type, (key) -> make(type));
	}

	private CallCodec make(Class<? extends CallCodec> type) {
		CallCodec bean = this.beans.getBeanProvider(type).getIfAvailable();
		try {
			return (bean != null) ? bean : WorkerCalls.codec(type);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalArgumentException(ex.toString(), ex);
		}
	}

}
