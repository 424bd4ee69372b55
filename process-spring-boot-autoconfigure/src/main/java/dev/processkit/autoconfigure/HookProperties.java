package dev.processkit.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

import dev.processkit.HookAction;
import dev.processkit.HookPolicy;
import dev.processkit.InvalidDefinitionException;
import org.jspecify.annotations.Nullable;

import static dev.processkit.autoconfigure.PropertyPath.either;

/**
 * What else is run in the life of an instance. Each is a command with its arguments, or
 * {@code bean:} and the name of a bean.
 *
 * @param beforeStart Command, or bean:name, to run before each launch; if it fails, so
 * does the launch.
 * @param afterReady Command, or bean:name, to run each time an instance has become ready.
 * @param beforeStop Command, or bean:name, to run before an instance is asked to stop.
 * @param afterExit Command, or bean:name, to run each time the process of an instance has
 * ended.
 * @param timeout Time that each may take before it is killed or interrupted.
 */
record HookProperties(@Nullable List<String> beforeStart, @Nullable List<String> afterReady,
		@Nullable List<String> beforeStop, @Nullable List<String> afterExit, @Nullable Duration timeout) {

	private static final String BEAN = "bean:";

	HookProperties over(HookProperties defaults) {
		return new HookProperties(either(this.beforeStart, defaults.beforeStart),
				either(this.afterReady, defaults.afterReady), either(this.beforeStop, defaults.beforeStop),
				either(this.afterExit, defaults.afterExit), either(this.timeout, defaults.timeout));
	}

	HookPolicy toPolicy() {
		return new HookPolicy(action("before-start", this.beforeStart), action("after-ready", this.afterReady),
				action("before-stop", this.beforeStop), action("after-exit", this.afterExit),
				Objects.requireNonNullElse(this.timeout, HookPolicy.NONE.timeout()));
	}

	private static @Nullable HookAction action(String property, @Nullable List<String> words) {
		if (words == null || words.isEmpty()) {
			return null;
		}
		if (!words.get(0).startsWith(BEAN)) {
			return new HookAction.Command(words);
		}
		if (words.size() > 1) {
			throw new InvalidDefinitionException(property, words, "gives arguments to a bean",
					"Write the bean alone, such as '" + words.get(0) + "', and let it find what it needs.");
		}
		return new HookAction.Bean(words.get(0).substring(BEAN.length()).strip());
	}

}
