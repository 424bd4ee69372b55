package dev.processkit.worker;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * The main class of a worker's JVM. It takes the control wire for itself, so that what
 * the worker prints to {@code System.out} goes to the standard error stream and
 * {@code System.in} is empty.
 * <p>
 * On the way to READY it avoids what is slow in a young JVM: no sockets or channels, no
 * lambdas, no concatenation of strings.
 *
 * @since 0.1
 */
public final class WorkerMain {

	private WorkerMain() {
	}

	/**
	 * Become the worker that the first frame describes, and exit when it ends.
	 * @param args the paths to read the wire from and to write it to, such as
	 * {@code /dev/fd/4 /dev/fd/3}; none for standard input and output; {@code --attach}
	 * and the path of a pipe to have one application after the other; {@code --train} to
	 * show the JVM which classes a worker needs, and exit
	 * @throws IOException if a path cannot be opened
	 */
	public static void main(String[] args) throws IOException {
		if (args.length == 1 && args[0].equals(Training.ARGUMENT)) {
			live(new WorkerSession(Training.input(), OutputStream.nullOutputStream()));
		}
		if (args.length == 2 && args[0].equals(Attachments.ARGUMENT)) {
			live(new WorkerSession(new Attachments(args[1])));
		}
		if (args.length != 0 && args.length != 2) {
			System.err.println("WorkerMain takes two paths, to read from and to write to, or none");
			System.exit(2);
		}
		InputStream in = (args.length == 0) ? new FileInputStream(FileDescriptor.in) : new FileInputStream(args[0]);
		OutputStream out = (args.length == 0) ? new FileOutputStream(FileDescriptor.out)
				: new FileOutputStream(args[1]);
		live(new WorkerSession(in, out));
	}

	private static void live(WorkerSession session) {
		System.setIn(InputStream.nullInputStream());
		System.setOut(System.err);
		System.exit(session.run());
	}

}
