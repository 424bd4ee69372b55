package dev.processkit.benchmarks.program;

import java.io.IOException;

/**
 * What a user of {@code ProcessBuilder} would write: says that it is there, and waits for
 * the end of its input.
 *
 * @since 0.1
 */
public final class PipeChild {

	private PipeChild() {
	}

	/**
	 * Wait.
	 * @param args none
	 * @throws IOException if the pipe breaks
	 */
	public static void main(String[] args) throws IOException {
		System.out.println("ready");
		System.out.flush();
		Serving.untilInputEnds();
	}

}
