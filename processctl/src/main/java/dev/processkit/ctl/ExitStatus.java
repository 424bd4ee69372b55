package dev.processkit.ctl;

/**
 * What the exit code says to a script.
 */
final class ExitStatus {

	/** Done. */
	static final int DONE = 0;

	/** The request was refused or failed. */
	static final int FAILED = 1;

	/** The command line is wrong; nothing was asked. */
	static final int USAGE = 2;

	/** No connection, not let in, or no answer in time. */
	static final int NO_ANSWER = 3;

	/** There is no such process, instance or pid. */
	static final int UNKNOWN_TARGET = 4;

	/** Something that should be up is not. */
	static final int NOT_UP = 5;

	/** Nobody reads the output any more: what a shell reports for the signal PIPE. */
	static final int OUTPUT_CLOSED = 141;

	private ExitStatus() {
	}

}
