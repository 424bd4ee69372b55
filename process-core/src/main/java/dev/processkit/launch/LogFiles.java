package dev.processkit.launch;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;

import dev.processkit.InstanceId;
import dev.processkit.LogPolicy;
import org.jspecify.annotations.Nullable;

/**
 * The log files that are open: whoever names the same file shares it, and the last one to
 * come says when it is rotated. Thread-safe.
 */
final class LogFiles implements AutoCloseable {

	private final InstantSource clock;

	private final ZoneId zone;

	private final LogFile.Opener opener;

	private final LogCompression compression = new LogCompression();

	private final Map<Path, Shared> open = new HashMap<>();

	LogFiles() {
		// Not a channel, which an interrupt of the writing thread would close.
		this(InstantSource.system(), ZoneId.systemDefault(), (path) -> new FileOutputStream(path.toFile(), true));
	}

	LogFiles(InstantSource clock, ZoneId zone, LogFile.Opener opener) {
		this.clock = clock;
		this.zone = zone;
		this.opener = opener;
	}

	/**
	 * Open the file for the lines of an instance.
	 * @param policy where lines go
	 * @param instance the instance
	 * @return the way into the file, to be closed; {@code null} when they go elsewhere
	 * @throws IOException if it cannot be opened
	 */
	@Nullable LogWriter open(LogPolicy policy, InstanceId instance) throws IOException {
		Path named = policy.fileOf(instance);
		if (named == null) {
			return null;
		}
		Path path = realPath(named);
		synchronized (this) {
			Shared shared = this.open.get(path);
			if (shared == null) {
				shared = new Shared(new LogFile(path, policy.rotation(), this.opener, this.clock, this.zone));
				this.open.put(path, shared);
			}
			shared.users++;
			shared.file.rotateBy(policy.rotation());
			compress(shared.file);
			return new LogWriter(this, shared.file,
					(policy.format() == LogPolicy.Format.JSON) ? new JsonLines(instance, this.clock) : LineFormat.TEXT);
		}
	}

	/** Called when a file was rotated, and for what an earlier run has left. */
	void compress(LogFile file) {
		if (file.rotation().rotates() && file.rotation().compress()) {
			this.compression.request(file);
		}
	}

	synchronized void release(LogFile file) {
		Shared shared = this.open.get(file.path());
		if (shared != null && --shared.users == 0) {
			this.open.remove(file.path());
			file.close();
		}
	}

	@Override
	public void close() {
		this.compression.close();
	}

	/** One file must not be open twice under two names. */
	private static Path realPath(Path named) throws IOException {
		Path absolute = named.toAbsolutePath().normalize();
		if (Files.exists(absolute)) {
			return absolute.toRealPath();
		}
		Path parent = absolute.getParent();
		if (parent == null) {
			return absolute;
		}
		Files.createDirectories(parent);
		return parent.toRealPath().resolve(absolute.getFileName());
	}

	private static final class Shared {

		private final LogFile file;

		private int users;

		private Shared(LogFile file) {
			this.file = file;
		}

	}

}
