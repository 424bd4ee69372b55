package dev.processkit.autoconfigure;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import dev.processkit.executor.ProcessTaskExecutor;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.Advised;
import org.springframework.aop.support.AopUtils;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.beans.factory.config.EmbeddedValueResolver;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.AsyncAnnotationAdvisor;
import org.springframework.util.StringUtils;

/**
 * Lets {@code @Async} methods name a task executor. Spring would submit a lambda that
 * holds the bean, which cannot leave its JVM; so in front of Spring's interceptor stands
 * one of ours, which sends the names and the arguments. Beans that Spring has not made
 * asynchronous are left alone. It has no order, so it comes after Spring's own.
 */
final class TaskAsyncPostProcessor implements BeanPostProcessor {

	private final ConfigurableBeanFactory beans;

	private final EmbeddedValueResolver values;

	private final Map<Method, Optional<String>> executors = new ConcurrentHashMap<>();

	TaskAsyncPostProcessor(ConfigurableBeanFactory beans) {
		this.beans = beans;
		this.values = new EmbeddedValueResolver(beans);
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof Advised advised && !advised.isFrozen() && isAsync(advised)
				&& namesOurs(AopUtils.getTargetClass(bean))) {
			advised.addAdvisor(0, new DefaultPointcutAdvisor(new TaskAsyncInterceptor(this, this.beans)));
		}
		return bean;
	}

	private static boolean isAsync(Advised advised) {
		return Arrays.stream(advised.getAdvisors()).anyMatch(AsyncAnnotationAdvisor.class::isInstance);
	}

	private boolean namesOurs(Class<?> type) {
		for (Class<?> declaring = type; declaring != null; declaring = declaring.getSuperclass()) {
			if (Arrays.stream(declaring.getDeclaredMethods()).anyMatch((method) -> executorOf(method) != null)) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Find the task executor of a method.
	 * @param method the method, most specific
	 * @return the name of its bean; {@code null} if the method has none of ours
	 */
	@Nullable String executorOf(Method method) {
		return this.executors.computeIfAbsent(method, (key) -> Optional.ofNullable(find(key))).orElse(null);
	}

	private @Nullable String find(Method method) {
		Async async = AnnotatedElementUtils.findMergedAnnotation(method, Async.class);
		if (async == null) {
			async = AnnotatedElementUtils.findMergedAnnotation(method.getDeclaringClass(), Async.class);
		}
		String name = (async != null) ? this.values.resolveStringValue(async.value()) : null;
		boolean ours = StringUtils.hasText(name) && this.beans.containsBean(name)
				&& this.beans.isTypeMatch(name, ProcessTaskExecutor.class);
		return ours ? name : null;
	}

}
