package dev.processkit.client;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks an interface whose methods are answered by the worker of a process. The worker
 * class implements the interface; the application injects it and calls it.
 * <p>
 * The name of a method is what travels, so that workers in other languages can answer:
 * overloaded and generic methods are refused. A method that returns a
 * {@code CompletableFuture} or a {@code CompletionStage} does not block; any other blocks
 * until the worker has answered, unless {@link ProcessCall#fireAndForget()} is set.
 * Static and default methods run where they are called.
 *
 * @since 0.1
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface ProcessClient {

	/**
	 * The name of the process, such as {@code pricing}. Placeholders are resolved.
	 * @return the name
	 */
	String value();

	/**
	 * The time a call may take, waiting for an instance included, such as {@code 2s} or
	 * {@code ${pricing.timeout}}.
	 * @return the duration; empty for {@code process.clients.timeout}
	 */
	String timeout() default "";

	/**
	 * What turns arguments and results into bytes. An application's bean of this class is
	 * used there; otherwise, and always in the worker, it is made by its public
	 * constructor without parameters.
	 * @return the codec
	 */
	Class<? extends CallCodec> codec() default JsonCallCodec.class;

}
