package dev.processkit.launch;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import dev.processkit.InstanceId;
import dev.processkit.LogPolicy;
import dev.processkit.ProcessDefinition;
import dev.processkit.ProcessIdentity;
import dev.processkit.Program;
import dev.processkit.StandardInput;
import org.jspecify.annotations.Nullable;

/**
 * One launch on its way. The only user of {@link ProcessBuilder}. Leaves nothing behind
 * when it did not succeed.
 */
final class Launch implements AutoCloseable {

	/**
	 * Moves the control channel to descriptors 3 and 4, where no stray print reaches it.
	 */
	private static final String MOVE_CHANNEL = "exec 4<&0 3>&1 0</dev/null 1>&2; ";

	private static final File NOTHING = new File((File.separatorChar == '\\') ? "NUL" : "/dev/null");

	private final LaunchTools tools;

	private final InstanceId instance;

	private final ProcessDefinition definition;

	private final Consumer<String> output;

	private final @Nullable DaemonStart daemon;

	private final boolean worker;

	private final LogPolicy.To to;

	private final ProcessBuilder builder = new ProcessBuilder();

	private final String token;

	private final String mark;

	private @Nullable LogWriter file;

	private OutputPipes.@Nullable OutputPipe pipe;

	private @Nullable Process process;

	private LaunchLimits limits = LaunchLimits.NONE;

	private JvmStart start = JvmStart.NONE;

	private boolean adopting;

	private boolean succeeded;

	/**
	 * Prepare a launch.
	 * @param tools what launches make use of
	 * @param instance the slot it is for
	 * @param definition what to launch
	 * @param output takes each line that is printed
	 * @param daemon what is different about a daemon; {@code null} for what ends with the
	 * application
	 */
	Launch(LaunchTools tools, InstanceId instance, ProcessDefinition definition, Consumer<String> output,
			@Nullable DaemonStart daemon) {
		this.tools = tools;
		this.instance = instance;
		this.definition = definition;
		this.output = output;
		this.daemon = daemon;
		this.worker = definition.program() instanceof Program.Worker;
		this.to = definition.policies().log().to();
		this.token = (daemon != null) ? daemon.token() : tools.directory().token();
		this.mark = this.token + "/" + instance;
	}

	/**
	 * Start a program that helps the launcher and is no process of the application.
	 * @param command the command
	 * @return the program, with pipes to its standard input and output
	 * @throws IOException if it cannot be started
	 */
	static Process helper(List<String> command) throws IOException {
		ProcessBuilder builder = new ProcessBuilder(command).redirectError(Redirect.DISCARD);
		// It must not carry a mark, neither ours nor that of an application above this
		// one.
		builder.environment().keySet().retainAll(List.of("PATH"));
		return builder.start();
	}

	TrackedProcess run() throws IOException {
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
		if (this.daemon != null) {
			started = this.daemon.started(started, this.definition, this.tools);
			this.process = started;
			this.start = this.start.after(this.daemon.place()::remove);
		}
		return tracked(started);
	}

	/**
	 * Take a daemon that runs, instead of launching one.
	 * @param running the daemon
	 * @return the process
	 * @throws IOException if its log file cannot be opened; it is left alone then
	 */
	TrackedProcess adopt(DaemonProcess running) throws IOException {
		this.adopting = true;
		this.process = running;
		if (this.to != LogPolicy.To.DISCARD) {
			this.file = this.tools.logs().open(this.definition.policies().log(), this.instance);
		}
		this.start = JvmStart.NONE.after(running.place()::remove);
		return tracked(running);
	}

	private TrackedProcess tracked(Process started) throws IOException {
		TrackedProcess launched = track(started);
		this.succeeded = true;
		return launched;
	}

	private void prepareEnvironment(Map<String, String> environment) throws IOException {
		environment.keySet().removeAll(EnvironmentMark.SERVICE_MANAGER);
		environment.putAll(this.tools.environment());
		environment.putAll(this.definition.environment());
		if (this.worker) {
			JvmCommand.prepareEnvironment(environment, this.definition.environment());
		}
		else if (this.definition.program().speaksWire()) {
			this.tools.modules().prepareEnvironment(environment);
		}
		if (this.daemon != null) {
			environment.keySet().removeAll(EnvironmentMark.BOTH);
		}
		else {
			environment.put(EnvironmentMark.RUN, this.token);
			environment.put(EnvironmentMark.INSTANCE, this.mark);
		}
	}

	private String executable() {
		return (this.definition.program() instanceof Program.Command command) ? command.argv().get(0)
				: JvmCommand.executable();
	}

	private List<String> command() throws IOException {
		List<String> command = new ArrayList<>();
		if (this.daemon != null) {
			command.addAll(this.daemon.keeper(this.tools.platform()));
		}
		command.addAll(this.tools.platform().sessionPrefix());
		this.limits = LaunchLimits.of(this.definition.policies().resources(), this.mark.replace('/', '-'));
		this.start = this.limits.until(JvmStart.NONE);
		command.addAll(this.limits.shell(this.tools.platform().shell(), prelude()));
		if (this.definition.program() instanceof Program.Worker program) {
			JvmCommand.Prepared prepared = this.tools.jvm()
				.of(this.instance, program.jvm(), this.definition.environment());
			this.start = this.limits.until(prepared.start());
			command.addAll(prepared.command());
			if (this.daemon != null) {
				command.addAll(List.of(JvmCommand.ATTACH, this.daemon.place().attach().toString()));
			}
			else if (this.tools.platform().shell() != null) {
				command.addAll(List.of("/dev/fd/4", "/dev/fd/3"));
			}
		}
		else if (this.definition.program() instanceof Program.Command program) {
			command.addAll(program.argv());
		}
		return command;
	}

	private String prelude() {
		if (this.daemon != null) {
			return this.daemon.prelude(this.definition);
		}
		return this.worker ? MOVE_CHANNEL : "";
	}

	private void redirect() throws IOException {
		if (this.daemon != null) {
			// Of the keeper; it prints the pid of the daemon and nothing else.
			this.builder.redirectInput(Redirect.from(NOTHING)).redirectError(Redirect.DISCARD);
			this.file = this.tools.logs().open(this.definition.policies().log(), this.instance);
			return;
		}
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
		this.file = this.tools.logs().open(this.definition.policies().log(), this.instance);
		OutputPipes pipes = this.tools.pipes();
		if (pipes == null) {
			return Redirect.PIPE;
		}
		OutputPipes.OutputPipe opened = pipes.open();
		this.pipe = opened;
		return Redirect.to(opened.path().toFile());
	}

	private TrackedProcess track(Process started) throws IOException {
		ProcessIdentity known = ProcessTable.identity(started.pid());
		// One that has ended already and was reaped has no start time to be found any
		// more.
		ProcessIdentity identity = (known != null) ? known
				: new ProcessIdentity(started.pid(), -1, java.time.Instant.now());
		ProcessTree tree = new ProcessTree(identity, started.toHandle(), this.tools.guardian(),
				this.tools.platform().setsid() != null);
		OutputDrain drain = drain(started);
		TrackedProcess tracked = new TrackedProcess(identity, started, tree, this.mark,
				this.definition.policies().stop().killTree(), drain, input(started), this.tools.logs(),
				this.tools.reaper(), this.tools.jvm().classPath(), this.start);
		this.tools.reaper().add(tracked);
		if (drain != null) {
			// The JDK reports exits through the common pool, which others may keep
			// busy.
			drain.start(tracked::awaitExit);
		}
		started.onExit().thenRun(tracked::exited);
		if (this.tools.closed().getAsBoolean()) {
			throw new IOException("the launcher was closed meanwhile");
		}
		return tracked;
	}

	private boolean readsInput() {
		return this.definition.program() instanceof Program.Command command && command.stdin() == StandardInput.PIPE;
	}

	private @Nullable InputPipe input(Process started) {
		return readsInput() ? new InputPipe(this.instance.toString(), started.getOutputStream()) : null;
	}

	private @Nullable OutputDrain drain(Process started) throws IOException {
		if (this.to == LogPolicy.To.INHERIT || this.to == LogPolicy.To.DISCARD) {
			return null;
		}
		InputStream source = source(started);
		if (this.file != null) {
			boolean apart = this.definition.program() instanceof Program.Command command && command.takesRequests();
			this.file.from(started.pid(), apart ? "stderr" : "");
		}
		return new OutputDrain(this.instance.toString(), source, this.output, this.file);
	}

	private InputStream source(Process started) throws IOException {
		if (started instanceof DaemonProcess running) {
			Spool spool = running.spool();
			return (spool != null) ? spool : InputStream.nullInputStream();
		}
		if (this.pipe != null) {
			return this.pipe.handedOver();
		}
		return this.definition.program().takesRequests() ? started.getErrorStream() : started.getInputStream();
	}

	/** Leaves nothing behind when the launch did not succeed. */
	@Override
	public void close() throws IOException {
		if (this.succeeded) {
			return;
		}
		if (this.process instanceof DaemonProcess running) {
			running.detach();
		}
		else if (this.process != null) {
			this.process.destroyForcibly();
		}
		if (this.daemon != null && !this.adopting) {
			this.daemon.place().clear();
		}
		if (this.pipe != null) {
			this.pipe.discard();
		}
		if (this.file != null) {
			this.file.close();
		}
	}

}
