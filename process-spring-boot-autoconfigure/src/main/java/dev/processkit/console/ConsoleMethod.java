package dev.processkit.console;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes a method of a bean a method of the admin console: <pre class="code">
 * &#064;ConsoleMethod(value = "mail.flush", help = "Sends what waits")
 * int flush(String queue, Optional&lt;Integer&gt; limit)
 * </pre>
 * <p>
 * Its parameters are bound from JSON by name or by position, its result is written as
 * JSON, both by Jackson; names of parameters need {@code -parameters}, which Spring
 * Boot's build plugins set. A parameter that is an {@code Optional} or {@code @Nullable}
 * may be left out. It is called on a thread of the connection: it may block, which holds
 * up the one client that called it, and several clients may call it at once. What it
 * throws reaches the client as its message, without the stack trace, which is logged.
 * <p>
 * A name that is taken, or begins with {@code process.}, {@code log.}, {@code system.} or
 * {@code console.}, fails the start of the application.
 *
 * @since 0.1
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface ConsoleMethod {

	/**
	 * The name of the method.
	 * @return words of letters, digits, dashes and underscores with dots between them, at
	 * least two words
	 */
	String value();

	/**
	 * What it does, for people who ask for help.
	 * @return a sentence without its full stop
	 */
	String help() default "";

}
