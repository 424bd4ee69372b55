package dev.processkit.autoconfigure;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import dev.processkit.client.ClientContract;
import dev.processkit.client.ProcessClient;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.util.ClassUtils;

/**
 * Finds the interfaces with {@code @ProcessClient} in the packages of the application and
 * registers a bean for each, unless a {@code @Bean} method makes one.
 * <p>
 * A worker class that is a component implements the interface as well, but lives in its
 * own JVM: here it stays lazy, and the client is the primary candidate.
 */
final class ProcessClientRegistrar implements ImportBeanDefinitionRegistrar {

	private final ConfigurableListableBeanFactory beans;

	private final Environment environment;

	private final ResourceLoader resourceLoader;

	ProcessClientRegistrar(BeanFactory beans, Environment environment, ResourceLoader resourceLoader) {
		this.beans = (ConfigurableListableBeanFactory) beans;
		this.environment = environment;
		this.resourceLoader = resourceLoader;
	}

	@Override
	public void registerBeanDefinitions(AnnotationMetadata metadata, BeanDefinitionRegistry registry) {
		if (AutoConfigurationPackages.has(this.beans)) {
			Set<String> names = new TreeSet<>();
			Scanner scanner = new Scanner(this.environment, this.resourceLoader);
			for (String basePackage : AutoConfigurationPackages.get(this.beans)) {
				scanner.findCandidateComponents(basePackage).forEach((found) -> names.add(found.getBeanClassName()));
			}
			names.forEach((name) -> register(name, registry));
		}
	}

	private void register(String className, BeanDefinitionRegistry registry) {
		Class<?> type = ClassUtils.resolveClassName(className, this.resourceLoader.getClassLoader());
		ClientContract.of(type);
		List<BeanDefinition> others = definitionsOf(type);
		if (others.stream().allMatch(ProcessClientRegistrar::isComponent)) {
			others.forEach((worker) -> worker.setLazyInit(true));
			registry.registerBeanDefinition(className,
					definition(type, others.stream().noneMatch(BeanDefinition::isPrimary)));
		}
	}

	private List<BeanDefinition> definitionsOf(Class<?> type) {
		return List.of(this.beans.getBeanNamesForType(type, true, false))
			.stream()
			.filter(this.beans::containsBeanDefinition)
			.map(this.beans::getBeanDefinition)
			.toList();
	}

	private static boolean isComponent(BeanDefinition definition) {
		return definition instanceof AnnotatedBeanDefinition component && component.getFactoryMethodMetadata() == null;
	}

	private <T> RootBeanDefinition definition(Class<T> type, boolean primary) {
		RootBeanDefinition definition = new RootBeanDefinition(type,
				() -> this.beans.getBean(DeclaredClients.class).create(type));
		definition.setPrimary(primary);
		return definition;
	}

	/** Interfaces are no candidates by default. */
	private static final class Scanner extends ClassPathScanningCandidateComponentProvider {

		Scanner(Environment environment, ResourceLoader resourceLoader) {
			super(false, environment);
			setResourceLoader(resourceLoader);
			addIncludeFilter(new AnnotationTypeFilter(ProcessClient.class, false, true));
		}

		@Override
		protected boolean isCandidateComponent(AnnotatedBeanDefinition definition) {
			AnnotationMetadata metadata = definition.getMetadata();
			return metadata.isIndependent() && metadata.hasAnnotation(ProcessClient.class.getName());
		}

	}

}
