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
		public void exited(ProcessExit exit, boolean asked) {
		}

	};

	/** The worker is READY. */
	void ready();

	/**
	 * The JVM has ended.
	 * @param exit how
	 * @param asked whether we had asked it to
	 */
	void exited(ProcessExit exit, boolean asked);

}
