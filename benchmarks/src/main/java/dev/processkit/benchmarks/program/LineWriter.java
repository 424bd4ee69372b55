package dev.processkit.benchmarks.program;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;

import com.sun.management.OperatingSystemMXBean;

/**
 * Prints lines of 100 bytes where there is no C compiler: in writes of 8 KB, or one write
 * each; then its processor time in milliseconds on standard error.
 *
 * @since 0.1
 */
public final class LineWriter {

	private static final int LINE = 100;

	private static final int LINES = 80;

	private LineWriter() {
	}

	/**
	 * Print.
	 * @param args how many MiB, and {@code bulk} or {@code each}
	 * @throws IOException if nobody reads
	 */
	public static void main(String[] args) throws IOException {
		byte[] block = new byte[LINE * LINES];
		Arrays.fill(block, (byte) 'x');
		for (int i = 1; i <= LINES; i++) {
			block[i * LINE - 1] = '\n';
		}
		int step = args[1].equals("bulk") ? LINES : 1;
		try (FileOutputStream out = new FileOutputStream(FileDescriptor.out)) {
			for (long left = Long.parseLong(args[0]) * (1 << 20) / LINE; left > 0; left -= step) {
				out.write(block, 0, (int) Math.min(left, step) * LINE);
			}
		}
		System.err.println("cpu "
				+ ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime() / 1_000_000);
	}

}
