package dev.processkit.launch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

import org.jspecify.annotations.Nullable;

/**
 * The old files beside a log file: {@code mailer.log.1}, the youngest, and so on, with
 * {@code .gz} at the end once they are compressed. Every step is a rename, so that
 * whoever dies between two of them loses nothing. Thread-safe: files move up while one of
 * them is being compressed.
 */
final class RotatedFiles {

	private final Path current;

	/** The number that the file under compression has by now; 0 for none. */
	private int compressing;

	RotatedFiles(Path current) {
		this.current = current;
	}

	/**
	 * Put the current file aside as the youngest one.
	 * @param keep how many to keep, it included
	 * @throws IOException if it stays where it is
	 */
	synchronized void putAside(int keep) throws IOException {
		// Those above a gap need not move, and those beyond go, should fewer be kept now.
		int free = 1;
		while (free < keep && exists(free)) {
			free++;
		}
		for (int i = (free == keep) ? keep : keep + 1; exists(i); i++) {
			delete(i);
		}
		for (int i = free - 1; i >= 1; i--) {
			moveUp(i);
		}
		if (keep > 0) {
			Files.move(this.current, plain(1));
		}
		else {
			Files.delete(this.current);
		}
	}

	/**
	 * Undo that, should no new file be to be had.
	 * @throws IOException if it cannot be undone
	 */
	synchronized void takeBack() throws IOException {
		Files.move(plain(1), this.current);
	}

	/**
	 * Open a file to compress. After a crash that can be one that was chosen before.
	 * @param keep how many there may be
	 * @return the content of the youngest that is not compressed, whatever it is called
	 * by the time it is read; {@code null} if there is none
	 * @throws IOException if what a crash has left cannot be cleared away
	 */
	synchronized @Nullable InputStream openForCompression(int keep) throws IOException {
		Files.deleteIfExists(unfinished());
		for (int i = 1; i <= keep && exists(i); i++) {
			if (Files.exists(plain(i)) && Files.exists(compressed(i))) {
				// The compressed one is whole: it gets its name when it is.
				Files.delete(plain(i));
			}
			else if (Files.exists(plain(i))) {
				Files.createFile(unfinished());
				FilePermissions.of(plain(i)).applyTo(unfinished());
				this.compressing = i;
				return Files.newInputStream(plain(i));
			}
		}
		return null;
	}

	/**
	 * Where the compressed bytes go until they are all there.
	 * @return a file that no glob for old files matches
	 */
	Path unfinished() {
		return this.current.resolveSibling("." + this.current.getFileName() + ".gz.part");
	}

	/**
	 * Have the compressed file take the place of the chosen one, wherever that is now.
	 * @throws IOException if it cannot
	 */
	synchronized void compressed() throws IOException {
		int number = this.compressing;
		this.compressing = 0;
		if (number == 0) {
			Files.deleteIfExists(unfinished());
			return;
		}
		Files.move(unfinished(), compressed(number), StandardCopyOption.ATOMIC_MOVE);
		Files.deleteIfExists(plain(number));
	}

	/**
	 * Leave the chosen file as it is.
	 * @throws IOException if what was begun cannot be removed
	 */
	synchronized void abandon() throws IOException {
		this.compressing = 0;
		Files.deleteIfExists(unfinished());
	}

	private void moveUp(int number) throws IOException {
		if (Files.exists(plain(number))) {
			Files.move(plain(number), plain(number + 1), StandardCopyOption.REPLACE_EXISTING);
		}
		if (Files.exists(compressed(number))) {
			Files.move(compressed(number), compressed(number + 1), StandardCopyOption.REPLACE_EXISTING);
		}
		if (this.compressing == number) {
			this.compressing = number + 1;
		}
	}

	private void delete(int number) throws IOException {
		Files.deleteIfExists(plain(number));
		Files.deleteIfExists(compressed(number));
		if (this.compressing == number) {
			this.compressing = 0;
		}
	}

	private boolean exists(int number) {
		return Files.exists(plain(number)) || Files.exists(compressed(number));
	}

	private Path plain(int number) {
		return this.current.resolveSibling(this.current.getFileName() + "." + number);
	}

	private Path compressed(int number) {
		return this.current.resolveSibling(this.current.getFileName() + "." + number + ".gz");
	}

}
