package dev.processkit.launch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

import dev.processkit.InstanceId;
import dev.processkit.LogPolicy;
import dev.processkit.ProcessDefinition;
import dev.processkit.ProcessException;
import dev.processkit.ProcessLaunchException;
import dev.processkit.Program;
import org.jspecify.annotations.Nullable;

/**
 * Launches daemons, unless they are there already: those of an earlier run are adopted if
 * they are what would be launched today, and ended otherwise. Never are there two.
 * Thread-safe; for one instance by one thread at a time.
 */
final class Daemons {

	private static final System.Logger LOGGER = System.getLogger(Daemons.class.getName());

	/** What dies of a KILL is gone by then. */
	private static final long KILL_SECONDS = 10;

	private final LaunchTools tools;

	private final DaemonDirectory directory;

	Daemons(LaunchTools tools, DaemonDirectory directory) {
		this.tools = tools;
		this.directory = directory;
	}

	/**
	 * Adopt or launch. May block for as long as the grace period of a daemon that is to
	 * be replaced.
	 * @param instance the instance
	 * @param definition what it is to run
	 * @param output takes each line that it prints, and has printed since somebody took
	 * lines
	 * @return the process
	 * @throws IOException if the operating system refuses
	 */
	TrackedProcess launch(InstanceId instance, ProcessDefinition definition, Consumer<String> output)
			throws IOException {
		requirePlatform();
		DaemonPlace place = this.directory.place(instance);
		String fingerprint = DaemonFingerprint.of(definition, classPath(definition));
		DaemonRecord record = place.read();
		if (record != null) {
			boolean same = record.fingerprint().equals(fingerprint);
			TrackedProcess old = adopt(new DaemonStart(place, record), definition, output, same);
			if (old != null && same) {
				report(old, place, "has outlived the application and is adopted");
				return old;
			}
			if (old != null) {
				report(old, place, "runs what is not declared any more and is ended");
				end(old, record);
			}
		}
		place.clear();
		place.make();
		DaemonStart start = new DaemonStart(place, DaemonRecord.begin(fingerprint, definition.policies().stop()));
		// First, so that it is found by its token whatever happens to us.
		place.write(start.record());
		try (Launch launch = new Launch(this.tools, instance, definition, output, start)) {
			return launch.run();
		}
	}

	/**
	 * End the daemons that nobody declares any more. Blocks, at most for as long as the
	 * longest grace period.
	 * @param declared all definitions
	 */
	void retain(Collection<ProcessDefinition> declared) {
		boolean any = declared.stream().anyMatch(ProcessDefinition::daemon);
		if (!any && !this.directory.exists()) {
			return;
		}
		try {
			this.directory.open();
			for (DaemonPlace place : this.directory.places()) {
				if (declared.stream().noneMatch((definition) -> declares(definition, place.instance()))) {
					remove(place);
				}
			}
		}
		catch (ProcessException ex) {
			if (any) {
				throw ex;
			}
			LOGGER.log(System.Logger.Level.DEBUG, "The daemons there are belong to another", ex);
		}
		catch (IOException ex) {
			throw new ProcessLaunchException("Cannot end daemons that nobody declares any more: " + ex.getMessage(),
					ex);
		}
	}

	private static boolean declares(ProcessDefinition definition, InstanceId instance) {
		return definition.daemon() && definition.name().equals(instance.process())
				&& instance.index() < definition.instances();
	}

	private void remove(DaemonPlace place) throws IOException {
		DaemonRecord record = place.read();
		if (record != null) {
			ProcessDefinition nobody = ProcessDefinition
				.of(place.instance().process(), new Program.Command(List.of("undeclared")))
				.withPolicies((policies) -> policies.withStop(record.stop())
					.withLog(new LogPolicy(LogPolicy.To.DISCARD, null, 0)));
			TrackedProcess old = adopt(new DaemonStart(place, record), nobody, (line) -> {
			}, false);
			if (old != null) {
				report(old, place, "is not declared any more and is ended");
				end(old, record);
			}
		}
		place.clear();
	}

	private @Nullable TrackedProcess adopt(DaemonStart start, ProcessDefinition definition, Consumer<String> output,
			boolean joined) throws IOException {
		DaemonProcess daemon = start.adopted(definition, this.tools, joined);
		if (daemon == null) {
			return null;
		}
		try (Launch launch = new Launch(this.tools, start.place().instance(), definition, output, start)) {
			return launch.adopt(daemon);
		}
	}

	private static void report(TrackedProcess daemon, DaemonPlace place, String what) {
		LOGGER.log(System.Logger.Level.INFO,
				"Daemon %s (pid %d) %s".formatted(place.instance(), daemon.identity().pid(), what));
	}

	private static void end(TrackedProcess old, DaemonRecord record) throws IOException {
		old.stop(record.stop().signal());
		try {
			try {
				old.onExit().get(record.stop().gracePeriod().toMillis(), TimeUnit.MILLISECONDS);
			}
			catch (TimeoutException ex) {
				old.kill();
				old.onExit().get(KILL_SECONDS, TimeUnit.SECONDS);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IOException("interrupted while " + old + " was ending", ex);
		}
		catch (ExecutionException | TimeoutException ex) {
			throw new IOException(old + " does not die", ex);
		}
	}

	private List<Path> classPath(ProcessDefinition definition) throws IOException {
		if (!(definition.program() instanceof Program.Worker)) {
			return List.of();
		}
		List<Path> entries = this.tools.jvm().classPath().entries();
		for (Path entry : entries) {
			if (entry.startsWith(this.tools.directory().path())) {
				throw new IOException(("a daemon must not use '%s', which goes with this run; see to it that the"
						+ " directory of the class archive can be used ('process.class-archive')")
					.formatted(entry));
			}
		}
		return entries;
	}

	private void requirePlatform() throws IOException {
		PlatformSupport platform = this.tools.platform();
		if (platform.shell() == null || platform.setsid() == null || this.tools.pipes() == null) {
			throw new IOException("a daemon needs a POSIX shell, setsid (util-linux) and /proc");
		}
	}

}
