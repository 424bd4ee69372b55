package dev.processkit.autoconfigure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.processkit.InvalidDefinitionException;
import dev.processkit.executor.ProcessTaskExecutor;

import org.springframework.beans.factory.ObjectFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;

/**
 * Registers a bean for each executor of the configuration. None is a default candidate:
 * who asks for some {@code Executor} gets the application's own. By its own type the only
 * one is injected all the same.
 */
final class TaskExecutorRegistrar implements ImportBeanDefinitionRegistrar {

	private final Environment environment;

	private final ConfigurableListableBeanFactory beans;

	TaskExecutorRegistrar(Environment environment, org.springframework.beans.factory.BeanFactory beans) {
		this.environment = environment;
		this.beans = (ConfigurableListableBeanFactory) beans;
	}

	@Override
	public void registerBeanDefinitions(AnnotationMetadata importing, BeanDefinitionRegistry registry) {
		List<String> names = names();
		names.forEach((name) -> register(name, registry));
		if (!names.isEmpty()) {
			RootBeanDefinition async = new RootBeanDefinition(TaskAsyncPostProcessor.class,
					() -> new TaskAsyncPostProcessor(this.beans));
			registry.registerBeanDefinition("processTaskAsyncPostProcessor", async);
		}
		if (names.size() == 1) {
			ObjectFactory<Object> only = () -> this.beans.getBean(names.get(0));
			this.beans.registerResolvableDependency(ProcessTaskExecutor.class, only);
		}
	}

	private List<String> names() {
		Map<String, Object> bound = Binder.get(this.environment)
			.bind(TaskExecutorMapper.ROOT, Bindable.mapOf(String.class, Object.class))
			.orElseGet(LinkedHashMap::new);
		List<String> names = new ArrayList<>();
		for (String name : new DefinitionSources((ConfigurableEnvironment) this.environment)
			.inOrder(TaskExecutorMapper.ROOT, bound.keySet())) {
			if (isEnabled(name)) {
				names.add(name);
			}
		}
		return names;
	}

	private boolean isEnabled(String name) {
		String property = DefinitionEntry.path(TaskExecutorMapper.ROOT, name) + ".enabled";
		return Binder.get(this.environment)
			.bind(ConfigurationPropertyName.adapt(property, '.'), Bindable.of(Boolean.class))
			.orElse(true);
	}

	private void register(String name, BeanDefinitionRegistry registry) {
		if (registry.containsBeanDefinition(name)) {
			String other = registry.getBeanDefinition(name).getBeanClassName();
			throw new InvalidDefinitionException(DefinitionEntry.path(TaskExecutorMapper.ROOT, name), name,
					"is the name of another bean" + ((other != null) ? " (" + other + ")" : ""),
					"Give the executor or the other bean another name.");
		}
		RootBeanDefinition definition = new RootBeanDefinition(ProcessTaskExecutor.class,
				() -> this.beans.getBean(TaskExecutors.class).create(name));
		definition.setDefaultCandidate(false);
		definition.setDependsOn(TaskExecutors.BEAN);
		definition.setDestroyMethodName("shutdownNow");
		registry.registerBeanDefinition(name, definition);
	}

}
