package dev.processkit;

import java.time.Duration;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * What else is run in the life of an instance: commands, or code of the application.
 *
 * @param beforeStart before each launch, which fails when this does; {@code null} for
 * nothing, as for the others
 * @param afterReady each time the instance has become ready
 * @param beforeStop before the stop signal, once no new requests are taken; not before a
 * KILL
 * @param afterExit each time its process has ended
 * @param timeout how long one may take; then it is killed or interrupted, and has failed
 * @since 0.1
 */
public record HookPolicy(@Nullable HookAction beforeStart, @Nullable HookAction afterReady,
		@Nullable HookAction beforeStop, @Nullable HookAction afterExit, Duration timeout) {

	/** Nothing. */
	public static final HookPolicy NONE = new HookPolicy(null, null, null, null, Duration.ofSeconds(30));

	public HookPolicy {
		if (timeout.isNegative() || timeout.isZero()) {
			throw new InvalidDefinitionException("timeout", timeout, "is not positive", "Use a duration such as 30s.");
		}
		requireName("before-start", beforeStart);
		requireName("after-ready", afterReady);
		requireName("before-stop", beforeStop);
		requireName("after-exit", afterExit);
	}

	private static void requireName(String property, @Nullable HookAction action) {
		if (action instanceof HookAction.Command command
				&& (command.argv().isEmpty() || command.argv().get(0).isBlank())) {
			throw new InvalidDefinitionException(property, command.argv(), "names no executable",
					"Begin with the executable, such as [mkdir, -p, data].");
		}
		if (action instanceof HookAction.Bean bean && bean.name().isBlank()) {
			throw new InvalidDefinitionException(property, bean, "names no bean",
					"Write the name of a bean of type dev.processkit.ProcessHook, such as bean:announcer.");
		}
	}

	/**
	 * What is run at a moment.
	 * @param moment the moment
	 * @return the action; {@code null} for nothing
	 */
	public @Nullable HookAction action(Moment moment) {
		return switch (moment) {
			case BEFORE_START -> this.beforeStart;
			case AFTER_READY -> this.afterReady;
			case BEFORE_STOP -> this.beforeStop;
			case AFTER_EXIT -> this.afterExit;
		};
	}

	/**
	 * When a hook is run.
	 */
	public enum Moment {

		/** Before a launch. */
		BEFORE_START,

		/** After an instance has become ready. */
		AFTER_READY,

		/** Before an instance is asked to end. */
		BEFORE_STOP,

		/** After a process has ended. */
		AFTER_EXIT;

		/**
		 * The moment as in the configuration.
		 * @return such as {@code before-start}
		 */
		@Override
		public String toString() {
			return name().toLowerCase(Locale.ROOT).replace('_', '-');
		}

	}

}
