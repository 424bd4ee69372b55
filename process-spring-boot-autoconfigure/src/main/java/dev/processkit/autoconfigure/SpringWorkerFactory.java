package dev.processkit.autoconfigure;

import java.util.Map;

import dev.processkit.ProcessException;
import dev.processkit.client.WorkerCalls;
import dev.processkit.worker.CallHandler;
import dev.processkit.worker.CallHandlerFactory;
import dev.processkit.worker.WorkerContext;
import dev.processkit.worker.WorkerFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.support.PropertySourcesPlaceholderConfigurer;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.util.ClassUtils;

/**
 * Makes a worker that is a Spring component, in a small context in the child JVM: the
 * class itself, what it imports, the {@link WorkerContext}, and the environment of the
 * application. There is no component scan, no web server, and no auto-configuration but
 * what the class asks for by {@code @ImportAutoConfiguration}. Calls are observed when
 * there is an {@code ObservationRegistry} among it.
 *
 * @since 0.1
 */
public final class SpringWorkerFactory implements WorkerFactory, CallHandlerFactory {

	private @Nullable AnnotationConfigApplicationContext context;

	private @Nullable WorkerLogging logging;

	@Override
	public Object create(String type, WorkerContext context, Map<String, String> settings) {
		ClassLoader classLoader = Thread.currentThread().getContextClassLoader();
		try {
			this.logging = WorkerLogging.prepare(classLoader);
			ConfigurableEnvironment environment = WorkerEnvironment.of(settings);
			this.logging.start(environment);
			this.context = new AnnotationConfigApplicationContext();
			return start(this.context, ClassUtils.forName(type, classLoader), context, environment);
		}
		catch (Exception | LinkageError ex) {
			close();
			throw new ProcessException(describe(type, ex), ex);
		}
	}

	@Override
	public CallHandler create(Object worker, Map<String, String> settings) throws Exception {
		CallHandler handler = new WorkerCalls().create(worker, settings);
		return (this.context != null) ? WorkerObservation.of(handler, this.context) : handler;
	}

	/**
	 * Start the context of the worker once and close it.
	 */
	@Override
	public void prepare(String type, WorkerContext context, Map<String, String> settings) {
		create(type, context, settings);
		close();
	}

	private Object start(AnnotationConfigApplicationContext spring, Class<?> type, WorkerContext context,
			ConfigurableEnvironment environment) {
		spring.setId(context.instance());
		spring.setEnvironment(environment);
		ConfigurableListableBeanFactory beans = spring.getBeanFactory();
		beans.setConversionService(new ApplicationConversionService());
		beans.registerSingleton("workerContext", context);
		AutoConfigurationPackages.register(spring, ClassUtils.getPackageName(type));
		spring.registerBean(PropertySourcesPlaceholderConfigurer.class);
		spring.register(type);
		spring.refresh();
		return spring.getBean(type);
	}

	private String describe(String type, Throwable failure) {
		Throwable root = NestedExceptionUtils.getRootCause(failure);
		Throwable cause = (root != null) ? root : failure;
		String remedy = (cause instanceof NoSuchBeanDefinitionException)
				? " Only what the class imports is there: add @Import, @ImportAutoConfiguration or "
						+ "@EnableConfigurationProperties to it."
				: "";
		return "Spring cannot make the worker '%s': %s: %s%s".formatted(type, cause.getClass().getSimpleName(),
				cause.getMessage(), remedy);
	}

	@Override
	public void close() {
		if (this.context != null) {
			this.context.close();
			this.context = null;
		}
		if (this.logging != null) {
			this.logging.stop();
			this.logging = null;
		}
	}

}
