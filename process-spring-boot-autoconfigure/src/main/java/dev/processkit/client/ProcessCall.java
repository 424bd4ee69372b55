package dev.processkit.client;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says how one method of a {@link ProcessClient} is called.
 *
 * @since 0.1
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface ProcessCall {

	/**
	 * The time a call may take, waiting for an instance included, such as {@code 2s}.
	 * Placeholders are resolved.
	 * @return the duration; empty for that of the interface
	 */
	String timeout() default "";

	/**
	 * Whether calling twice does no harm: the call is given to another instance when the
	 * one that had it exits.
	 * @return {@code false} by default: the caller is told that the worker exited
	 */
	boolean idempotent() default false;

	/**
	 * Whether the method returns as soon as the call is on its way. It must be
	 * {@code void}. A failure is logged and counted, the caller does not see it.
	 * @return {@code false} by default
	 */
	boolean fireAndForget() default false;

}
