package dev.processkit.launch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Properties;

import dev.processkit.InstanceId;
import dev.processkit.ProcessIdentity;
import dev.processkit.ProcessSignal;
import dev.processkit.StopPolicy;
import org.jspecify.annotations.Nullable;

/**
 * What is written down of a daemon, so that a later application finds it, knows it from
 * any other process, and can end it although nobody declares it any more.
 *
 * @param token what its environment carries, and no other daemon's
 * @param fingerprint of what it was launched from
 * @param stop how to end it
 * @param pid its pid; 0 while nobody knows
 * @param startTicks as in {@link ProcessIdentity}
 */
record DaemonRecord(String token, String fingerprint, StopPolicy stop, long pid, long startTicks) {

	private static final SecureRandom RANDOM = new SecureRandom();

	/** A daemon that is about to be launched. */
	static DaemonRecord begin(String fingerprint, StopPolicy stop) {
		return new DaemonRecord("daemon-" + Long.toString(RANDOM.nextLong(Long.MAX_VALUE), 36), fingerprint, stop, 0,
				0);
	}

	DaemonRecord of(ProcessIdentity identity) {
		return new DaemonRecord(this.token, this.fingerprint, this.stop, identity.pid(), identity.startTicks());
	}

	/** What its environment says, so that it is nobody else's. */
	String mark(InstanceId instance) {
		return this.token + "/" + instance;
	}

	/**
	 * Whether this very process lives: pid and start time alone may be those of another
	 * one after a restart of the machine.
	 */
	boolean isAlive(InstanceId instance) {
		return this.pid != 0 && ProcessTable.isAlive(new ProcessIdentity(this.pid, this.startTicks, Instant.EPOCH))
				&& mark(instance).equals(EnvironmentMark.of(this.pid, EnvironmentMark.INSTANCE));
	}

	/**
	 * Read a record.
	 * @param file the file
	 * @return the record; {@code null} if there is none
	 * @throws IOException if it cannot be read, or is by another version
	 */
	static @Nullable DaemonRecord read(Path file) throws IOException {
		try {
			Properties entries = new Properties();
			try (InputStream in = Files.newInputStream(file)) {
				entries.load(in);
			}
			StopPolicy stop = new StopPolicy(ProcessSignal.valueOf(required(entries, "signal")),
					Duration.parse(required(entries, "grace-period")), Boolean.parseBoolean(required(entries, "tree")));
			return new DaemonRecord(required(entries, "token"), required(entries, "fingerprint"), stop,
					Long.parseLong(required(entries, "pid")), Long.parseLong(required(entries, "start-ticks")));
		}
		catch (NoSuchFileException ex) {
			return null;
		}
		catch (RuntimeException ex) {
			// Launching another one beside it would be worse.
			throw new IOException(
					"'%s' cannot be read (%s), so that its daemon is not found; end that one if it runs, and remove the file"
						.formatted(file, ex.getMessage()),
					ex);
		}
	}

	private static String required(Properties entries, String key) {
		String value = entries.getProperty(key);
		if (value == null) {
			throw new IllegalArgumentException("no '%s'".formatted(key));
		}
		return value;
	}

	/** Write it, as a whole or not at all. */
	void write(Path file) throws IOException {
		Path draft = file.resolveSibling(file.getFileName() + ".draft");
		Files.deleteIfExists(draft);
		Files.createFile(draft, ArchiveDirectory.fileMode());
		Files.write(draft,
				List.of("token " + this.token, "fingerprint " + this.fingerprint, "signal " + this.stop.signal().name(),
						"grace-period " + this.stop.gracePeriod(), "tree " + this.stop.killTree(), "pid " + this.pid,
						"start-ticks " + this.startTicks));
		Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
	}

}
