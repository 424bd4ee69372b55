package dev.processkit.autoconfigure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

import dev.processkit.ProcessDefinition;
import dev.processkit.ProcessHook;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslStoreBundle;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ByteArrayResource;

/**
 * An application configured by YAML, environment variables and properties.
 */
final class Configured {

	static final Path RUNTIME_DIRECTORY = Path.of("/run/acme");

	/** There is a hook, and something else. */
	private static final ListableBeanFactory HOOKS = new StaticListableBeanFactory(
			Map.of("announcer", (ProcessHook) (context) -> {
			}, "title", "a text"));

	private final String yaml;

	private final Map<String, Object> variables = new LinkedHashMap<>();

	private final Map<String, Object> arguments = new LinkedHashMap<>();

	private Configured(String yaml) {
		this.yaml = yaml;
	}

	/**
	 * Package names are long: {@code ~} stands for the fixtures' class and its dollar.
	 */
	static Configured by(String yaml) {
		return new Configured(yaml.replace("~", Workers.class.getName() + "$"));
	}

	Configured withVariable(String name, String value) {
		this.variables.put(name, value.replace("~", Workers.class.getName() + "$"));
		return this;
	}

	Configured withArgument(String name, String value) {
		this.arguments.put(name.replace("~", Workers.class.getName() + "$"),
				value.replace("~", Workers.class.getName() + "$"));
		return this;
	}

	List<ProcessDefinition> definitions() {
		return mapper().map();
	}

	ProcessDefinition definition() {
		List<ProcessDefinition> definitions = definitions();
		if (definitions.size() != 1) {
			throw new AssertionError("Expected one definition, but there are " + definitions);
		}
		return definitions.get(0);
	}

	ProcessDefinitionMapper mapper() {
		AtomicReference<ProcessDefinitionMapper> mapper = new AtomicReference<>();
		new ApplicationContextRunner().withUserConfiguration(ProcessPropertiesConfiguration.class)
			.withInitializer((context) -> addSources(context.getEnvironment()))
			.run((context) -> {
				DefaultSslBundleRegistry bundles = new DefaultSslBundleRegistry();
				bundles.registerBundle("web", SslBundle.of(SslStoreBundle.NONE));
				mapper
					.set(new ProcessDefinitionMapper(context.getBean(ProcessProperties.class), context.getEnvironment(),
							getClass().getClassLoader(), RUNTIME_DIRECTORY, bundles, new HookBeans(HOOKS)));
			});
		return mapper.get();
	}

	private void addSources(ConfigurableEnvironment environment) {
		environment.getPropertySources()
			.addFirst(new SystemEnvironmentPropertySource("systemEnvironment", this.variables));
		environment.getPropertySources().addFirst(new MapPropertySource("commandLineArgs", this.arguments));
		try {
			for (PropertySource<?> source : new YamlPropertySourceLoader().load("application.yml",
					new ByteArrayResource(this.yaml.getBytes(StandardCharsets.UTF_8), "application.yml"))) {
				environment.getPropertySources().addLast(source);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
