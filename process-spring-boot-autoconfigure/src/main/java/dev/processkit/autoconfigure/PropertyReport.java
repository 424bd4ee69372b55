package dev.processkit.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.origin.Origin;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.Environment;

/**
 * Writes a property with its value and origin as Boot's own failure reports do.
 */
final class PropertyReport {

	private PropertyReport() {
	}

	static String of(String title, ConfigurationProperty property) {
		return of(title, spelling(property), property.getValue(), property.getOrigin());
	}

	static String of(String title, String name, @Nullable Object value, @Nullable Origin origin) {
		String report = "%s:%n%n    Property: %s%n    Value: \"%s\"".formatted(title, name, value);
		return (origin != null) ? report + "%n    Origin: %s".formatted(origin) : report;
	}

	/**
	 * Find where a property stands, or what contains it.
	 * @param environment the environment of the application
	 * @param path the path of the property
	 * @return the origin, if it is known
	 */
	static @Nullable Origin originOf(@Nullable Environment environment, String path) {
		if (!(environment instanceof ConfigurableEnvironment configurable)) {
			return null;
		}
		ConfigurationPropertyName name = ConfigurationPropertyName.adapt(path, '.');
		while (name.getNumberOfElements() > 1) {
			for (ConfigurationPropertySource source : ConfigurationPropertySources
				.from(configurable.getPropertySources())) {
				ConfigurationProperty property = source.getConfigurationProperty(name);
				if (property != null && property.getOrigin() != null) {
					return property.getOrigin();
				}
			}
			name = name.getParent();
		}
		return null;
	}

	/**
	 * Find the name as the user wrote it: Boot's own form has lost capitals and dollars.
	 * @param property the property
	 * @return the name
	 */
	static String spelling(ConfigurationProperty property) {
		ConfigurationPropertySource source = property.getSource();
		Object underlying = (source != null) ? source.getUnderlyingSource() : null;
		if (underlying instanceof EnumerablePropertySource<?> enumerable) {
			for (String name : enumerable.getPropertyNames()) {
				if (ConfigurationPropertyName.adapt(name, '.').equals(property.getName())) {
					return name;
				}
			}
		}
		return property.getName().toString();
	}

}
