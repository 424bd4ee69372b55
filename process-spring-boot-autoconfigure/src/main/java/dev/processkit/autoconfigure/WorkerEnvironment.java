package dev.processkit.autoconfigure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.boot.env.RandomValuePropertySource;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.util.StringUtils;

/**
 * Makes the environment of a worker from an {@link EnvironmentSnapshot}. Above all stands
 * what a worker must not share with its application. The worker's own system properties,
 * such as {@code -D} in {@code jvm.options}, take the place of the application's, above
 * what is left of these.
 */
final class WorkerEnvironment {

	/**
	 * The application stamps each line with its time; two JVMs rolling one file would
	 * spoil it, and structured lines would be wrapped in lines again.
	 */
	private static final Map<String, Object> OVERRIDES = Map.ofEntries(Map.entry("logging.file.name", ""),
			Map.entry("logging.file.path", ""), Map.entry("logging.charset.console", "UTF-8"),
			Map.entry("logging.pattern.console", "%5p %-40.40logger{39} : %m%n%wEx"),
			Map.entry("logging.structured.format.console", ""), Map.entry("spring.output.ansi.enabled", "never"),
			Map.entry("spring.main.banner-mode", "off"), Map.entry("spring.main.web-application-type", "none"),
			Map.entry("spring.devtools.restart.enabled", "false"), Map.entry("spring.docker.compose.enabled", "false"));

	private static final Pattern PROPERTY = Pattern.compile("(\\d+)\\.(\\d+)\\.(.*)", Pattern.DOTALL);

	private WorkerEnvironment() {
	}

	/**
	 * Make the environment.
	 * @param settings what {@link EnvironmentSnapshot#take} gave, in any order
	 * @return the environment
	 */
	static ConfigurableEnvironment of(Map<String, String> settings) {
		StandardEnvironment environment = new StandardEnvironment();
		environment.setConversionService(new ApplicationConversionService());
		environment.setActiveProfiles(profiles(settings, EnvironmentSnapshot.ACTIVE_PROFILES));
		environment.setDefaultProfiles(profiles(settings, EnvironmentSnapshot.DEFAULT_PROFILES));
		List<PropertySource<?>> sources = inOrder(settings, environment.getPropertySources());
		sources.add(0, new MapPropertySource("worker", OVERRIDES));
		replace(environment.getPropertySources(), sources);
		RandomValuePropertySource.addToEnvironment(environment);
		ConfigurationPropertySources.attach(environment);
		return environment;
	}

	private static String[] profiles(Map<String, String> settings, String key) {
		return StringUtils.tokenizeToStringArray(settings.getOrDefault(key, ""), ",");
	}

	private static List<PropertySource<?>> inOrder(Map<String, String> settings, MutablePropertySources own) {
		TreeMap<Integer, List<PropertySource<?>>> numbered = new TreeMap<>();
		own.forEach((source) -> numbered.computeIfAbsent(placeOf(source, settings), (place) -> new ArrayList<>())
			.add(source));
		travelled(settings)
			.forEach((number, properties) -> numbered.computeIfAbsent(number, (place) -> new ArrayList<>())
				.add(new MapPropertySource("application[" + number + "]", properties)));
		return numbered.values().stream().flatMap(List::stream).collect(Collectors.toCollection(ArrayList::new));
	}

	/** A source that the application has removed from its environment comes last. */
	private static int placeOf(PropertySource<?> own, Map<String, String> settings) {
		boolean properties = StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME.equals(own.getName());
		String number = settings
			.get(properties ? EnvironmentSnapshot.SYSTEM_PROPERTIES : EnvironmentSnapshot.SYSTEM_ENVIRONMENT);
		return (number != null) ? Integer.parseInt(number) : Integer.MAX_VALUE;
	}

	private static Map<Integer, Map<String, Object>> travelled(Map<String, String> settings) {
		Map<Integer, TreeMap<Integer, Map.Entry<String, String>>> sources = new TreeMap<>();
		settings.forEach((key, value) -> {
			Matcher matcher = PROPERTY.matcher(key);
			if (matcher.matches()) {
				sources.computeIfAbsent(Integer.valueOf(matcher.group(1)), (number) -> new TreeMap<>())
					.put(Integer.valueOf(matcher.group(2)), Map.entry(matcher.group(3), value));
			}
		});
		Map<Integer, Map<String, Object>> travelled = new TreeMap<>();
		sources.forEach((number, entries) -> {
			Map<String, Object> properties = new LinkedHashMap<>();
			entries.values().forEach((entry) -> properties.put(entry.getKey(), entry.getValue()));
			travelled.put(number, properties);
		});
		return travelled;
	}

	private static void replace(MutablePropertySources target, List<PropertySource<?>> sources) {
		target.stream().map(PropertySource::getName).toList().forEach(target::remove);
		sources.forEach(target::addLast);
	}

}
