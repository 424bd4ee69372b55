package dev.processkit.launch;

import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.processkit.ClassArchiveStatus;
import dev.processkit.ClassArchiveStatus.State;
import dev.processkit.InstanceId;
import dev.processkit.ProcessExit;
import dev.processkit.ProcessSignal;
import dev.processkit.launch.ClassArchives.Use;
import org.jspecify.annotations.Nullable;

/**
 * The archive for one list of options, through the changes of the class path. Asked by
 * launches on any thread, changed on the thread of the archives. In doubt a JVM starts
 * without: it keeps the JDK's own archive then.
 */
final class ArchiveSlot {

	private static final System.Logger LOGGER = System.getLogger(ArchiveSlot.class.getName());

	/** Others that start with it become ready, and what they load is noted too. */
	private static final long BUILD_DELAY_MILLIS = 3_000;

	/** After this a class path that was just changed has settled. */
	private static final long SETTLE_MILLIS = 4_000;

	/** By these a JVM ends that read a bad archive. */
	private static final Set<ProcessSignal> CRASHES = EnumSet.of(ProcessSignal.ABRT, ProcessSignal.SEGV,
			ProcessSignal.BUS, ProcessSignal.ILL, ProcessSignal.FPE, ProcessSignal.TRAP);

	private final ArchiveOptions options;

	private final ClassArchives archives;

	private final ArchiveBuilder builder;

	private final AtomicBoolean checking = new AtomicBoolean();

	private final AtomicBoolean building = new AtomicBoolean();

	/** Those whose last start with the archive failed; the next one goes without. */
	private final Set<InstanceId> suspicious = ConcurrentHashMap.newKeySet();

	private volatile @Nullable Ready ready;

	/** For this one there will be no archive in this run. */
	private volatile @Nullable ArchiveKey hopeless;

	private volatile boolean refused;

	ArchiveSlot(ArchiveOptions options, ClassArchives archives, ArchiveBuilder builder) {
		this.options = options;
		this.archives = archives;
		this.builder = builder;
	}

	Use use(InstanceId instance) {
		Ready current = this.ready;
		if (current != null && current.isCurrent()) {
			return this.suspicious.remove(instance) ? Use.NOTHING
					: new Use(List.of("-XX:SharedArchiveFile=" + current.archive.file()),
							current.key.classPath().entries(), new Start(instance, current));
		}
		this.ready = null;
		if (this.refused || isHopeless()) {
			return Use.NOTHING;
		}
		if (current != null) {
			this.archives.tell(this.options,
					new ClassArchiveStatus(State.BUILDING, "what it was made of has changed", null, 0), false);
		}
		prepare();
		return new Use(List.of(this.builder.listOption()), null, new Start(instance, null));
	}

	void prepare() {
		if (!this.refused && this.checking.compareAndSet(false, true)) {
			this.archives.later(() -> carefully(this.checking, this::check), 0);
		}
	}

	private void buildLater(long delayMillis) {
		if (!this.refused && this.building.compareAndSet(false, true)) {
			this.archives.later(() -> carefully(this.building, this::build), delayMillis);
		}
	}

	private void carefully(AtomicBoolean flag, Task task) {
		flag.set(false);
		try {
			task.run();
		}
		catch (InterruptedException ex) {
			// The application ends.
			Thread.currentThread().interrupt();
		}
		catch (ArchiveDirectory.InsecureException ex) {
			this.refused = true;
			this.archives.tell(this.options, ClassArchiveStatus.off(ex.getMessage()
					+ "; make it private (chmod go-w), or set" + " 'process.class-archive.directory' to another one"),
					true);
		}
		catch (Exception ex) {
			this.refused = true;
			this.archives.tell(this.options,
					new ClassArchiveStatus(State.UNUSABLE, String.valueOf(ex.getMessage()), null, 0), false);
			LOGGER.log(System.Logger.Level.DEBUG, "No class archive", ex);
		}
	}

	private void check() throws IOException {
		ArchiveDirectory directory = this.archives.directory();
		ArchiveKey key = this.archives.key(this.options);
		if (isPossible(key) && !take(key, directory)) {
			this.ready = null;
			this.archives.tell(this.options,
					new ClassArchiveStatus(State.BUILDING, "it is made once a worker is ready", null, 0), false);
		}
	}

	private void build() throws Exception {
		if (this.ready != null || isHopeless()) {
			return;
		}
		ArchiveDirectory directory = this.archives.directory();
		directory.exclusively(() -> {
			ArchiveKey key = this.archives.key(this.options);
			if (isPossible(key) && !take(key, directory)) {
				build(key, directory);
			}
			return key;
		});
	}

	private void build(ArchiveKey key, ArchiveDirectory directory) throws IOException, InterruptedException {
		if (!key.settled()) {
			buildLater(SETTLE_MILLIS);
			return;
		}
		StoredArchive wanted = StoredArchive.in(directory.path(), key.name());
		this.archives.tell(this.options,
				new ClassArchiveStatus(State.BUILDING, "it is made in the background", wanted.file().toString(), 0),
				false);
		ArchivePruning.removeDrafts(directory.path());
		try {
			this.builder.build(key, this.options, directory);
		}
		catch (IOException ex) {
			if (key.isCurrent()) {
				this.hopeless = key;
				this.archives.tell(this.options,
						new ClassArchiveStatus(State.UNUSABLE, String.valueOf(ex.getMessage()), null, 0), false);
			}
			LOGGER.log(System.Logger.Level.DEBUG, "The class archive was not made", ex);
			return;
		}
		take(key, directory);
		ArchivePruning.prune(directory.path(), Set.of(wanted.file()));
	}

	private boolean isHopeless() {
		ArchiveKey without = this.hopeless;
		return without != null && without.isCurrent();
	}

	private boolean isPossible(ArchiveKey key) {
		if (key.classPath().archived() > 0) {
			return true;
		}
		this.hopeless = key;
		this.archives.tell(this.options,
				ClassArchiveStatus.off("the class path begins with a directory, and only jars are archived"), false);
		return false;
	}

	/** Use what is there. */
	private boolean take(ArchiveKey key, ArchiveDirectory directory) throws IOException {
		ArchiveKey without = this.hopeless;
		if (without != null && without.name().equals(key.name())) {
			this.hopeless = key;
			return true;
		}
		StoredArchive archive = StoredArchive.in(directory.path(), key.name());
		if (!key.settled()) {
			return false;
		}
		FileStamp stamp = archive.verify();
		if (stamp == null) {
			archive.delete();
			return false;
		}
		this.ready = new Ready(archive, key, stamp);
		this.archives.tell(this.options,
				new ClassArchiveStatus(
						State.IN_USE, "workers start with %d of %d class path entries in it"
							.formatted(key.classPath().archived(), key.classPath().entries().size()),
						archive.file().toString(), stamp.size()),
				false);
		return true;
	}

	private void distrust(Ready used, String why) {
		this.hopeless = used.key;
		this.ready = null;
		this.archives.tell(this.options, new ClassArchiveStatus(State.UNUSABLE, why, used.archive.file().toString(), 0),
				true);
		try {
			used.archive.delete();
		}
		catch (IOException ex) {
			LOGGER.log(System.Logger.Level.WARNING, "Cannot remove '" + used.archive.file() + "'", ex);
		}
	}

	@FunctionalInterface
	private interface Task {

		void run() throws Exception;

	}

	/**
	 * An archive to start with.
	 *
	 * @param archive the archive
	 * @param key what it was made of
	 * @param stamp the archive as it was checked
	 */
	private record Ready(StoredArchive archive, ArchiveKey key, FileStamp stamp) {

		boolean isCurrent() {
			return this.stamp.isCurrent() && this.key.isCurrent();
		}

	}

	/**
	 * One start.
	 */
	private final class Start implements JvmStart {

		private final InstanceId instance;

		private final @Nullable Ready used;

		private volatile boolean wasReady;

		Start(InstanceId instance, @Nullable Ready used) {
			this.instance = instance;
			this.used = used;
		}

		@Override
		public void ready() {
			this.wasReady = true;
			if (this.used == null) {
				buildLater(BUILD_DELAY_MILLIS);
			}
		}

		@Override
		public void exited(long pid, ProcessExit exit, boolean asked) {
			Ready with = this.used;
			if (this.wasReady) {
				return;
			}
			if (with == null) {
				ArchiveSlot.this.builder.forget(pid);
				return;
			}
			if (!asked && exit.signal() != null && CRASHES.contains(exit.signal())) {
				distrust(with, "removed, for the JVM of '%s' crashed before it was ready (%s)".formatted(this.instance,
						exit.describe()));
				return;
			}
			if (!asked) {
				ArchiveSlot.this.suspicious.add(this.instance);
			}
			prepare();
		}

	}

}
