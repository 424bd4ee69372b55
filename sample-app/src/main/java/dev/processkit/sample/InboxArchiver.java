package dev.processkit.sample;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

import org.jspecify.annotations.Nullable;

import dev.processkit.shared.SharedRow;
import dev.processkit.shared.SharedTable;
import dev.processkit.shared.SharedTables;
import dev.processkit.worker.BatchWorker;
import dev.processkit.worker.WorkerContext;

/**
 * A worker that does one job after the other while there are any: compresses files that
 * have lain in the inbox for long, the oldest first. Arguments: {@code inbox},
 * {@code archive} and {@code older-than}. What it has done is counted in memory that the
 * application shares, so nobody has to ask it.
 */
public class InboxArchiver implements BatchWorker {

	static final String TABLE = "archive";

	static final String TOTAL = "total";

	private final Supplier<SharedTable> opening;

	/** Files that cannot be archived, so that each is mentioned once. */
	private final Set<Path> skipped = new HashSet<>();

	private Archive archive = new Archive(Path.of(""), Path.of(""), Duration.ZERO);

	public InboxArchiver() {
		this(() -> SharedTables.inherited().table(TABLE));
	}

	InboxArchiver(Supplier<SharedTable> opening) {
		this.opening = opening;
	}

	@Override
	public void spinUp(WorkerContext context) throws IOException {
		Path inbox = Files.createDirectories(InboxIndexer.argument(context, "inbox"));
		Path directory = Files.createDirectories(InboxIndexer.argument(context, "archive"));
		this.archive = new Archive(inbox, directory, Duration.parse(context.args().getOrDefault("older-than", "P30D")));
	}

	@Override
	public boolean next(WorkerContext context) throws IOException {
		Path file = this.archive.oldest(this.skipped);
		if (file == null) {
			return false;
		}
		try {
			long size = Files.size(file);
			Path compressed = this.archive.take(file);
			count(size, Files.size(compressed));
			System.out.println("Archived " + file.getFileName());
		}
		catch (IOException ex) {
			this.skipped.add(file);
			System.out.println("Skipped " + file.getFileName() + ": " + ex);
		}
		return true;
	}

	/** All columns at once: whoever reads sees no half of it. */
	private void count(long size, long compressed) {
		SharedTable table = this.opening.get();
		SharedRow row = table.get(TOTAL);
		table.set(TOTAL, Map.of("files", value(row, "files") + 1, "bytes", value(row, "bytes") + size, "compressed",
				value(row, "compressed") + compressed));
	}

	private static long value(@Nullable SharedRow row, String column) {
		return (row != null) ? row.getLong(column) : 0;
	}

	private record Archive(Path inbox, Path directory, Duration age) {

		@Nullable Path oldest(Set<Path> skipped) throws IOException {
			Instant due = Instant.now().minus(this.age);
			try (Stream<Path> files = Files.list(this.inbox)) {
				return files.filter((file) -> Files.isRegularFile(file) && !skipped.contains(file))
					.filter((file) -> modified(file).toInstant().isBefore(due))
					.min(Comparator.comparing(Archive::modified))
					.orElse(null);
			}
		}

		/** Whole or not at all, and the file goes only when its archive is there. */
		Path take(Path file) throws IOException {
			Path target = this.directory
				.resolve(file.getFileName() + "." + modified(file).toInstant().getEpochSecond() + ".gz");
			Path draft = Files.createTempFile(this.directory, "archive", ".tmp");
			try {
				try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(draft))) {
					Files.copy(file, out);
				}
				Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
			}
			finally {
				Files.deleteIfExists(draft);
			}
			Files.delete(file);
			return target;
		}

		/** A file that goes meanwhile is young, so it is left alone. */
		private static FileTime modified(Path file) {
			try {
				return Files.getLastModifiedTime(file);
			}
			catch (IOException ex) {
				return FileTime.from(Instant.MAX);
			}
		}

	}

}
