package dev.processkit.worker;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

import dev.processkit.SignalHandlers;
import dev.processkit.control.BadFrameException;
import dev.processkit.control.Frame;
import dev.processkit.control.FrameReader;
import dev.processkit.control.FrameType;
import dev.processkit.control.WorkerConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * The life of one worker, from its configuration to its exit code.
 */
final class WorkerSession {

	/** What {@code -XX:+ExitOnOutOfMemoryError} exits with. */
	static final int EXIT_BROKEN = 3;

	private static final int EXIT_FAILED = 1;

	/**
	 * How long a worker may go on when its application is gone. The property is for tests
	 * of an orderly end, which a busy machine may not manage in that time.
	 */
	private static final long ORPHAN_NANOS = TimeUnit.MILLISECONDS
		.toNanos(Long.getLong("processkit.orphan-millis", 1000));

	private final RunState state = new RunState();

	private final Inbox inbox = new Inbox();

	private final SignalHandlers signals = new SignalHandlers();

	private final @Nullable Attachments attachments;

	private final FrameReader frames;

	private final Outgoing outgoing;

	private final AtomicBoolean orphaned = new AtomicBoolean();

	private volatile boolean attached = true;

	private volatile @Nullable Activity activity;

	WorkerSession(InputStream in, OutputStream out) {
		this(new Attachments.Attachment(in, out), null);
	}

	/**
	 * A daemon, which has several applications one after the other.
	 * @param attachments where they come; the first is waited for
	 * @throws IOException if none can come
	 */
	WorkerSession(Attachments attachments) throws IOException {
		this(attachments.next(), attachments);
	}

	private WorkerSession(Attachments.Attachment first, @Nullable Attachments attachments) {
		this.attachments = attachments;
		this.frames = FrameReader.fromApplication(first.in());
		this.outgoing = new Outgoing(first.out(), this);
	}

	/**
	 * Live.
	 * @return the exit code
	 */
	int run() {
		this.outgoing.flush();
		WorkerConfiguration configuration;
		try {
			Frame first = nextFrame(this.frames);
			if (first != null && first.type() == FrameType.PREPARE) {
				if (!prepare(first)) {
					return EXIT_FAILED;
				}
				first = nextFrame(this.frames);
				if (first != null && first.type() == FrameType.CONFIGURE) {
					this.outgoing.state("configured");
				}
			}
			configuration = (first != null) ? configuration(first) : null;
		}
		catch (IOException ex) {
			System.err.println(ex.getMessage());
			return EXIT_FAILED;
		}
		if (configuration == null) {
			return 0;
		}
		ChildContext context = new ChildContext(configuration, this.state, this.outgoing, this.signals);
		ApplicationFrames application = new ApplicationFrames(this.frames, this, this.inbox, this.outgoing);
		Thread reader = startDaemon(application, "control");
		Heartbeats heartbeats = new Heartbeats(this.outgoing, configuration.heartbeatInterval());
		startDaemon(heartbeats, "heartbeat");
		return live(configuration, context, new Threads(application, reader, heartbeats));
	}

	/** The application has said STOP: behind it comes no request. */
	void stop() {
		this.state.stopServed();
	}

	/**
	 * Stop because nobody is there any more; by force when that takes too long. A daemon
	 * has its time: whoever asked it to stop sees to it.
	 */
	void applicationGone() {
		this.state.stopServed();
		if (!isDaemon() && this.orphaned.compareAndSet(false, true)) {
			startDaemon(new Halt(), "halt");
		}
	}

	/** Whether it goes on when its application is gone. */
	boolean isDaemon() {
		return this.attachments != null;
	}

	/** Nothing can be said to the application. Whoever reads what it says sees why. */
	void applicationUnreachable() {
		if (!isDaemon()) {
			applicationGone();
		}
	}

	/**
	 * The application is gone: wait for the next one, if there is to be one.
	 * @return what it says, behind its configuration, which is that of the one before;
	 * {@code null} if there will be none
	 * @throws IOException if none can come
	 */
	@Nullable FrameReader awaitApplication() throws IOException {
		while (this.attachments != null && this.state.running()) {
			this.attached = false;
			this.outgoing.detach();
			this.inbox.orphan();
			Attachments.Attachment next = this.attachments.next();
			FrameReader reader = FrameReader.fromApplication(next.in());
			this.outgoing.attach(next.out());
			this.attached = true;
			this.outgoing.flush();
			if (greets(reader)) {
				Activity current = this.activity;
				if (current != null) {
					current.tell();
				}
				return reader;
			}
		}
		return null;
	}

	private static boolean greets(FrameReader reader) {
		try {
			Frame first = nextFrame(reader);
			return first != null && first.type() == FrameType.CONFIGURE;
		}
		catch (IOException ex) {
			System.err.println("An application attached and said nothing that makes sense: " + ex.getMessage());
			return false;
		}
	}

	private static @Nullable Frame nextFrame(FrameReader reader) throws IOException {
		Frame frame = reader.next();
		while (frame == null) {
			if (!reader.fill()) {
				return null;
			}
			frame = reader.next();
		}
		return frame;
	}

	/** This JVM is a spare: make use of the time. */
	private boolean prepare(Frame preparation) {
		try {
			new Rehearsal(this).perform(preparation.entries());
			this.outgoing.state("prepared");
			return true;
		}
		catch (Throwable ex) {
			fail(ex);
			return false;
		}
	}

	private static @Nullable WorkerConfiguration configuration(Frame frame) throws IOException {
		if (frame.type() == FrameType.STOP) {
			return null;
		}
		if (frame.type() != FrameType.CONFIGURE) {
			throw new BadFrameException(
					"The stream from the application begins with " + frame.type() + " instead of CONFIGURE");
		}
		return WorkerConfiguration.of(frame.entries());
	}

	private int live(WorkerConfiguration configuration, ChildContext context, Threads threads) {
		int code = 0;
		WorkerFactory factory = null;
		try {
			factory = ReflectiveFactory.factory(configuration.factory());
			Object worker = factory.create(configuration.type(), context, configuration.settings());
			if (configuration.calls().isEmpty()) {
				ReflectiveFactory.requireWorker(worker, configuration.type());
			}
			CallHandler calls = Calls.of(worker, factory, configuration);
			ReflectiveFactory.requireOneKind(worker);
			// Ready means: whoever stops it stops it in an orderly way.
			stopOnTermination();
			if (worker instanceof RoundWorker inRounds) {
				workInRounds(inRounds, calls, context, threads);
			}
			else {
				work(worker, calls, context, threads);
			}
			finish();
		}
		catch (Throwable ex) {
			fail(ex);
			code = EXIT_FAILED;
		}
		close(factory);
		return code;
	}

	private void stopOnTermination() {
		try {
			this.signals.onTermination(this.state);
		}
		catch (LinkageError | RuntimeException ex) {
			System.err.println("TERM and INT end this worker at once, not in an orderly way: " + ex);
		}
	}

	private void work(Object worker, CallHandler calls, ChildContext context, Threads threads) throws Exception {
		boolean handler = !(worker instanceof Worker) || ReflectiveFactory.answers(worker) || context.offersCalls();
		if (!(worker instanceof Worker program) || program.readyAtStart()) {
			context.ready();
		}
		Recycling recycling = Recycling.begin(context.recycle());
		RecycleWatch watch = (recycling != null) ? new RecycleWatch(recycling, this.inbox, context) : null;
		threads.heartbeats().alongside(watch);
		handle(new Responder(worker, calls, context, this.outgoing, watch), context, threads);
		if (worker instanceof Worker program && this.state.running()) {
			program.run(context);
		}
		if (handler) {
			this.state.awaitStop();
		}
	}

	private void workInRounds(RoundWorker worker, CallHandler calls, ChildContext context, Threads threads)
			throws Exception {
		SafePoint safePoint = new SafePoint();
		this.state.onStop(safePoint);
		this.signals.runAt(safePoint);
		threads.application().heedAt(safePoint);
		Activity activity = new Activity(this.outgoing);
		this.activity = activity;
		threads.heartbeats().alongside(activity);
		Responder responder = new Responder(worker, calls, context, this.outgoing, null);
		handle(responder, context, threads);
		new Rounds(worker, context, safePoint, this.inbox, activity, Recycling.begin(context.recycle()), context.loop())
			.run(new WaitingActions(this.inbox, responder, this.outgoing));
	}

	private void handle(Responder responder, ChildContext context, Threads threads) {
		threads.application()
			.handle(new Handling(context.virtualThreads(), this.inbox, responder, this.outgoing, threads.application(),
					threads.reader()));
	}

	private void finish() throws InterruptedException {
		boolean asked = !this.state.running();
		this.state.stop();
		for (Request request : this.inbox.close()) {
			this.outgoing.failure(request, "stopped", "The worker is stopping");
		}
		this.outgoing.flush();
		if (asked && this.attached && !this.state.isServed()) {
			// A signal came before STOP: requests that are on their way must be refused,
			// however long a busy machine takes to bring them.
			this.outgoing.state("stopping");
			this.state.awaitServed();
		}
		this.inbox.awaitIdle();
		this.outgoing.drain();
	}

	private void fail(Throwable failure) {
		if (failure instanceof InvalidWorkerException) {
			System.err.println(failure.getMessage());
			this.outgoing.failure("invalid-worker", String.valueOf(failure.getMessage()));
		}
		else {
			failure.printStackTrace();
			this.outgoing.failure(failure);
		}
		try {
			this.outgoing.drain();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static void close(@Nullable WorkerFactory factory) {
		if (factory != null) {
			try {
				factory.close();
			}
			catch (Exception ex) {
				ex.printStackTrace();
			}
		}
	}

	private static Thread startDaemon(Runnable task, String name) {
		Thread thread = new Thread(task, name);
		thread.setDaemon(true);
		thread.start();
		return thread;
	}

	/**
	 * What runs beside the worker.
	 *
	 * @param application what the application says
	 * @param reader the thread that reads it first
	 * @param heartbeats says that the worker is alive
	 */
	private record Threads(ApplicationFrames application, Thread reader, Heartbeats heartbeats) {

	}

	/**
	 * Ends a worker that goes on although its application is gone.
	 */
	private static final class Halt implements Runnable {

		@Override
		public void run() {
			long deadline = System.nanoTime() + ORPHAN_NANOS;
			long left = ORPHAN_NANOS;
			while (left > 0) {
				LockSupport.parkNanos(this, left);
				left = deadline - System.nanoTime();
			}
			System.err.println("The application is gone and the worker did not stop in time");
			Runtime.getRuntime().halt(EXIT_FAILED);
		}

	}

}
