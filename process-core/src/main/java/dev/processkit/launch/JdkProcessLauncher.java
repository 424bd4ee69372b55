package dev.processkit.launch;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

import dev.processkit.ClassArchiveStatus;
import dev.processkit.InstanceId;
import dev.processkit.LogPolicy;
import dev.processkit.ProcessDefinition;
import dev.processkit.ProcessIdentity;
import dev.processkit.ProcessLaunchException;
import dev.processkit.Program;
import dev.processkit.StandardInput;
import org.jspecify.annotations.Nullable;

/**
 * Launches processes with the JDK's {@link ProcessBuilder}, each as the leader of a
 * session of its own where the platform has {@code setsid}. Every process and what
 * descends from it ends with the application, even when that is killed.
 *
 * @since 0.1
 */
public final class JdkProcessLauncher implements ProcessLauncher {

	private static final System.Logger LOGGER = System.getLogger(JdkProcessLauncher.class.getName());

	/**
	 * Moves the control channel to descriptors 3 and 4, where no stray print reaches it.
	 */
	private static final String MOVE_CHANNEL = "exec 4<&0 3>&1 0</dev/null 1>&2; ";

	private static final File NOTHING = new File((File.separatorChar == '\\') ? "NUL" : "/dev/null");

	private static final long CLOSE_SECONDS = 10;

	private final RuntimeDirectory directory;

	private final PlatformSupport platform;

	private final JvmCommand jvm;

	private final LanguageModules modules;

	private final ClassArchives archives;

	private final @Nullable Guardian guardian;

	private final @Nullable OutputPipes pipes;

	private final LogFiles logs = new LogFiles();

	private final Reaper reaper;

	private final Map<String, String> environment;

	private final AvailableMemory memory = new AvailableMemory();

	private volatile boolean closed;

	/**
	 * Create a launcher for this platform, without class archives.
	 * @param directory the directory of this run; closed with the launcher
	 */
	public JdkProcessLauncher(RuntimeDirectory directory) {
		this(directory, ClassArchiveSettings.OFF, Map.of());
	}

	/**
	 * Create a launcher for this platform.
	 * @param directory the directory of this run; closed with the launcher
	 * @param classArchives whether and where class archives of worker JVMs are kept
	 * @param environment variables that every process gets
	 */
	public JdkProcessLauncher(RuntimeDirectory directory, ClassArchiveSettings classArchives,
			Map<String, String> environment) {
		this(directory, PlatformSupport.current(), "dev.processkit.worker.WorkerMain", classArchives,
				System.getProperty("java.class.path"), environment);
	}

	JdkProcessLauncher(RuntimeDirectory directory, PlatformSupport platform, String workerMain,
			ClassArchiveSettings classArchives, String applicationClassPath) {
		this(directory, platform, workerMain, classArchives, applicationClassPath, Map.of());
	}

	private JdkProcessLauncher(RuntimeDirectory directory, PlatformSupport platform, String workerMain,
			ClassArchiveSettings classArchives, String applicationClassPath, Map<String, String> environment) {
		this.directory = directory;
		this.environment = environment;
		this.platform = platform;
		this.modules = new LanguageModules(directory);
		ArgumentFiles argumentFiles = new ArgumentFiles(directory);
		ClassPath classPath = new ClassPath(applicationClassPath, directory.path().resolve("classpath"),
				() -> classArchives.enabled()
						? ArchiveDirectory.open(classArchives.directory(), Files.getOwner(directory.path())) : null);
		this.archives = new ClassArchives(classArchives, directory, classPath::entries,
				new ArchiveBuilder(directory, argumentFiles, workerMain, new ArchivePrograms(this)));
		this.jvm = new JvmCommand(argumentFiles, workerMain, classPath, this.archives);
		this.guardian = (platform.shell() != null) ? new Guardian(this::startGuardian) : null;
		this.pipes = (this.guardian != null && ProcessTable.PROC) ? new OutputPipes(directory, this.guardian) : null;
		this.reaper = new Reaper(this.guardian);
	}

	@Override
	public LaunchedProcess launch(InstanceId instance, ProcessDefinition definition, Consumer<String> output) {
		if (this.closed) {
			throw new ProcessLaunchException("Cannot launch '%s': the launcher is closed.".formatted(instance), null);
		}
		try (Launch launch = new Launch(instance, definition, output)) {
			if (this.guardian != null) {
				this.guardian.ensureStarted();
			}
			return launch.run();
		}
		catch (IOException | IllegalArgumentException ex) {
			throw new ProcessLaunchException("Cannot launch '%s' (%s): %s. %s".formatted(instance, definition.program(),
					ex.getMessage(), LaunchRemedy.of(ex)), ex);
		}
	}

	@Override
	public long availableMemory() {
		return this.memory.bytes();
	}

	@Override
	public void prepare(ProcessDefinition definition) {
		if (definition.program() instanceof Program.Worker program) {
			this.jvm.prepare(program.jvm());
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
		List<TrackedProcess> live = this.reaper.live();
		live.forEach(TrackedProcess::kill);
		CompletableFuture<?>[] exits = live.stream().map(TrackedProcess::onExit).toArray(CompletableFuture[]::new);
		boolean ended = false;
		try {
			CompletableFuture.allOf(exits).get(CLOSE_SECONDS, TimeUnit.SECONDS);
			ended = true;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (ExecutionException | TimeoutException ex) {
			LOGGER.log(System.Logger.Level.WARNING, "Not all of " + live + " have ended", ex);
		}
		if (this.guardian != null) {
			this.guardian.leave(!ended);
		}
		this.reaper.close();
		this.logs.close();
		this.directory.close();
	}

	private Process startGuardian() throws IOException {
		List<String> command = new ArrayList<>(sessionPrefix());
		command.addAll(List.of(String.valueOf(this.platform.shell()), "-c", Guardian.script(), "processkit-guardian",
				this.directory.token(), this.directory.path().toString()));
		ProcessBuilder builder = new ProcessBuilder(command).redirectError(Redirect.DISCARD);
		// It must not carry a mark, neither ours nor that of an application above this
		// one.
		builder.environment().keySet().retainAll(List.of("PATH"));
		return builder.start();
	}

	private List<String> sessionPrefix() {
		Path setsid = this.platform.setsid();
		return (setsid != null) ? List.of(setsid.toString()) : List.of();
	}

	/**
	 * One launch on its way.
	 */
	private final class Launch implements AutoCloseable {

		private final InstanceId instance;

		private final ProcessDefinition definition;

		private final Consumer<String> output;

		private final boolean worker;

		private final LogPolicy.To to;

		private final ProcessBuilder builder = new ProcessBuilder();

		private final String mark;

		private @Nullable LogWriter file;

		private OutputPipes.@Nullable OutputPipe pipe;

		private @Nullable Process process;

		private LaunchLimits limits = LaunchLimits.NONE;

		private JvmStart start = JvmStart.NONE;

		private boolean succeeded;

		Launch(InstanceId instance, ProcessDefinition definition, Consumer<String> output) {
			this.instance = instance;
			this.definition = definition;
			this.output = output;
			this.worker = definition.program() instanceof Program.Worker;
			this.to = definition.policies().log().to();
			this.mark = JdkProcessLauncher.this.directory.token() + "/" + instance;
		}

		LaunchedProcess run() throws IOException {
			Path place = this.definition.directory();
			if (place != null) {
				this.builder.directory(place.toFile());
			}
			prepareEnvironment(this.builder.environment());
			this.builder.command(command());
			Executables.check(executable(), place, this.builder.environment());
			redirect();
			Process started = this.builder.start();
			this.process = started;
			LaunchedProcess launched = track(started);
			this.succeeded = true;
			return launched;
		}

		private void prepareEnvironment(Map<String, String> environment) throws IOException {
			environment.keySet().removeAll(EnvironmentMark.SERVICE_MANAGER);
			environment.putAll(JdkProcessLauncher.this.environment);
			environment.putAll(this.definition.environment());
			if (this.worker) {
				JvmCommand.prepareEnvironment(environment, this.definition.environment());
			}
			else if (this.definition.program().speaksWire()) {
				JdkProcessLauncher.this.modules.prepareEnvironment(environment);
			}
			environment.put(EnvironmentMark.RUN, JdkProcessLauncher.this.directory.token());
			environment.put(EnvironmentMark.INSTANCE, this.mark);
		}

		private String executable() {
			return (this.definition.program() instanceof Program.Command command) ? command.argv().get(0)
					: JvmCommand.executable();
		}

		private List<String> command() throws IOException {
			List<String> command = new ArrayList<>(sessionPrefix());
			this.limits = LaunchLimits.of(this.definition.policies().resources(), this.mark.replace('/', '-'));
			this.start = this.limits.until(JvmStart.NONE);
			command
				.addAll(this.limits.shell(JdkProcessLauncher.this.platform.shell(), this.worker ? MOVE_CHANNEL : ""));
			if (this.definition.program() instanceof Program.Worker program) {
				JvmCommand.Prepared prepared = JdkProcessLauncher.this.jvm.of(this.instance, program.jvm(),
						this.definition.environment());
				this.start = this.limits.until(prepared.start());
				command.addAll(prepared.command());
				if (JdkProcessLauncher.this.platform.shell() != null) {
					command.addAll(List.of("/dev/fd/4", "/dev/fd/3"));
				}
			}
			else if (this.definition.program() instanceof Program.Command program) {
				command.addAll(program.argv());
			}
			return command;
		}

		private void redirect() throws IOException {
			Redirect target = switch (this.to) {
				case INHERIT -> Redirect.INHERIT;
				case DISCARD -> Redirect.DISCARD;
				case LOGGER, FILE -> pipe();
			};
			if (this.definition.program().takesRequests()) {
				this.builder.redirectError(target);
				return;
			}
			this.builder.redirectInput(readsInput() ? Redirect.PIPE : Redirect.from(NOTHING)).redirectOutput(target);
			if (this.to == LogPolicy.To.INHERIT) {
				this.builder.redirectError(target);
			}
			else {
				this.builder.redirectErrorStream(true);
			}
		}

		private Redirect pipe() throws IOException {
			this.file = JdkProcessLauncher.this.logs.open(this.definition.policies().log(), this.instance);
			OutputPipes pipes = JdkProcessLauncher.this.pipes;
			if (pipes == null) {
				return Redirect.PIPE;
			}
			OutputPipes.OutputPipe opened = pipes.open();
			this.pipe = opened;
			return Redirect.to(opened.path().toFile());
		}

		private LaunchedProcess track(Process started) throws IOException {
			ProcessIdentity known = ProcessTable.identity(started.pid());
			// One that has ended already and was reaped has no start time to be found any
			// more.
			ProcessIdentity identity = (known != null) ? known
					: new ProcessIdentity(started.pid(), -1, java.time.Instant.now());
			ProcessTree tree = new ProcessTree(identity, started.toHandle(), JdkProcessLauncher.this.guardian,
					JdkProcessLauncher.this.platform.setsid() != null);
			OutputDrain drain = drain(started);
			TrackedProcess tracked = new TrackedProcess(identity, started, tree, this.mark,
					this.definition.policies().stop().killTree(), drain, input(started), JdkProcessLauncher.this.logs,
					JdkProcessLauncher.this.reaper, JdkProcessLauncher.this.jvm.classPath(), this.start);
			JdkProcessLauncher.this.reaper.add(tracked);
			if (drain != null) {
				// The JDK reports exits through the common pool, which others may keep
				// busy.
				drain.start(tracked::awaitExit);
			}
			started.onExit().thenRun(tracked::exited);
			if (JdkProcessLauncher.this.closed) {
				throw new IOException("the launcher was closed meanwhile");
			}
			return tracked;
		}

		private boolean readsInput() {
			return this.definition.program() instanceof Program.Command command
					&& command.stdin() == StandardInput.PIPE;
		}

		private @Nullable InputPipe input(Process started) {
			return readsInput() ? new InputPipe(this.instance.toString(), started.getOutputStream()) : null;
		}

		private @Nullable OutputDrain drain(Process started) throws IOException {
			if (this.to == LogPolicy.To.INHERIT || this.to == LogPolicy.To.DISCARD) {
				return null;
			}
			InputStream source;
			if (this.pipe != null) {
				source = this.pipe.handedOver();
			}
			else {
				source = this.definition.program().takesRequests() ? started.getErrorStream()
						: started.getInputStream();
			}
			if (this.file != null) {
				boolean apart = this.definition.program() instanceof Program.Command command && command.takesRequests();
				this.file.from(started.pid(), apart ? "stderr" : "");
			}
			return new OutputDrain(this.instance.toString(), source, this.output, this.file);
		}

		/** Leaves nothing behind when the launch did not succeed. */
		@Override
		public void close() throws IOException {
			if (this.succeeded) {
				return;
			}
			if (this.process != null) {
				this.process.destroyForcibly();
			}
			if (this.pipe != null) {
				this.pipe.discard();
			}
			if (this.file != null) {
				this.file.close();
			}
		}

	}

}
