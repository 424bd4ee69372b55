package dev.processkit.launch;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

import org.jspecify.annotations.Nullable;

/**
 * Compresses old log files, one at a time, on a thread of its own that is there while
 * there is work. Where lines come faster than it works, files stay as they are until
 * their time is over. Thread-safe.
 */
final class LogCompression implements Runnable, AutoCloseable {

	private static final System.Logger LOGGER = System.getLogger(LogCompression.class.getName());

	private static final long CLOSE_MILLIS = TimeUnit.SECONDS.toMillis(5);

	private final Set<LogFile> waiting = new LinkedHashSet<>();

	private @Nullable Thread thread;

	private volatile boolean closed;

	/**
	 * Compress the old files of a log file soon. Returns at once.
	 * @param file the log file
	 */
	synchronized void request(LogFile file) {
		if (this.closed) {
			return;
		}
		this.waiting.add(file);
		if (this.thread == null) {
			this.thread = new Thread(this, "log-compression");
			this.thread.setDaemon(true);
			this.thread.start();
		}
	}

	@Override
	public void run() {
		for (LogFile file = next(); file != null; file = next()) {
			try {
				compressOldOf(file);
			}
			catch (IOException ex) {
				LOGGER.log(System.Logger.Level.WARNING,
						"The old files of '" + file.path()
								+ "' cannot be compressed, and stay as they are. Check permissions and the space left.",
						ex);
			}
		}
	}

	/** Stop between two blocks; what is not done is done in the next run. */
	@Override
	public void close() {
		Thread running;
		synchronized (this) {
			this.closed = true;
			this.waiting.clear();
			running = this.thread;
		}
		if (running == null) {
			return;
		}
		try {
			running.join(CLOSE_MILLIS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private synchronized @Nullable LogFile next() {
		if (this.waiting.isEmpty()) {
			this.thread = null;
			return null;
		}
		LogFile file = this.waiting.iterator().next();
		this.waiting.remove(file);
		return file;
	}

	private void compressOldOf(LogFile file) throws IOException {
		RotatedFiles rotated = file.rotated();
		boolean more = true;
		while (more && !this.closed) {
			try (InputStream old = rotated.openForCompression(file.rotation().keep())) {
				more = old != null && compress(old, rotated.unfinished());
				if (more) {
					rotated.compressed();
				}
			}
			finally {
				rotated.abandon();
			}
		}
	}

	private boolean compress(InputStream from, Path to) throws IOException {
		byte[] buffer = new byte[64 * 1024];
		try (FileOutputStream file = new FileOutputStream(to.toFile()); QuickGzip out = new QuickGzip(file)) {
			int length;
			while ((length = from.read(buffer)) >= 0) {
				if (this.closed) {
					return false;
				}
				out.write(buffer, 0, length);
			}
			out.finish();
			// The original goes next: a machine that loses power must not have lost both.
			file.getFD().sync();
			return true;
		}
	}

	/** The processes need the processor more than the disk needs the last percent. */
	private static final class QuickGzip extends GZIPOutputStream {

		QuickGzip(OutputStream out) throws IOException {
			super(out, 64 * 1024);
			this.def.setLevel(Deflater.BEST_SPEED);
		}

	}

}
