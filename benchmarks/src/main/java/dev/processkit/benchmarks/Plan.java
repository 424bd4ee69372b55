package dev.processkit.benchmarks;

import java.time.Duration;

/**
 * How much is measured.
 *
 * @param quick whether to look only that everything works: few and short rounds, of which
 * no figure can be trusted
 * @since 0.1
 */
public record Plan(boolean quick) {

	/**
	 * The number of rounds.
	 * @param full in a full run
	 * @return as many, or two in a quick run
	 */
	public int rounds(int full) {
		return this.quick ? Math.min(2, full) : full;
	}

	/**
	 * How long one turn of a load takes.
	 * @return the time
	 */
	public Duration turn() {
		return Duration.ofMillis(this.quick ? 40 : 180);
	}

	/**
	 * How long a contender is warmed for each load.
	 * @return the time; long enough for the compilers of JVMs in a full run
	 */
	public Duration warmup() {
		return Duration.ofMillis(this.quick ? 40 : 400);
	}

	/**
	 * Pick one of two.
	 * @param full in a full run
	 * @param quickly in a quick one
	 * @param <T> what is picked
	 * @return one of them
	 */
	public <T> T pick(T full, T quickly) {
		return this.quick ? quickly : full;
	}

}
