package dev.processkit.worker;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes a public method of a worker class an action: a command that operators and beans
 * give to one running worker by its name. The method takes at most one {@link String},
 * the argument ({@code null} when none was given), and at most one {@link WorkerContext},
 * and returns a {@link String} or nothing. What it throws goes to whoever asked; the
 * worker goes on.
 * <p>
 * The actions of a {@link LoopingWorker} or {@link BatchWorker} run on its thread between
 * two rounds, also while it is paused. Those of other workers run as their messages do,
 * also while it is paused, and at the same time as {@link Worker#run}: they must be
 * thread-safe.
 *
 * @since 0.1
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface ProcessAction {

	/**
	 * The name of the action, such as {@code reload-cache}; unique in its class.
	 * @return the name
	 */
	String value();

}
