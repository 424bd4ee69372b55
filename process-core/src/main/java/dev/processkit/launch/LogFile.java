package dev.processkit.launch;

import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Objects;

import dev.processkit.LogRotation;
import org.jspecify.annotations.Nullable;

/**
 * A file that whole lines are appended to, by one instance or several. It is rotated, and
 * found again when somebody else has moved, deleted or cut it. A disk that is full loses
 * lines, never the draining of a process, and never a part of a line. Thread-safe.
 */
final class LogFile {

	private static final System.Logger LOGGER = System.getLogger(LogFile.class.getName());

	/** How often the file is looked at, and what has failed is tried again. */
	private static final long LOOK_MILLIS = 1000;

	private final Path path;

	private final Opener opener;

	private final InstantSource clock;

	private final ZoneId zone;

	private final RotatedFiles rotated;

	private LogRotation rotation;

	private OutputStream out;

	private @Nullable Object key;

	private boolean regular;

	private long size;

	private long periodEnd;

	private long lookedAt;

	private long rotateAgainAt = Long.MIN_VALUE;

	private boolean misplaced;

	private long lost;

	private volatile boolean reopen;

	/**
	 * Open a file to append to, with the directories above it.
	 * @param path the file
	 * @param rotation when to rotate it
	 * @param opener opens it
	 * @param clock the time
	 * @param zone whose midnight counts
	 * @throws IOException if it cannot be opened
	 */
	LogFile(Path path, LogRotation rotation, Opener opener, InstantSource clock, ZoneId zone) throws IOException {
		this.path = path;
		this.rotation = rotation;
		this.opener = opener;
		this.clock = clock;
		this.zone = zone;
		this.rotated = new RotatedFiles(path);
		this.out = open();
	}

	Path path() {
		return this.path;
	}

	RotatedFiles rotated() {
		return this.rotated;
	}

	synchronized LogRotation rotation() {
		return this.rotation;
	}

	/** Have another rotation from now on. */
	synchronized void rotateBy(LogRotation changed) {
		if (!changed.equals(this.rotation)) {
			this.rotation = changed;
			this.periodEnd = endOfPeriod(this.clock.millis());
		}
	}

	/** Have nothing written any more to what was the file until now. Does not block. */
	void reopen() {
		this.reopen = true;
	}

	/**
	 * Append lines.
	 * @param lines whole lines
	 * @param length how many bytes they have
	 * @return whether the file was rotated before
	 */
	synchronized boolean append(byte[] lines, int length) {
		long now = this.clock.millis();
		if (this.reopen || Math.abs(now - this.lookedAt) >= LOOK_MILLIS) {
			look(now);
		}
		boolean rotatedNow = false;
		if (isDue(now, length) && now >= this.rotateAgainAt) {
			// Whoever else rotates it may have done so just now.
			look(now);
			rotatedNow = isDue(now, length) && rotate(now);
		}
		try {
			this.out.write(lines, 0, length);
			this.size += length;
			written();
		}
		catch (IOException ex) {
			failed(ex, lines, length);
		}
		return rotatedNow;
	}

	synchronized void close() {
		try {
			this.out.close();
		}
		catch (IOException ex) {
			LOGGER.log(System.Logger.Level.DEBUG, "Closing '" + this.path + "'", ex);
		}
	}

	private OutputStream open() throws IOException {
		Path parent = this.path.getParent();
		if (parent != null) {
			Files.createDirectories(parent);
		}
		OutputStream opened = this.opener.open(this.path);
		BasicFileAttributes attributes = Files.readAttributes(this.path, BasicFileAttributes.class);
		this.key = attributes.fileKey();
		this.regular = attributes.isRegularFile();
		this.size = attributes.size();
		this.misplaced = false;
		this.lookedAt = this.clock.millis();
		// What an earlier run has written belongs to the period that it was written in.
		this.periodEnd = endOfPeriod((this.size > 0) ? attributes.lastModifiedTime().toMillis() : this.lookedAt);
		return opened;
	}

	private long endOfPeriod(long millis) {
		Instant end = this.rotation.endOfPeriod(Instant.ofEpochMilli(millis).atZone(this.zone));
		return end.equals(Instant.MAX) ? Long.MAX_VALUE : end.toEpochMilli();
	}

	/** See whether the path still names the open file. */
	private void look(long now) {
		boolean asked = this.reopen;
		this.reopen = false;
		this.lookedAt = now;
		try {
			BasicFileAttributes there = attributes();
			if (asked || there == null || !Objects.equals(there.fileKey(), this.key)) {
				OutputStream old = this.out;
				this.out = open();
				old.close();
			}
			else {
				this.size = there.size();
			}
		}
		catch (IOException ex) {
			misplaced("It is still written to where it was.", ex);
		}
	}

	private @Nullable BasicFileAttributes attributes() throws IOException {
		try {
			return Files.readAttributes(this.path, BasicFileAttributes.class);
		}
		catch (NoSuchFileException ex) {
			return null;
		}
	}

	private boolean isDue(long now, int more) {
		boolean full = this.rotation.maxSize() > 0 && this.size + more > this.rotation.maxSize();
		return (full || now >= this.periodEnd) && this.size > 0 && this.regular;
	}

	private boolean rotate(long now) {
		try {
			FilePermissions permissions = FilePermissions.of(this.path);
			int keep = this.rotation.keep();
			this.rotated.putAside(keep);
			OutputStream old = this.out;
			try {
				this.out = open();
			}
			catch (IOException ex) {
				if (keep > 0) {
					this.rotated.takeBack();
				}
				throw ex;
			}
			old.close();
			permissions.applyTo(this.path);
			return true;
		}
		catch (IOException ex) {
			this.rotateAgainAt = now + LOOK_MILLIS;
			misplaced("It is not rotated, and grows.", ex);
			return false;
		}
	}

	/** Leave no part of a line behind, and count those that are missing. */
	private void failed(IOException cause, byte[] lines, int length) {
		int whole = 0;
		try {
			long there = writtenSince();
			if (there > 0 && there <= length) {
				whole = endOfLine(lines, (int) there);
				try (RandomAccessFile file = new RandomAccessFile(this.path.toFile(), "rw")) {
					file.setLength(this.size + whole);
				}
				this.size += whole;
			}
		}
		catch (IOException ex) {
			cause.addSuppressed(ex);
		}
		if (this.lost == 0) {
			complain("Lines are missing from it until it can be written to again.", cause);
		}
		for (int i = whole; i < length; i++) {
			if (lines[i] == '\n') {
				this.lost++;
			}
		}
	}

	/** What a write that failed has left, if that can be told. */
	private long writtenSince() throws IOException {
		BasicFileAttributes named = attributes();
		if (!this.regular || named == null || !Objects.equals(named.fileKey(), this.key)) {
			return 0;
		}
		return named.size() - this.size;
	}

	private static int endOfLine(byte[] lines, int length) {
		int end = length;
		while (end > 0 && lines[end - 1] != '\n') {
			end--;
		}
		return end;
	}

	private void written() {
		if (this.lost > 0) {
			LOGGER.log(System.Logger.Level.WARNING,
					"'" + this.path + "' is written to again; " + this.lost + " lines are missing from it.");
			this.lost = 0;
		}
	}

	/** It stays where it is for now. Said once: the same happens at every attempt. */
	private void misplaced(String consequence, IOException cause) {
		if (!this.misplaced) {
			this.misplaced = true;
			complain(consequence, cause);
		}
	}

	private void complain(String consequence, IOException cause) {
		LOGGER.log(System.Logger.Level.WARNING, "There is trouble with the log file '" + this.path + "'. " + consequence
				+ " Check its permissions and the space left.", cause);
	}

	/**
	 * Opens a file to append to.
	 */
	@FunctionalInterface
	interface Opener {

		OutputStream open(Path path) throws IOException;

	}

}
