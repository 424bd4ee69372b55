package dev.processkit.benchmarks.program;

/**
 * The floor F of everything that starts a JVM: prints a line and ends.
 *
 * @since 0.1
 */
public final class Hello {

	private Hello() {
	}

	/**
	 * Print a line.
	 * @param args none
	 */
	public static void main(String[] args) {
		System.out.println("Hello");
	}

}
