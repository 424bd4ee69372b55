package dev.processkit.autoconfigure;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.bind.PropertySourcesPlaceholdersResolver;
import org.springframework.boot.context.properties.bind.handler.IgnoreTopLevelConverterNotFoundBindHandler;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.UnboundElementsSourceFilter;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Binds {@code process.*} as {@link ProcessPropertiesConfiguration} has it bound at the
 * start, as strictly, from another environment.
 */
final class PropertiesBinding {

	/** What a reload takes from them; the rest counts at the start only. */
	private static final Set<String> RELOADED = Set.of("defaults", "processes", "tcpProcesses", "unixProcesses",
			"enableCoroutine");

	private PropertiesBinding() {
	}

	static ProcessProperties bind(ConfigurableEnvironment environment) {
		ApplicationConversionService conversion = new ApplicationConversionService();
		conversion.addConverter(new ClassNamesConverter());
		BindHandler strict = new NoUnboundElementsBindHandler(new IgnoreTopLevelConverterNotFoundBindHandler(),
				new UnboundElementsSourceFilter());
		return new Binder(ConfigurationPropertySources.from(environment.getPropertySources()),
				new PropertySourcesPlaceholdersResolver(environment), conversion)
			.bindOrCreate("process", Bindable.of(ProcessProperties.class), new ShorthandBindHandler(strict));
	}

	/**
	 * Find the properties that differ and are not reloaded.
	 * @param before as at the start
	 * @param after as they are now
	 * @return their full names
	 */
	static List<String> postponed(ProcessProperties before, ProcessProperties after) {
		List<String> postponed = new ArrayList<>();
		for (RecordComponent component : ProcessProperties.class.getRecordComponents()) {
			if (!RELOADED.contains(component.getName())
					&& !Objects.equals(value(component, before), value(component, after))) {
				postponed.add("process." + DataObjectPropertyName.toDashedForm(component.getName()));
			}
		}
		return postponed;
	}

	private static Object value(RecordComponent component, ProcessProperties properties) {
		try {
			return component.getAccessor().invoke(properties);
		}
		catch (IllegalAccessException | InvocationTargetException ex) {
			throw new IllegalStateException("Cannot read " + component, ex);
		}
	}

}
