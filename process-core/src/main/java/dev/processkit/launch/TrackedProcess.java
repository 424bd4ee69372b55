package dev.processkit.launch;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

import dev.processkit.InstanceId;
import dev.processkit.JvmSettings;
import dev.processkit.ProcessDefinition;
import dev.processkit.ProcessExit;
import dev.processkit.ProcessIdentity;
import dev.processkit.ProcessLaunchException;
import dev.processkit.ProcessSignal;
import dev.processkit.Program;
import org.jspecify.annotations.Nullable;

/**
 * A launched process. What needs a look at the machine is left to the {@link Reaper};
 * here is what was asked and what has happened.
 */
final class TrackedProcess implements LaunchedProcess {

	private final ProcessIdentity identity;

	private final Process process;

	private final ProcessTree tree;

	private final String mark;

	private final boolean killTree;

	private final @Nullable OutputDrain drain;

	private final @Nullable InputPipe input;

	private final LogFiles logs;

	private final Reaper reaper;

	private final ClassPath classPath;

	private final Instant launchedAt = Instant.now();

	private final JvmStart start;

	private final CompletableFuture<ProcessExit> exit = new CompletableFuture<>();

	private final Queue<ProcessSignal> requests = new ConcurrentLinkedQueue<>();

	private volatile boolean stopAsked;

	private volatile boolean killAsked;

	private volatile @Nullable Instant exitedAt;

	private volatile boolean leftAlone;

	/**
	 * Create the face of a process that runs.
	 * @param identity its identity
	 * @param process the process
	 * @param tree the process and what descends from it
	 * @param mark the value of {@link EnvironmentMark#INSTANCE} that it carries
	 * @param killTree whether its tree ends with it
	 * @param drain drains what it prints; {@code null} when that goes elsewhere
	 * @param input its standard input; {@code null} when that is empty or a channel
	 * @param logs the log files
	 * @param reaper sees its end through
	 * @param classPath the class path of workers
	 * @param start to be told how it went
	 */
	TrackedProcess(ProcessIdentity identity, Process process, ProcessTree tree, String mark, boolean killTree,
			@Nullable OutputDrain drain, @Nullable InputPipe input, LogFiles logs, Reaper reaper, ClassPath classPath,
			JvmStart start) {
		this.identity = identity;
		this.process = process;
		this.tree = tree;
		this.mark = mark;
		this.killTree = killTree;
		this.drain = drain;
		this.input = input;
		this.logs = logs;
		this.reaper = reaper;
		this.classPath = classPath;
		this.start = start;
	}

	@Override
	public ProcessIdentity identity() {
		return this.identity;
	}

	@Override
	public InputStream fromWorker() {
		return this.process.getInputStream();
	}

	@Override
	public OutputStream toWorker() {
		return this.process.getOutputStream();
	}

	@Override
	public void handOver(InstanceId instance, ProcessDefinition definition, Consumer<String> output) {
		try {
			if (this.classPath.changedSince(this.launchedAt, isPrepared(definition))) {
				throw new ProcessLaunchException("The class path has changed since " + this + " was launched", null);
			}
			if (this.drain != null) {
				LogWriter file = this.logs.open(definition.policies().log(), instance);
				if (file != null) {
					file.from(this.identity.pid(), "");
				}
				this.drain.handOver(output, file);
			}
		}
		catch (IOException ex) {
			throw new ProcessLaunchException("Cannot hand over " + this + ": " + ex, ex);
		}
	}

	private static boolean isPrepared(ProcessDefinition definition) {
		return definition.program() instanceof Program.Worker worker
				&& worker.jvm().spare() == JvmSettings.Spare.PREPARED;
	}

	@Override
	public CompletableFuture<ProcessExit> onExit() {
		return this.exit.copy();
	}

	@Override
	public void stop(ProcessSignal signal) {
		if (signal == ProcessSignal.KILL) {
			kill();
			return;
		}
		if (this.exitedAt != null || this.exit.isDone()) {
			return;
		}
		this.stopAsked = true;
		if (this.killTree) {
			this.requests.add(signal);
			this.reaper.look(this);
			return;
		}
		this.tree.stopLeader(signal);
	}

	@Override
	public void signal(ProcessSignal signal) {
		this.tree.signalLeader(signal);
	}

	@Override
	public CompletableFuture<Void> write(byte[] bytes) {
		return (this.input != null) ? this.input.write(bytes) : LaunchedProcess.super.write(bytes);
	}

	@Override
	public void closeInput() {
		if (this.input != null) {
			this.input.close();
		}
	}

	@Override
	public void reopenLog() {
		if (this.drain != null) {
			this.drain.reopenLog();
		}
	}

	@Override
	public void confirmReady() {
		this.start.ready();
	}

	@Override
	public void kill() {
		if (this.exit.isDone()) {
			return;
		}
		this.killAsked = true;
		if (this.killTree) {
			this.requests.add(ProcessSignal.KILL);
			this.reaper.look(this);
		}
		else {
			this.tree.signalLeader(ProcessSignal.KILL);
		}
	}

	@Override
	public String toString() {
		return this.mark + " (pid " + this.identity.pid() + ")";
	}

	@Override
	public boolean isAdopted() {
		return this.process instanceof DaemonProcess daemon && daemon.isAdopted();
	}

	/**
	 * Whether it goes on when the application ends: a daemon that nobody wants to end.
	 */
	boolean outlives() {
		return isDaemon() && !this.stopAsked && !this.killAsked;
	}

	/** Whether no guardian is to end it. */
	boolean isDaemon() {
		return this.process instanceof DaemonProcess;
	}

	/** Take no notice of it any more. For a daemon. */
	void leaveAlone() {
		this.leftAlone = true;
		if (this.process instanceof DaemonProcess daemon) {
			daemon.detach();
		}
	}

	boolean isLeftAlone() {
		return this.leftAlone;
	}

	/** Nobody of its tree is there to print. */
	void treeEnded() {
		if (this.process instanceof DaemonProcess daemon && daemon.spool() != null) {
			daemon.spool().end();
		}
	}

	/** Called from two sides, whichever sees it first. */
	void exited() {
		synchronized (this) {
			if (this.exitedAt != null || this.leftAlone) {
				return;
			}
			this.exitedAt = Instant.now();
		}
		if (this.input != null) {
			this.input.processEnded();
		}
		this.reaper.look(this);
	}

	void awaitExit() {
		try {
			this.process.waitFor();
			exited();
		}
		catch (InterruptedException ex) {
			// By a listener of the output, on its own thread; the other side remains.
			Thread.currentThread().interrupt();
		}
	}

	boolean hasExited() {
		return this.exitedAt != null;
	}

	boolean isFinished() {
		return this.exit.isDone();
	}

	/** The tree may finish in its own time: it was asked to, and not told off since. */
	boolean isInGrace() {
		return this.stopAsked && !this.killAsked;
	}

	boolean killsTree() {
		return this.killTree;
	}

	@Nullable ProcessSignal takeRequest() {
		return this.requests.poll();
	}

	ProcessTree tree() {
		return this.tree;
	}

	String mark() {
		return this.mark;
	}

	@Nullable OutputDrain drain() {
		return this.drain;
	}

	/** Completes when no line of it will be delivered any more. */
	CompletableFuture<Void> drained() {
		return (this.drain != null) ? this.drain.drained() : CompletableFuture.completedFuture(null);
	}

	void complete(boolean leftovers) {
		Instant at = this.exitedAt;
		ProcessExit ended = ProcessExit.of(this.process.exitValue(), (at != null) ? at : Instant.now(), leftovers);
		// Before anybody can launch the next one.
		this.start.exited(this.identity.pid(), ended, this.stopAsked || this.killAsked);
		this.exit.complete(ended);
	}

}
