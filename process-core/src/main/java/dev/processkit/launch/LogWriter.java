package dev.processkit.launch;

/**
 * The way of one instance into its log file: gathers whole lines, so that those of
 * several instances do not mix. Not thread-safe.
 */
final class LogWriter implements AutoCloseable {

	private static final int SMALL = 8 * 1024;

	private static final int LARGE = 64 * 1024;

	private final LogFiles files;

	private final LogFile file;

	private final LineFormat format;

	private byte[] gathered = new byte[SMALL];

	private int length;

	LogWriter(LogFiles files, LogFile file, LineFormat format) {
		this.files = files;
		this.file = file;
		this.format = format;
	}

	/**
	 * Say who writes.
	 * @param pid the process
	 * @param stream what it writes to; empty if that is not known
	 */
	void from(long pid, String stream) {
		this.format.from(pid, stream);
	}

	void append(String line) {
		byte[] bytes = this.format.format(line);
		if (this.length > 0 && this.length + bytes.length + 1 > limit()) {
			flush();
		}
		if (this.length + bytes.length + 1 > this.gathered.length) {
			byte[] larger = new byte[Math.max(LARGE, this.length + bytes.length + 1)];
			System.arraycopy(this.gathered, 0, larger, 0, this.length);
			this.gathered = larger;
		}
		System.arraycopy(bytes, 0, this.gathered, this.length, bytes.length);
		this.length += bytes.length;
		this.gathered[this.length++] = '\n';
	}

	void flush() {
		if (this.length > 0) {
			if (this.file.append(this.gathered, this.length)) {
				this.files.compress(this.file);
			}
			this.length = 0;
			if (this.gathered.length > LARGE) {
				// It was a long line.
				this.gathered = new byte[LARGE];
			}
		}
	}

	/** Have the next lines written to whatever the file's name means then. */
	void reopen() {
		this.file.reopen();
	}

	@Override
	public void close() {
		flush();
		this.files.release(this.file);
	}

	/** More at once would not fit into one file. */
	private int limit() {
		long largest = this.file.rotation().maxSize();
		return (largest > 0) ? (int) Math.min(LARGE, largest) : LARGE;
	}

}
