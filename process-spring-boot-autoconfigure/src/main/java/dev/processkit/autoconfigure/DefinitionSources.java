package dev.processkit.autoconfigure;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

import dev.processkit.InvalidDefinitionException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.PropertySourcesPlaceholdersResolver;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.ConfigurationPropertyState;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * What the sources of the configuration say beyond what was bound: the order of the
 * definitions and bare class names. The binder puts the keys of an overriding source
 * first, and counts {@code my-worker} of a file and {@code myworker} of an environment
 * variable as two; here the source that is overridden gives order and spelling.
 */
final class DefinitionSources {

	private final List<ConfigurationPropertySource> sources = new ArrayList<>();

	private final Binder binder;

	DefinitionSources(ConfigurableEnvironment environment) {
		ConfigurationPropertySources.from(environment.getPropertySources())
			.forEach((source) -> this.sources.add(0, source));
		this.binder = new Binder(ConfigurationPropertySources.from(environment.getPropertySources()),
				new PropertySourcesPlaceholdersResolver(environment));
	}

	/**
	 * Put keys in order.
	 * @param root the path of the map
	 * @param bound the keys that the binder found
	 * @return the keys without those that are the same but for their spelling
	 */
	List<String> inOrder(String root, Collection<String> bound) {
		List<String> keys = new ArrayList<>();
		Set<String> seen = new LinkedHashSet<>();
		for (String key : declared(ConfigurationPropertyName.of(root))) {
			if (bound.contains(key) && seen.add(uniform(key))) {
				keys.add(key);
			}
		}
		bound.stream().filter((key) -> seen.add(uniform(key))).forEach(keys::add);
		return keys;
	}

	/**
	 * Look up a bare class name.
	 * @param path where it may stand, as {@code mailer: com.acme.Mailer}
	 * @return the class name, or {@code null}
	 */
	@Nullable String shorthand(String path) {
		String className = this.binder.bind(ConfigurationPropertyName.adapt(path, '.'), Bindable.of(String.class))
			.orElse("");
		return className.isBlank() ? null : className.strip();
	}

	/**
	 * Find out whether the number of instances is one number or follows the load: the
	 * source that wins over the others decides.
	 * @param path where it stands
	 * @return the number as it is written, empty text when there are bounds, or
	 * {@code null} when there is nothing
	 */
	@Nullable String instances(String path) {
		ConfigurationPropertyName name = ConfigurationPropertyName.adapt(path, '.');
		for (int i = this.sources.size() - 1; i >= 0; i--) {
			ConfigurationPropertySource source = this.sources.get(i);
			boolean number = source.getConfigurationProperty(name) != null;
			boolean bounds = source.containsDescendantOf(name) == ConfigurationPropertyState.PRESENT;
			if (number && bounds) {
				throw new InvalidDefinitionException("instances", shorthandOrEmpty(path),
						"stands beside its own bounds", "Keep one of the two: a number, or 'min' and 'max'.");
			}
			if (number || bounds) {
				return number ? shorthandOrEmpty(path) : "";
			}
		}
		return null;
	}

	private String shorthandOrEmpty(String path) {
		return Objects.requireNonNullElse(shorthand(path), "");
	}

	private Set<String> declared(ConfigurationPropertyName root) {
		Set<String> keys = new LinkedHashSet<>();
		for (ConfigurationPropertySource source : this.sources) {
			if (source instanceof IterableConfigurationPropertySource iterable) {
				for (ConfigurationPropertyName name : iterable) {
					if (root.isAncestorOf(name)) {
						keys.add(name.getElement(root.getNumberOfElements(), Form.ORIGINAL));
					}
				}
			}
		}
		return keys;
	}

	/** A class name keeps its case: two classes may differ in nothing else. */
	private static String uniform(String key) {
		return key.contains(".") ? key : key.replaceAll("[-_]", "").toLowerCase(Locale.ROOT);
	}

}
