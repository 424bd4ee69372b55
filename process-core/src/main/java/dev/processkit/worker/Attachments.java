package dev.processkit.worker;

import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The applications that a daemon has, one after the other. Each makes two pipes and
 * writes their paths to a third one, which the daemon alone keeps open. Used by one
 * thread.
 */
final class Attachments {

	/** What tells the main class that there may be several. */
	static final String ARGUMENT = "--attach";

	/** By POSIX, {@code write()}: so much is written to a pipe as a whole. */
	private static final int LONGEST_LINE = 4096;

	private final RandomAccessFile announcements;

	/**
	 * Begin to wait for applications.
	 * @param path the pipe where they announce themselves
	 * @throws IOException if it cannot be opened
	 */
	Attachments(String path) throws IOException {
		// Both ways: it never ends, and keeps what is written while nobody reads.
		this.announcements = new RandomAccessFile(path, "rw");
	}

	/**
	 * Wait for the next application.
	 * @return the way to it
	 * @throws IOException if there can be none any more
	 */
	Attachment next() throws IOException {
		while (true) {
			String[] paths = line().split("\t", 2);
			if (paths.length == 2 && new File(paths[0]).exists() && new File(paths[1]).exists()) {
				try {
					return attach(paths[0], paths[1]);
				}
				catch (IOException ex) {
					System.err.println("An application was gone before it could be answered: " + ex.getMessage());
				}
			}
		}
	}

	/**
	 * Opening one way waits for the other end, which may be dead. So each pipe is opened
	 * both ways first; a dead end then shows as the end of the stream.
	 */
	private static Attachment attach(String in, String out) throws IOException {
		RandomAccessFile bothIn = new RandomAccessFile(in, "rw");
		FileInputStream fromApplication = new FileInputStream(in);
		RandomAccessFile bothOut = new RandomAccessFile(out, "rw");
		FileOutputStream toApplication = new FileOutputStream(out);
		bothIn.close();
		bothOut.close();
		return new Attachment(fromApplication, toApplication);
	}

	private String line() throws IOException {
		byte[] line = new byte[LONGEST_LINE];
		int length = 0;
		int next = this.announcements.read();
		while (next != '\n' && next >= 0 && length < LONGEST_LINE) {
			line[length++] = (byte) next;
			next = this.announcements.read();
		}
		if (next < 0) {
			throw new IOException("No application can attach any more: the pipe for it has ended");
		}
		return new String(Arrays.copyOf(line, length), StandardCharsets.UTF_8);
	}

	/**
	 * The way to one application.
	 *
	 * @param in what it says
	 * @param out what it hears
	 */
	record Attachment(InputStream in, OutputStream out) {

	}

}
