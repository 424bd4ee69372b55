package dev.processkit.launch;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import dev.processkit.ProcessIdentity;
import org.jspecify.annotations.Nullable;

/**
 * A daemon as the launcher sees it, whether this application or an earlier one has
 * launched it: no child of ours, so that its keeper has to say how it ended. Thread-safe.
 */
final class DaemonProcess extends Process {

	/**
	 * Of a daemon that ended together with its keeper: nothing but KILL takes both.
	 */
	private static final int UNSEEN = 128 + 9;

	/** For a daemon whose keeper was killed. */
	private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

	private static final long STACK = 128 << 10;

	private static final System.Logger LOGGER = System.getLogger(DaemonProcess.class.getName());

	private final DaemonPlace place;

	private final ProcessIdentity identity;

	private final ProcessHandle handle;

	private final @Nullable DaemonLink link;

	private final @Nullable Spool spool;

	private final boolean adopted;

	private final CompletableFuture<Integer> exit = new CompletableFuture<>();

	private final FileChannel alive;

	/**
	 * Take a daemon that lives.
	 * @param place where it is written down
	 * @param identity its identity
	 * @param handle its handle
	 * @param link the way to a worker; {@code null} for a command
	 * @param spool what it prints; {@code null} when nobody wants to know
	 * @param adopted whether an earlier application has launched it
	 * @throws IOException if its keeper cannot be listened to
	 */
	DaemonProcess(DaemonPlace place, ProcessIdentity identity, ProcessHandle handle, @Nullable DaemonLink link,
			@Nullable Spool spool, boolean adopted) throws IOException {
		this.place = place;
		this.identity = identity;
		this.handle = handle;
		this.link = link;
		this.spool = spool;
		this.adopted = adopted;
		// Opening one way would wait for the keeper, who may be dead.
		FileChannel both = FileChannel.open(place.alive(), StandardOpenOption.READ, StandardOpenOption.WRITE);
		this.alive = FileChannel.open(place.alive(), StandardOpenOption.READ);
		both.close();
		Thread watch = new Thread(null, this::watch, "daemon-" + place.instance(), STACK);
		watch.setDaemon(true);
		watch.start();
	}

	private void watch() {
		try (this.alive) {
			while (this.alive.read(ByteBuffer.allocate(16)) >= 0) {
				continue;
			}
			Integer code = this.place.exitCode();
			while (code == null && ProcessTable.isAlive(this.identity)) {
				if (this.exit.isDone()) {
					return;
				}
				LockSupport.parkNanos(this, POLL_NANOS);
			}
			ended((code != null) ? code : UNSEEN);
		}
		catch (IOException ex) {
			if (!this.exit.isDone()) {
				LOGGER.log(System.Logger.Level.WARNING, "The end of '" + this.place.instance() + "' was not seen", ex);
				ended(UNSEEN);
			}
		}
	}

	private void ended(int code) {
		if (this.link != null) {
			this.link.join();
		}
		this.exit.complete(code);
	}

	DaemonPlace place() {
		return this.place;
	}

	/** Whether an earlier application has launched it. */
	boolean isAdopted() {
		return this.adopted;
	}

	/** What it prints; {@code null} when nobody wants to know. */
	@Nullable Spool spool() {
		return this.spool;
	}

	/** Leave it alone, for the next application to find. */
	void detach() {
		this.exit.cancel(false);
		if (this.link != null) {
			this.link.close();
		}
		try {
			this.alive.close();
			if (this.spool != null) {
				this.spool.close();
			}
		}
		catch (IOException ex) {
			LOGGER.log(System.Logger.Level.DEBUG, "Letting go of '" + this.place.instance() + "'", ex);
		}
	}

	@Override
	public OutputStream getOutputStream() {
		return (this.link != null) ? this.link.output() : OutputStream.nullOutputStream();
	}

	@Override
	public InputStream getInputStream() {
		return (this.link != null) ? this.link.input() : InputStream.nullInputStream();
	}

	@Override
	public InputStream getErrorStream() {
		return InputStream.nullInputStream();
	}

	@Override
	public CompletableFuture<Process> onExit() {
		return this.exit.thenApply((code) -> this);
	}

	/** As ever, but for a daemon that is left alone: then the wait is interrupted. */
	@Override
	public int waitFor() throws InterruptedException {
		try {
			return this.exit.get();
		}
		catch (CancellationException ex) {
			throw new InterruptedException("'" + this.place.instance() + "' is left alone");
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public int exitValue() {
		if (!this.exit.isDone() || this.exit.isCancelled()) {
			throw new IllegalThreadStateException("'" + this.place.instance() + "' has not exited");
		}
		return this.exit.join();
	}

	@Override
	public long pid() {
		return this.identity.pid();
	}

	@Override
	public ProcessHandle toHandle() {
		return this.handle;
	}

	@Override
	public boolean isAlive() {
		return !this.exit.isDone();
	}

	@Override
	public void destroy() {
		this.handle.destroy();
	}

	@Override
	public Process destroyForcibly() {
		this.handle.destroyForcibly();
		return this;
	}

}
