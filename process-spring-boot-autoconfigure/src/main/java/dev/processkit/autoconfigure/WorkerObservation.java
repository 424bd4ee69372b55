package dev.processkit.autoconfigure;

import dev.processkit.observation.ObservedCallHandler;
import dev.processkit.worker.CallHandler;
import io.micrometer.observation.ObservationRegistry;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.util.ClassUtils;

/**
 * Observes the calls of a worker whose context has an {@link ObservationRegistry}.
 */
final class WorkerObservation {

	private WorkerObservation() {
	}

	static CallHandler of(CallHandler handler, BeanFactory beans) {
		boolean possible = ClassUtils.isPresent("io.micrometer.observation.ObservationRegistry",
				WorkerObservation.class.getClassLoader());
		return possible ? Registered.of(handler, beans) : handler;
	}

	/** Loaded only where Micrometer is. */
	private static final class Registered {

		static CallHandler of(CallHandler handler, BeanFactory beans) {
			ObservationRegistry registry = beans.getBeanProvider(ObservationRegistry.class).getIfAvailable();
			return (registry == null || registry.isNoop()) ? handler : new ObservedCallHandler(handler, registry);
		}

	}

}
