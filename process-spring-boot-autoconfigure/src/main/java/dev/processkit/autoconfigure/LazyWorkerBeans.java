package dev.processkit.autoconfigure;

import java.util.List;

import dev.processkit.worker.MessageHandler;
import dev.processkit.worker.RoundWorker;
import dev.processkit.worker.Worker;

import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Keeps the application from making the workers that its component scan finds: they live
 * in child JVMs, and what they depend on, such as the worker context, may exist only
 * there. Workers of {@code @Bean} methods are left alone.
 */
final class LazyWorkerBeans implements BeanFactoryPostProcessor {

	private static final List<Class<?>> WORKER_TYPES = List.of(Worker.class, RoundWorker.class, MessageHandler.class,
			MessageHandler.OfBytes.class);

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
		for (Class<?> type : WORKER_TYPES) {
			for (String name : beanFactory.getBeanNamesForType(type, true, false)) {
				if (beanFactory.containsBeanDefinition(name)) {
					makeLazy(beanFactory.getBeanDefinition(name));
				}
			}
		}
	}

	private void makeLazy(BeanDefinition definition) {
		if (definition instanceof AnnotatedBeanDefinition component && component.getFactoryMethodMetadata() == null) {
			definition.setLazyInit(true);
		}
	}

}
