package dev.processkit.autoconfigure;

import java.lang.reflect.Method;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

import dev.processkit.executor.ProcessTaskExecutor;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.interceptor.AsyncUncaughtExceptionHandler;
import org.springframework.aop.interceptor.SimpleAsyncUncaughtExceptionHandler;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.core.BridgeMethodResolver;
import org.springframework.scheduling.annotation.AsyncConfigurer;

/**
 * Calls an {@code @Async} method in a worker.
 */
final class TaskAsyncInterceptor implements MethodInterceptor {

	private final TaskAsyncPostProcessor methods;

	private final BeanFactory beans;

	TaskAsyncInterceptor(TaskAsyncPostProcessor methods, BeanFactory beans) {
		this.methods = methods;
		this.beans = beans;
	}

	@Override
	public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
		Object bean = invocation.getThis();
		Class<?> type = (bean != null) ? AopUtils.getTargetClass(bean) : invocation.getMethod().getDeclaringClass();
		Method method = BridgeMethodResolver
			.findBridgedMethod(AopUtils.getMostSpecificMethod(invocation.getMethod(), type));
		String executor = this.methods.executorOf(method);
		if (executor == null) {
			return invocation.proceed();
		}
		return call(this.beans.getBean(executor, ProcessTaskExecutor.class), type, method, invocation.getArguments());
	}

	private @Nullable Object call(ProcessTaskExecutor executor, Class<?> type, Method method,
			@Nullable Object[] arguments) {
		Class<?> returns = method.getReturnType();
		if (returns != void.class && !returns.isAssignableFrom(CompletableFuture.class)) {
			throw new IllegalArgumentException("The @Async method " + method + " must return void, "
					+ Future.class.getSimpleName() + " or CompletableFuture");
		}
		CompletableFuture<@Nullable Object> future = executor.submit(BeanCall.of(type, method, arguments));
		if (returns != void.class) {
			return future;
		}
		future.whenComplete((nothing, failure) -> {
			if (failure != null) {
				handler().handleUncaughtException(failure, method, arguments);
			}
		});
		return null;
	}

	private AsyncUncaughtExceptionHandler handler() {
		AsyncConfigurer configurer = this.beans.getBeanProvider(AsyncConfigurer.class).getIfUnique();
		AsyncUncaughtExceptionHandler handler = (configurer != null) ? configurer.getAsyncUncaughtExceptionHandler()
				: null;
		return (handler != null) ? handler : new SimpleAsyncUncaughtExceptionHandler();
	}

}
