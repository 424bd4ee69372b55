package dev.processkit.launch;

import dev.processkit.ProcessExit;

/**
 * Follows one start of a worker's JVM. Thread-safe.
 */
interface JvmStart {

	/** Nobody wants to know. */
	JvmStart NONE = new JvmStart() {

		@Override
		public void ready() {
		}

		@Override
		public void exited(long pid, ProcessExit exit, boolean asked) {
		}

	};

	/** The worker is READY. */
	void ready();

	/**
	 * The JVM has ended.
	 * @param pid its pid
	 * @param exit how
	 * @param asked whether we had asked it to
	 */
	void exited(long pid, ProcessExit exit, boolean asked);

	/**
	 * Have something done when the process has ended, before anybody hears of it here.
	 * @param action what to do
	 * @return a follower that does it
	 */
	default JvmStart after(Runnable action) {
		JvmStart outer = this;
		return new JvmStart() {

			@Override
			public void ready() {
				outer.ready();
			}

			@Override
			public void exited(long pid, ProcessExit exit, boolean asked) {
				action.run();
				outer.exited(pid, exit, asked);
			}

		};
	}

}
