package dev.processkit;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * Commands that are run in the life of an instance, with the environment and directory of
 * its process. Each is an executable with its arguments; no shell unless it names one.
 *
 * @param beforeStart before each launch, which fails when the command does
 * @param afterReady each time the instance has become ready
 * @param beforeStop before the stop signal, once no new requests are taken; not before a
 * KILL
 * @param afterExit each time its process has ended
 * @param timeout how long one may take; then it is killed and has failed
 * @since 0.1
 */
public record HookPolicy(List<String> beforeStart, List<String> afterReady, List<String> beforeStop,
		List<String> afterExit, Duration timeout) {

	/** Nothing. */
	public static final HookPolicy NONE = new HookPolicy(List.of(), List.of(), List.of(), List.of(),
			Duration.ofSeconds(30));

	public HookPolicy {
		beforeStart = List.copyOf(beforeStart);
		afterReady = List.copyOf(afterReady);
		beforeStop = List.copyOf(beforeStop);
		afterExit = List.copyOf(afterExit);
		if (timeout.isNegative() || timeout.isZero()) {
			throw new InvalidDefinitionException("timeout", timeout, "is not positive", "Use a duration such as 30s.");
		}
		requireExecutable("before-start", beforeStart);
		requireExecutable("after-ready", afterReady);
		requireExecutable("before-stop", beforeStop);
		requireExecutable("after-exit", afterExit);
	}

	private static void requireExecutable(String property, List<String> command) {
		if (!command.isEmpty() && command.get(0).isBlank()) {
			throw new InvalidDefinitionException(property, command, "names no executable",
					"Begin with the executable, such as [mkdir, -p, data].");
		}
	}

	/**
	 * The command for a moment.
	 * @param moment the moment
	 * @return the command; empty for none
	 */
	public List<String> command(Moment moment) {
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
