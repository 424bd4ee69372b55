package dev.processkit.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import dev.processkit.ClassArchiveStatus;
import dev.processkit.InstanceId;
import org.jspecify.annotations.Nullable;

/**
 * The class archives of the workers' JVMs: found and checked, or made, on one thread in
 * the background. A launch only asks whether there is one. Thread-safe.
 */
final class ClassArchives implements AutoCloseable {

	private static final System.Logger LOGGER = System.getLogger(ClassArchives.class.getName());

	private static final long CLOSE_SECONDS = 5;

	private final ClassArchiveSettings settings;

	private final RuntimeDirectory runtime;

	private final Callable<List<Path>> classPath;

	private final Path jdk;

	private final ArchiveBuilder builder;

	private final ScheduledThreadPoolExecutor thread;

	private final Map<ArchiveOptions, ArchiveSlot> slots = new ConcurrentHashMap<>();

	private final ArchiveReport report;

	/**
	 * Create the archives of one run.
	 * @param settings whether and where
	 * @param runtime the directory of the run
	 * @param classPath the class path of the workers
	 * @param jdk the home of their JDK
	 * @param builder makes archives
	 */
	ClassArchives(ClassArchiveSettings settings, RuntimeDirectory runtime, Callable<List<Path>> classPath, Path jdk,
			ArchiveBuilder builder) {
		this.settings = settings;
		this.runtime = runtime;
		this.classPath = classPath;
		this.jdk = jdk;
		this.builder = builder;
		this.thread = new ScheduledThreadPoolExecutor(1, (task) -> {
			Thread thread = new Thread(null, task, "process-class-archive");
			thread.setDaemon(true);
			thread.setPriority(Thread.MIN_PRIORITY);
			return thread;
		});
		this.thread.setKeepAliveTime(10, TimeUnit.SECONDS);
		this.thread.allowCoreThreadTimeOut(true);
		this.report = new ArchiveReport(ClassArchiveStatus
			.off(settings.enabled() ? "no worker was launched yet" : "'process.class-archive.enabled' is false"));
	}

	/**
	 * Say how the next JVM starts. Never waits for an archive.
	 * @param instance whose it is
	 * @param options its options
	 * @param environment what the user adds to its environment
	 * @return what to add
	 */
	Use use(InstanceId instance, List<String> options, Map<String, String> environment) {
		if (!this.settings.enabled()) {
			return Use.NOTHING;
		}
		ArchiveOptions matter = ArchiveOptions.of(options);
		String obstacle = matter.obstacle(environment);
		if (obstacle != null) {
			this.report.noteFirst(matter,
					ClassArchiveStatus.off("'%s' of '%s' does not go with it".formatted(obstacle, instance)));
			return Use.NOTHING;
		}
		return slot(matter).use(instance);
	}

	/**
	 * Look for the archive of these options, so that it is checked when it is needed.
	 * @param options the options
	 */
	void prepare(List<String> options) {
		ArchiveOptions matter = ArchiveOptions.of(options);
		if (this.settings.enabled() && matter.obstacle(Map.of()) == null) {
			slot(matter).prepare();
		}
	}

	ClassArchiveStatus status() {
		return this.report.summary();
	}

	@Override
	public void close() {
		this.thread.shutdownNow();
		try {
			if (!this.thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
				LOGGER.log(System.Logger.Level.WARNING, "The class archive is still being made");
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private ArchiveSlot slot(ArchiveOptions options) {
		return this.slots.computeIfAbsent(options, (any) -> new ArchiveSlot(options, this, this.builder));
	}

	ArchiveDirectory directory() throws IOException {
		return ArchiveDirectory.open(this.settings.directory(), Files.getOwner(this.runtime.path()));
	}

	ArchiveKey key(ArchiveOptions options) throws IOException {
		try {
			return ArchiveKey.of(options, this.classPath.call(), this.jdk);
		}
		catch (IOException | RuntimeException ex) {
			throw ex;
		}
		catch (Exception ex) {
			throw new IOException(ex);
		}
	}

	void later(Runnable task, long delayMillis) {
		try {
			this.thread.schedule(task, delayMillis, TimeUnit.MILLISECONDS);
		}
		catch (RejectedExecutionException ex) {
			LOGGER.log(System.Logger.Level.DEBUG, "Closed", ex);
		}
	}

	void tell(ArchiveOptions options, ClassArchiveStatus news, boolean warn) {
		if (this.report.note(options, news)) {
			System.Logger.Level level = warn ? System.Logger.Level.WARNING
					: (news.state() == ClassArchiveStatus.State.BUILDING) ? System.Logger.Level.DEBUG
							: System.Logger.Level.INFO;
			LOGGER.log(level, "Class archive of workers: {0}{1}", news.reason(),
					(news.file() != null) ? " (" + news.file() + ")" : "");
		}
	}

	/**
	 * How a JVM starts.
	 *
	 * @param arguments what to add to its options
	 * @param classPath its class path; {@code null} for the ordinary one
	 * @param start to be told how it went
	 */
	record Use(List<String> arguments, @Nullable List<Path> classPath, JvmStart start) {

		static final Use NOTHING = new Use(List.of(), null, JvmStart.NONE);

	}

}
