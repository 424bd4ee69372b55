package dev.processkit.launch;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.processkit.InstanceId;
import dev.processkit.InvalidDefinitionException;
import dev.processkit.ProcessLaunchException;
import org.jspecify.annotations.Nullable;

/**
 * Where an application writes down which daemons it has, for its next run. For the owner
 * only, and for one application at a time: two would take each other's daemons. Made when
 * it is first needed. Thread-safe.
 *
 * @since 0.1
 */
public final class DaemonDirectory implements AutoCloseable {

	private static final Pattern APPLICATION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

	private static final Pattern INSTANCE = Pattern.compile("(.+)-(\\d{1,9})");

	private final RuntimeDirectory run;

	private final @Nullable Path wanted;

	private final String application;

	private @Nullable Path path;

	private @Nullable SingleInstanceLock lock;

	private DaemonDirectory(RuntimeDirectory run, @Nullable Path wanted, String application) {
		this.run = run;
		this.wanted = wanted;
		this.application = application;
	}

	/**
	 * Choose the directory; nothing is made or locked yet.
	 * @param run the directory of this run, which tells who we are
	 * @param configured where; {@code null} for a place in the state directory of the
	 * user that goes by the name of the application
	 * @param application the name of the application; may be empty
	 * @return the directory
	 */
	public static DaemonDirectory of(RuntimeDirectory run, @Nullable Path configured, String application) {
		if (configured != null || !APPLICATION.matcher(application).matches()) {
			return new DaemonDirectory(run, configured, application);
		}
		return new DaemonDirectory(run,
				byDefault(System.getenv(), System.getProperty("user.home", ".")).resolve(application), application);
	}

	/** By the XDG base directory specification. */
	static Path byDefault(Map<String, String> environment, String home) {
		String state = environment.get("XDG_STATE_HOME");
		Path base = (state != null && Path.of(state).isAbsolute()) ? Path.of(state) : Path.of(home, ".local", "state");
		return base.resolve("processkit").resolve("daemons");
	}

	/**
	 * Make the directory and lock it, unless that was done before.
	 * @return the directory
	 * @throws InvalidDefinitionException if there is no place for it, or another
	 * application has it; the property is {@code process.daemon-directory}
	 * @throws ProcessLaunchException if it cannot be made, or others may write to it
	 */
	public synchronized Path open() {
		if (this.path != null) {
			return this.path;
		}
		if (this.wanted == null) {
			throw new InvalidDefinitionException("process.daemon-directory", "",
					"is needed to find daemons again: they go by the name of the application, which is '%s'"
						.formatted(this.application),
					"Set it, or set 'spring.application.name' to letters, digits, '.', '_' and '-'.");
		}
		try {
			Path made = ArchiveDirectory.open(this.wanted, Files.getOwner(this.run.path())).path();
			this.lock = SingleInstanceLock.lock("the daemons of " + this.application, made.resolve("lock"));
			this.path = made;
			return made;
		}
		catch (SingleInstanceLock.HeldException ex) {
			throw new InvalidDefinitionException("process.daemon-directory", this.wanted,
					"holds the daemons of an application that runs already (%s)".formatted(ex.getMessage()),
					"Stop that one, or give this one a directory or a name of its own.");
		}
		catch (IOException ex) {
			throw new ProcessLaunchException(
					"Cannot keep daemons in '%s': %s. Set 'process.daemon-directory' to a directory for the owner only."
						.formatted(this.wanted, ex.getMessage()),
					ex);
		}
	}

	/**
	 * Whether an earlier run has left something here, or may have.
	 * @return {@code false} if the directory was never made
	 */
	boolean exists() {
		return this.wanted != null && Files.isDirectory(this.wanted);
	}

	/** The place of an instance, which need not exist. */
	DaemonPlace place(InstanceId instance) {
		return new DaemonPlace(open().resolve(instance.toString()), instance);
	}

	/** All places that exist. */
	List<DaemonPlace> places() throws IOException {
		List<DaemonPlace> places = new ArrayList<>();
		try (DirectoryStream<Path> entries = Files.newDirectoryStream(open())) {
			for (Path entry : entries) {
				Matcher name = INSTANCE.matcher(entry.getFileName().toString());
				if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS) && name.matches()) {
					places.add(new DaemonPlace(entry, new InstanceId(name.group(1), Integer.parseInt(name.group(2)))));
				}
			}
		}
		return places;
	}

	/** Give the directory to the next application. What is written down stays. */
	@Override
	public synchronized void close() {
		if (this.lock != null) {
			this.lock.close();
			this.lock = null;
			this.path = null;
		}
	}

}
