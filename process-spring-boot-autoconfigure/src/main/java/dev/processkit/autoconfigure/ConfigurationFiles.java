package dev.processkit.autoconfigure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.bootstrap.DefaultBootstrapContext;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.context.config.ConfigDataEnvironmentUpdateListener;
import org.springframework.boot.context.config.ConfigDataLocation;
import org.springframework.boot.context.config.ConfigDataResource;
import org.springframework.boot.context.config.StandardConfigDataResource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.DefaultPropertiesPropertySource;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.OriginLookup;
import org.springframework.boot.origin.TextResourceOrigin;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.core.io.Resource;

/**
 * The files that an application is configured by, and the way to read them again as Boot
 * has at the start: what stands above and below them keeps its precedence, whether it was
 * there at the start or has come since, and the environment of the application stays as
 * it is. Profiles that were active stay so.
 */
final class ConfigurationFiles {

	/** As Boot names what it loads. */
	private static final List<String> LOADED = List.of("Config resource '", "Config tree '");

	private static final String LAST_ABOVE = "random";

	/** Ports that servers listen on, which Boot adds once it knows them. */
	private static final String PORTS = "local.";

	private final ConfigurableEnvironment environment;

	private final ClassLoader classLoader;

	private final List<PropertySource<?>> sources;

	private volatile Set<Path> inUse;

	/**
	 * Remember what the environment consists of: what was loaded from files may be
	 * exchanged by others, as Spring Cloud does, and is still read here.
	 * @param environment the environment of the application
	 * @param classLoader finds what lies on the class path
	 */
	ConfigurationFiles(ConfigurableEnvironment environment, ClassLoader classLoader) {
		this.environment = environment;
		this.classLoader = classLoader;
		this.sources = live().toList();
		Set<Path> files = new LinkedHashSet<>();
		this.sources.stream().filter(ConfigurationFiles::isLoaded).forEach((source) -> addOrigin(files, source));
		this.inUse = Set.copyOf(files);
	}

	private static void addOrigin(Set<Path> files, PropertySource<?> source) {
		if (source instanceof EnumerablePropertySource<?> enumerable && enumerable.getPropertyNames().length > 0) {
			Origin origin = OriginLookup.getOrigin(source, enumerable.getPropertyNames()[0]);
			add(files, (origin instanceof TextResourceOrigin text) ? text.getResource() : null);
		}
	}

	private static void add(Set<Path> files, @Nullable Resource resource) {
		if (resource != null && resource.isFile()) {
			try {
				files.add(resource.getFile().toPath().toAbsolutePath().normalize());
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}
	}

	/**
	 * Find the files that are in use.
	 * @return those of the file system that were read last without a failure
	 */
	Set<Path> inUse() {
		return this.inUse;
	}

	/**
	 * Read the files. Whatever Boot has against them is thrown as it is.
	 * @return the environment that they make
	 */
	ConfigurableEnvironment read() {
		StandardEnvironment copy = new StandardEnvironment();
		MutablePropertySources target = copy.getPropertySources();
		target.stream().map(PropertySource::getName).toList().forEach(target::remove);
		List<PropertySource<?>> below = new ArrayList<>();
		divide(target, below);
		Set<Path> files = new LinkedHashSet<>();
		ConfigDataEnvironmentPostProcessor.applyTo(copy, new DefaultResourceLoader(this.classLoader),
				new DefaultBootstrapContext(), List.of(this.environment.getActiveProfiles()), new FileNames(files));
		below.stream().filter((source) -> !target.contains(source.getName())).forEach(target::addLast);
		DefaultPropertiesPropertySource.moveToEnd(copy);
		this.inUse = Set.copyOf(files);
		return copy;
	}

	/** The sources above the files go to the copy, those below them to a list. */
	private void divide(MutablePropertySources above, List<PropertySource<?>> below) {
		boolean hasFiles = this.sources.stream().anyMatch(ConfigurationFiles::isLoaded);
		boolean passed = false;
		for (PropertySource<?> source : withLaterOnes()) {
			PropertySource<?> current = this.environment.getPropertySources().get(source.getName());
			if (isLoaded(source)) {
				passed = true;
			}
			else if (!passed || DefaultPropertiesPropertySource.hasMatchingName(source)) {
				above.addLast((current != null) ? current : source);
			}
			else {
				below.add((current != null) ? current : source);
			}
			passed |= !hasFiles && source.getName().equals(LAST_ABOVE);
		}
	}

	private Stream<PropertySource<?>> live() {
		return this.environment.getPropertySources()
			.stream()
			.filter((source) -> !ConfigurationPropertySources.isAttachedConfigurationPropertySource(source));
	}

	/** What has been added since has its place behind the one that it stands behind. */
	private List<PropertySource<?>> withLaterOnes() {
		List<PropertySource<?>> all = new ArrayList<>(this.sources);
		int next = 0;
		for (PropertySource<?> source : live().toList()) {
			// Property sources are equal if their names are.
			int known = all.indexOf(source);
			if (known >= 0) {
				next = known + 1;
			}
			else if (!isLoaded(source) && !holdsPorts(source)) {
				all.add(next++, source);
			}
		}
		return all;
	}

	private static boolean holdsPorts(PropertySource<?> source) {
		return source instanceof EnumerablePropertySource<?> enumerable
				&& Arrays.stream(enumerable.getPropertyNames()).allMatch((name) -> name.startsWith(PORTS));
	}

	private static boolean isLoaded(PropertySource<?> source) {
		return LOADED.stream().anyMatch(source.getName()::startsWith);
	}

	private record FileNames(Set<Path> files) implements ConfigDataEnvironmentUpdateListener {

		@Override
		public void onPropertySourceAdded(PropertySource<?> source, @Nullable ConfigDataLocation location,
				@Nullable ConfigDataResource resource) {
			if (resource instanceof StandardConfigDataResource standard) {
				add(this.files, standard.getResource());
			}
		}

	}

}
