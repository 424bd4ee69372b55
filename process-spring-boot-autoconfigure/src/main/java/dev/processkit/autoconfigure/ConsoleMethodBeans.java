package dev.processkit.autoconfigure;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import dev.processkit.console.BeanMethod;
import dev.processkit.console.ConsoleMethod;

import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Finds the methods that beans add to the admin console. A bean is asked for when its
 * method is called: a lazy one stays lazy.
 */
final class ConsoleMethodBeans {

	private final ListableBeanFactory beans;

	ConsoleMethodBeans(ListableBeanFactory beans) {
		this.beans = beans;
	}

	List<BeanMethod> find() {
		List<BeanMethod> found = new ArrayList<>();
		for (String name : this.beans.getBeanNamesForType(Object.class, true, false)) {
			Class<?> type = this.beans.getType(name, false);
			if (type != null && AnnotationUtils.isCandidateClass(ClassUtils.getUserClass(type), ConsoleMethod.class)) {
				methods(ClassUtils.getUserClass(type)).forEach((method) -> found.add(method(name, method)));
			}
		}
		return found;
	}

	private static Set<Method> methods(Class<?> type) {
		return MethodIntrospector.selectMethods(type,
				(Method method) -> AnnotatedElementUtils.hasAnnotation(method, ConsoleMethod.class));
	}

	private BeanMethod method(String bean, Method method) {
		return new BeanMethod(method, (arguments) -> {
			Object target = this.beans.getBean(bean);
			Method invocable = AopUtils.selectInvocableMethod(method, target.getClass());
			ReflectionUtils.makeAccessible(invocable);
			return invocable.invoke(target, arguments);
		});
	}

}
