package dev.processkit.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;

import dev.processkit.ClassArchiveStatus;
import dev.processkit.InstanceId;
import dev.processkit.ProcessDefinition;
import dev.processkit.ProcessLaunchException;
import dev.processkit.Program;

/**
 * Launches processes with the JDK's {@code ProcessBuilder}, each as the leader of a
 * session of its own where the platform has {@code setsid}. Every process and what
 * descends from it ends with the application, even when that is killed, unless its
 * definition makes it a daemon.
 *
 * @since 0.1
 */
public final class JdkProcessLauncher implements ProcessLauncher {

	private static final System.Logger LOGGER = System.getLogger(JdkProcessLauncher.class.getName());

	private static final long CLOSE_SECONDS = 10;

	private final LaunchTools tools;

	private final ClassArchives archives;

	private final DaemonDirectory daemonDirectory;

	private final Daemons daemons;

	private final AvailableMemory memory = new AvailableMemory();

	/** Shared by the launches that are under way, and exclusive to what ends them. */
	private final ReadWriteLock launching = new ReentrantReadWriteLock();

	private volatile boolean closed;

	/**
	 * Create a launcher for this platform, without class archives.
	 * @param directory the directory of this run; closed with the launcher
	 */
	public JdkProcessLauncher(RuntimeDirectory directory) {
		this(directory, ClassArchiveSettings.OFF, Map.of());
	}

	/**
	 * Create a launcher for this platform that has no place for daemons.
	 * @param directory the directory of this run; closed with the launcher
	 * @param classArchives whether and where class archives of worker JVMs are kept
	 * @param environment variables that every process gets
	 */
	public JdkProcessLauncher(RuntimeDirectory directory, ClassArchiveSettings classArchives,
			Map<String, String> environment) {
		this(directory, classArchives, environment, DaemonDirectory.of(directory, null, ""));
	}

	/**
	 * Create a launcher for this platform.
	 * @param directory the directory of this run; closed with the launcher
	 * @param classArchives whether and where class archives of worker JVMs are kept
	 * @param environment variables that every process gets
	 * @param daemons where daemons are found again; closed with the launcher
	 */
	public JdkProcessLauncher(RuntimeDirectory directory, ClassArchiveSettings classArchives,
			Map<String, String> environment, DaemonDirectory daemons) {
		this(directory, PlatformSupport.current(), "dev.processkit.worker.WorkerMain", classArchives,
				System.getProperty("java.class.path"), environment, daemons, JvmCommand.jdk());
	}

	JdkProcessLauncher(RuntimeDirectory directory, PlatformSupport platform, String workerMain,
			ClassArchiveSettings classArchives, String applicationClassPath, Path jdk) {
		this(directory, platform, workerMain, classArchives, applicationClassPath, Map.of(),
				DaemonDirectory.of(directory, null, ""), jdk);
	}

	JdkProcessLauncher(RuntimeDirectory directory, PlatformSupport platform, String workerMain,
			ClassArchiveSettings classArchives, String applicationClassPath, Map<String, String> environment,
			DaemonDirectory daemons, Path jdk) {
		ArgumentFiles argumentFiles = new ArgumentFiles(directory);
		ClassPath classPath = new ClassPath(applicationClassPath, directory.path().resolve("classpath"),
				() -> classArchives.enabled()
						? ArchiveDirectory.open(classArchives.directory(), Files.getOwner(directory.path())) : null);
		this.archives = new ClassArchives(classArchives, directory, classPath::entries, jdk,
				new ArchiveBuilder(directory, argumentFiles, workerMain, new ArchivePrograms(this)));
		JvmCommand jvm = new JvmCommand(argumentFiles, workerMain, classPath, this.archives);
		Guardian guardian = (platform.shell() != null) ? new Guardian(() -> startGuardian(directory, platform)) : null;
		OutputPipes pipes = (guardian != null && ProcessTable.PROC) ? new OutputPipes(directory, guardian) : null;
		this.tools = new LaunchTools(directory, platform, jvm, new LanguageModules(directory), guardian, pipes,
				new LogFiles(), new Reaper(guardian), environment, () -> this.closed);
		this.daemonDirectory = daemons;
		this.daemons = new Daemons(this.tools, daemons);
	}

	@Override
	public LaunchedProcess launch(InstanceId instance, ProcessDefinition definition, Consumer<String> output) {
		this.launching.readLock().lock();
		try {
			if (this.closed) {
				throw new ProcessLaunchException("Cannot launch '%s': the launcher is closed.".formatted(instance),
						null);
			}
			return launchUnlessClosed(instance, definition, output);
		}
		finally {
			this.launching.readLock().unlock();
		}
	}

	private LaunchedProcess launchUnlessClosed(InstanceId instance, ProcessDefinition definition,
			Consumer<String> output) {
		try {
			Guardian guardian = this.tools.guardian();
			if (guardian != null) {
				guardian.ensureStarted();
			}
			return definition.daemon() ? this.daemons.launch(instance, definition, output)
					: launchOwn(instance, definition, output);
		}
		catch (IOException | IllegalArgumentException ex) {
			throw new ProcessLaunchException("Cannot launch '%s' (%s): %s. %s".formatted(instance, definition.program(),
					ex.getMessage(), LaunchRemedy.of(ex)), ex);
		}
	}

	private TrackedProcess launchOwn(InstanceId instance, ProcessDefinition definition, Consumer<String> output)
			throws IOException {
		try (Launch launch = new Launch(this.tools, instance, definition, output, null)) {
			return launch.run();
		}
	}

	@Override
	public void retainDaemons(Collection<ProcessDefinition> declared) {
		this.daemons.retain(declared);
	}

	@Override
	public long availableMemory() {
		return this.memory.bytes();
	}

	@Override
	public void prepare(ProcessDefinition definition) {
		if (definition.program() instanceof Program.Worker program) {
			this.tools.jvm().prepare(program.jvm());
		}
	}

	@Override
	public ClassArchiveStatus classArchive() {
		return this.archives.status();
	}

	@Override
	public void close() {
		this.closed = true;
		this.archives.close();
		awaitLaunches();
		List<CompletableFuture<?>> ends = new ArrayList<>();
		for (TrackedProcess process : this.tools.reaper().live()) {
			if (process.outlives()) {
				process.leaveAlone();
				ends.add(process.drained());
			}
			else if (!process.isLeftAlone()) {
				process.kill();
				ends.add(process.onExit());
			}
		}
		boolean ended = false;
		try {
			CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new)).get(CLOSE_SECONDS, TimeUnit.SECONDS);
			ended = true;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (ExecutionException | TimeoutException ex) {
			LOGGER.log(System.Logger.Level.WARNING,
					"Not all processes have ended in time: " + this.tools.reaper().live(), ex);
		}
		Guardian guardian = this.tools.guardian();
		if (guardian != null) {
			guardian.leave(!ended);
		}
		this.tools.reaper().close();
		this.tools.logs().close();
		this.daemonDirectory.close();
		this.tools.directory().close();
	}

	/** What they launch would be nobody's: it is not among those that live yet. */
	private void awaitLaunches() {
		try {
			if (this.launching.writeLock().tryLock(CLOSE_SECONDS, TimeUnit.SECONDS)) {
				this.launching.writeLock().unlock();
			}
			else {
				LOGGER.log(System.Logger.Level.WARNING, "A launch takes longer than {0} s; it is not waited for",
						CLOSE_SECONDS);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static Process startGuardian(RuntimeDirectory directory, PlatformSupport platform) throws IOException {
		List<String> command = new ArrayList<>(platform.sessionPrefix());
		command.addAll(List.of(String.valueOf(platform.shell()), "-c", Guardian.script(), "processkit-guardian",
				directory.token(), directory.path().toString()));
		return Launch.helper(command);
	}

}
