package dev.processkit.launch;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

import dev.processkit.ProcessLaunchException;
import dev.processkit.Readiness;
import org.jspecify.annotations.Nullable;

/**
 * Watches one launch for the sign that it is ready, and calls back once: from an output
 * thread for a log line, from the one thread that all probes share for a port or a file.
 * Does nothing for a worker, which says so itself, and for {@code none}. Thread-safe.
 *
 * @since 0.1
 */
public final class ReadinessProbe implements AutoCloseable {

	private static final System.Logger LOGGER = System.getLogger(ReadinessProbe.class.getName());

	private static final long INTERVAL_MILLIS = 50;

	/** A connection that takes longer is tried anew. */
	private static final long CONNECT_NANOS = TimeUnit.SECONDS.toNanos(1);

	private final Readiness.Probe probe;

	private final Runnable onReady;

	private final @Nullable Path file;

	private final @Nullable Connection connection;

	private final AtomicBoolean finished = new AtomicBoolean();

	private volatile @Nullable ScheduledFuture<?> attempts;

	private ReadinessProbe(Readiness.Probe probe, @Nullable Path file, Runnable onReady) {
		this.probe = probe;
		this.file = file;
		this.connection = (probe instanceof Readiness.Probe.Tcp tcp) ? new Connection(tcp) : null;
		this.onReady = onReady;
	}

	/**
	 * Prepare a probe, to be called before the launch: a file that is there already is
	 * deleted.
	 * @param probe what to look at
	 * @param directory what a relative file counts from; {@code null} for the
	 * application's directory
	 * @param onReady called at most once; must not block
	 * @return the probe, not looking yet
	 * @throws ProcessLaunchException if the file of an earlier run cannot be deleted
	 */
	public static ReadinessProbe prepare(Readiness.Probe probe, @Nullable Path directory, Runnable onReady) {
		if (!(probe instanceof Readiness.Probe.File file)) {
			return new ReadinessProbe(probe, null, onReady);
		}
		Path path = (directory != null) ? directory.resolve(file.path()) : file.path();
		try {
			Files.deleteIfExists(path);
		}
		catch (IOException ex) {
			throw new ProcessLaunchException(
					("Cannot delete '%s', which an earlier run has left and which would say "
							+ "'ready' for this one: %s. Delete it, or correct 'readiness.path'.")
						.formatted(path, ex),
					ex);
		}
		return new ReadinessProbe(probe, path, onReady);
	}

	/**
	 * Begin to look, about every 50 ms. Call it once, after the launch.
	 */
	public void start() {
		Path awaited = this.file;
		BooleanSupplier attempt = (awaited != null) ? () -> Files.exists(awaited) : this.connection;
		if (attempt != null && !this.finished.get()) {
			Attempts task = new Attempts(attempt);
			this.attempts = Shared.THREAD.scheduleWithFixedDelay(task, 0, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
			if (this.finished.get()) {
				stopAttempts();
			}
		}
	}

	/**
	 * Show the probe a line that the process has printed.
	 * @param line the line
	 */
	public void onLine(String line) {
		if (this.probe instanceof Readiness.Probe.LogLine wanted && !this.finished.get()
				&& wanted.pattern().matcher(line).find()) {
			ready();
		}
	}

	/**
	 * Stop looking; there will be no call any more, except one that has begun.
	 */
	@Override
	public void close() {
		this.finished.set(true);
		stopAttempts();
	}

	private void ready() {
		if (this.finished.compareAndSet(false, true)) {
			stopAttempts();
			this.onReady.run();
		}
	}

	private void stopAttempts() {
		ScheduledFuture<?> running = this.attempts;
		if (running != null) {
			running.cancel(false);
			if (this.connection != null) {
				Shared.THREAD.execute(this.connection::drop);
			}
		}
	}

	/** The thread, made with the first probe that needs it. */
	private static final class Shared {

		static final ScheduledThreadPoolExecutor THREAD = new ScheduledThreadPoolExecutor(1, (task) -> {
			Thread thread = new Thread(task, "process-readiness");
			thread.setDaemon(true);
			return thread;
		});

		static {
			THREAD.setRemoveOnCancelPolicy(true);
		}

	}

	/** One look after the other. */
	private final class Attempts implements Runnable {

		private final BooleanSupplier attempt;

		Attempts(BooleanSupplier attempt) {
			this.attempt = attempt;
		}

		@Override
		public void run() {
			try {
				if (!ReadinessProbe.this.finished.get() && this.attempt.getAsBoolean()) {
					ready();
				}
			}
			catch (RuntimeException ex) {
				LOGGER.log(System.Logger.Level.WARNING, "A look at " + ReadinessProbe.this.probe + " failed", ex);
			}
		}

	}

	/** Connects without blocking: a host that never answers holds nobody up. */
	private static final class Connection implements BooleanSupplier {

		private final Readiness.Probe.Tcp tcp;

		private @Nullable SocketChannel channel;

		private long begun;

		Connection(Readiness.Probe.Tcp tcp) {
			this.tcp = tcp;
		}

		@Override
		public boolean getAsBoolean() {
			try {
				SocketChannel current = this.channel;
				boolean connected = (current != null) ? current.finishConnect() : connect();
				if (connected || System.nanoTime() - this.begun > CONNECT_NANOS) {
					drop();
				}
				return connected;
			}
			catch (IOException | UnresolvedAddressException ex) {
				LOGGER.log(System.Logger.Level.TRACE, "{0} does not accept connections yet: {1}", this.tcp, ex);
				drop();
				return false;
			}
		}

		private boolean connect() throws IOException {
			SocketChannel opened = SocketChannel.open();
			this.channel = opened;
			this.begun = System.nanoTime();
			opened.configureBlocking(false);
			return opened.connect(new InetSocketAddress(this.tcp.host(), this.tcp.port()));
		}

		private void drop() {
			SocketChannel current = this.channel;
			this.channel = null;
			if (current != null) {
				try {
					current.close();
				}
				catch (IOException ex) {
					LOGGER.log(System.Logger.Level.TRACE, "Closing a probing connection", ex);
				}
			}
		}

	}

}
