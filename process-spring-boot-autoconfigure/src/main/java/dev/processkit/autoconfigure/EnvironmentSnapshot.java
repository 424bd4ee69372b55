package dev.processkit.autoconfigure;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeanUtils;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.core.convert.ConversionService;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;

/**
 * The application's environment as flat text, fit to travel to a worker; there
 * {@link WorkerEnvironment} makes an environment of it again.
 * <p>
 * Sources stay apart and in order, so that a list of an overriding source still replaces
 * the whole list below it. Values keep their placeholders. Environment variables do not
 * travel, for the worker inherits them, but their place among the sources does.
 * <p>
 * The keys: {@code <source>.<property>.<name>} with two counting numbers,
 * {@code system-properties} and {@code system-environment} with the number of that
 * source, {@code profiles.active} and {@code profiles.default} separated by commas.
 */
final class EnvironmentSnapshot {

	static final String ACTIVE_PROFILES = "profiles.active";

	static final String DEFAULT_PROFILES = "profiles.default";

	static final String SYSTEM_PROPERTIES = "system-properties";

	static final String SYSTEM_ENVIRONMENT = "system-environment";

	private static final Set<String> NOT_TAKEN = Set.of(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
			"random", "configurationProperties");

	/** What describes the application's own JVM rather than its configuration. */
	private static final List<String> JVM_PROPERTIES = List.of("java.", "jdk.", "sun.", "com.sun.", "user.", "os.",
			"file.", "path.", "line.", "awt.", "native.", "stdin.", "stdout.", "stderr.", "loader.", "surefire.");

	private static final Pattern PROPERTY = Pattern.compile("(\\d+)\\.\\d+\\.(.*)", Pattern.DOTALL);

	private static final Pattern OWN = Pattern.compile("process[.\\[]");

	private final ConversionService conversionService = ApplicationConversionService.getSharedInstance();

	private final Map<String, String> settings = new LinkedHashMap<>();

	private EnvironmentSnapshot() {
	}

	/**
	 * Take a snapshot.
	 * @param environment the environment of the application
	 * @return the settings for the worker; may hold secrets
	 */
	static Map<String, String> take(ConfigurableEnvironment environment) {
		EnvironmentSnapshot snapshot = new EnvironmentSnapshot();
		int number = 0;
		for (PropertySource<?> source : environment.getPropertySources()) {
			snapshot.add(number++, source);
		}
		snapshot.settings.put(ACTIVE_PROFILES, String.join(",", environment.getActiveProfiles()));
		snapshot.settings.put(DEFAULT_PROFILES, String.join(",", environment.getDefaultProfiles()));
		return snapshot.settings;
	}

	/**
	 * Find what a worker would see, to compare two snapshots by: sources count by what
	 * they let through. What stands under {@code process} is left out: it describes
	 * processes, and an edit of one must not make all others look changed.
	 * @param settings the settings of a worker
	 * @return the properties by name, and what else the settings hold
	 */
	static Map<String, String> effective(Map<String, String> settings) {
		Map<String, String> effective = new HashMap<>();
		Map<String, Integer> winners = new HashMap<>();
		settings.forEach((key, value) -> {
			Matcher property = PROPERTY.matcher(key);
			if (!property.matches()) {
				effective.put(key, value);
			}
			else if (!OWN.matcher(property.group(2)).lookingAt()) {
				int source = Integer.parseInt(property.group(1));
				if (winners.merge(property.group(2), source, Math::min) == source) {
					effective.put("property " + property.group(2), value);
				}
			}
		});
		effective.remove(SYSTEM_PROPERTIES);
		effective.remove(SYSTEM_ENVIRONMENT);
		return effective;
	}

	private void add(int number, PropertySource<?> source) {
		switch (source.getName()) {
			case StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME ->
				this.settings.put(SYSTEM_PROPERTIES, String.valueOf(number));
			case StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME ->
				this.settings.put(SYSTEM_ENVIRONMENT, String.valueOf(number));
		}
		if (source instanceof EnumerablePropertySource<?> enumerable && !NOT_TAKEN.contains(source.getName())) {
			int property = 0;
			for (String name : enumerable.getPropertyNames()) {
				String value = isTaken(source, name) ? text(enumerable.getProperty(name)) : null;
				if (value != null) {
					this.settings.put(number + "." + property++ + "." + name, value);
				}
			}
		}
	}

	private boolean isTaken(PropertySource<?> source, String name) {
		return !StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME.equals(source.getName())
				|| JVM_PROPERTIES.stream().noneMatch(name::startsWith);
	}

	/** What has no text, such as a thread pool, is of no use to a worker. */
	private @Nullable String text(@Nullable Object value) {
		if (value == null) {
			return null;
		}
		Class<?> type = value.getClass();
		boolean readable = BeanUtils.isSimpleProperty(type) || value instanceof CharSequence
				|| value instanceof Collection;
		return readable ? this.conversionService.convert(value, String.class) : null;
	}

}
