package dev.processkit.autoconfigure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Tells of files that have changed, once they have been left alone for a while. Watched
 * are the directories that hold them: editors and Kubernetes do not write a file, they
 * put another one in its place. A directory counts with what is below it, up to
 * {@value #MOST} files.
 */
final class FileSentry implements Lookout.Sentry {

	/** How much of a directory is looked at. */
	static final int MOST = 10_000;

	private final Supplier<Set<Path>> files;

	private final Duration settle;

	private final Runnable action;

	private Map<Path, Stamp> stamps;

	private @Nullable Instant changed;

	/**
	 * Watch files and directories.
	 * @param files what to watch, absolute; need not exist
	 * @param settle how long nothing must change
	 * @param action is called then
	 */
	FileSentry(Supplier<Set<Path>> files, Duration settle, Runnable action) {
		this.files = files;
		this.settle = settle;
		this.action = action;
		this.stamps = stamps();
	}

	@Override
	public Set<Path> directories() {
		Set<Path> directories = new LinkedHashSet<>();
		for (Path file : this.files.get()) {
			addParent(directories, file);
			if (Files.isSymbolicLink(file)) {
				addParent(directories, real(file));
			}
			if (Files.isDirectory(file)) {
				below(file).filter(Files::isDirectory).forEach(directories::add);
			}
		}
		return directories;
	}

	private static void addParent(Set<Path> directories, Path file) {
		Path parent = file.getParent();
		while (parent != null && !Files.isDirectory(parent)) {
			parent = parent.getParent();
		}
		if (parent != null) {
			directories.add(parent);
		}
	}

	@Override
	public void touched(@Nullable Path directory, Set<String> names, Instant now) {
		if (directory != null && this.files.get().stream().noneMatch((file) -> isConcerned(file, directory, names))) {
			return;
		}
		Map<Path, Stamp> current = stamps();
		if (!current.equals(this.stamps)) {
			this.stamps = current;
			this.changed = now;
		}
	}

	/** Beside a plain file others may be written all the time, such as a log. */
	private static boolean isConcerned(Path file, Path directory, Set<String> names) {
		boolean plain = Files.isRegularFile(file) && !Files.isSymbolicLink(file) && directory.equals(file.getParent());
		return !plain || names.contains("null") || names.contains(String.valueOf(file.getFileName()));
	}

	@Override
	public @Nullable Instant due() {
		return (this.changed != null) ? this.changed.plus(this.settle) : null;
	}

	@Override
	public void call(Instant now) {
		this.changed = null;
		this.action.run();
	}

	private Map<Path, Stamp> stamps() {
		Map<Path, Stamp> found = new HashMap<>();
		for (Path file : this.files.get()) {
			if (Files.isDirectory(file)) {
				below(file).forEach((path) -> found.put(path, Stamp.of(path)));
			}
			else {
				found.put(file, Stamp.of(file));
			}
		}
		return found;
	}

	private static Stream<Path> below(Path directory) {
		try (Stream<Path> walk = Files.walk(directory, FileVisitOption.FOLLOW_LINKS)) {
			return walk.limit(MOST).toList().stream();
		}
		catch (IOException | UncheckedIOException ex) {
			// It is going at this moment; that is seen by its parent.
			return Stream.of(directory);
		}
	}

	private static Path real(Path file) {
		try {
			return file.toRealPath();
		}
		catch (IOException ex) {
			return file;
		}
	}

	/**
	 * What tells one content of a file from another.
	 *
	 * @param real where it lies
	 * @param key which it is there; {@code null} where the file system does not say
	 * @param modified when it was written, {@code null} if there is none
	 * @param size how long it is
	 */
	private record Stamp(Path real, @Nullable Object key, @Nullable FileTime modified, long size) {

		static Stamp of(Path file) {
			try {
				BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
				// The entries of a directory stand for themselves.
				boolean directory = attributes.isDirectory();
				return new Stamp(FileSentry.real(file), attributes.fileKey(),
						directory ? null : attributes.lastModifiedTime(), directory ? 0 : attributes.size());
			}
			catch (IOException ex) {
				return new Stamp(file, null, null, -1);
			}
		}

	}

}
