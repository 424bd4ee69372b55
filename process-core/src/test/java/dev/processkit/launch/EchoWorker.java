package dev.processkit.launch;

import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Main class of worker-like JVMs: sends back each byte, and prints what could disturb the
 * channel.
 */
final class EchoWorker {

	private EchoWorker() {
	}

	public static void main(String[] args) throws Exception {
		System.out.println("text on standard output");
		System.err.println("text on standard error");
		System.out.println("heap " + (Runtime.getRuntime().maxMemory() >> 20));
		System.out.println("property " + System.getProperty("test.property"));
		try (InputStream in = new FileInputStream(args[0]); OutputStream out = new FileOutputStream(args[1])) {
			int value;
			while ((value = in.read()) >= 0) {
				out.write(value);
				System.out.println("echoed");
			}
		}
	}

}
