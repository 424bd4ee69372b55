package dev.processkit.benchmarks.scenario;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import dev.processkit.Backoff;
import dev.processkit.ClassArchiveStatus;
import dev.processkit.ProcessDefinition;
import dev.processkit.ProcessEvent;
import dev.processkit.ProcessIdentity;
import dev.processkit.ProcessStatus;
import dev.processkit.Program;
import dev.processkit.RestartIntensity;
import dev.processkit.RestartPolicy;
import dev.processkit.benchmarks.program.EchoWorker;
import dev.processkit.launch.ClassArchiveSettings;
import dev.processkit.launch.JdkProcessLauncher;
import dev.processkit.launch.RuntimeDirectory;
import dev.processkit.supervisor.HookSource;
import dev.processkit.supervisor.RequestObserver;
import dev.processkit.supervisor.Supervisor;

/**
 * The product, driven directly: a supervisor whose news can be waited for.
 */
final class Supervised implements AutoCloseable {

	/** Restarts at once, however often it is killed. */
	static final RestartPolicy AT_ONCE = new RestartPolicy(RestartPolicy.Mode.ALWAYS,
			new Backoff(Duration.ZERO, 1, Duration.ZERO, 0), Duration.ZERO,
			new RestartIntensity(1_000_000, Duration.ofMinutes(1)), Set.of(0), RestartPolicy.GiveUp.FAIL_PROCESS);

	private static final long LIMIT_SECONDS = 60;

	private final Map<String, News> ready = new ConcurrentHashMap<>();

	private final Map<String, News> lines = new ConcurrentHashMap<>();

	private final Supervisor supervisor;

	/** Without class archive and spares. */
	Supervised(int maxProcesses) {
		this(maxProcesses, ClassArchiveSettings.OFF);
	}

	private Supervised(int maxProcesses, ClassArchiveSettings archives) {
		this.supervisor = new Supervisor(maxProcesses,
				new JdkProcessLauncher(RuntimeDirectory.create(null), archives, Map.of()), List.of((event) -> {
					if (event instanceof ProcessEvent.BecameReady) {
						news(this.ready, event.instance().toString()).tell("");
					}
				}), (instance, line) -> news(this.lines, instance.toString()).tell(line), RequestObserver.NONE,
				HookSource.NONE);
	}

	/**
	 * With a class archive in a directory of the run, made before anything is measured:
	 * by another supervisor, so that this one starts nothing without it.
	 */
	static Supervised withArchive(int maxProcesses, Path directory) throws Exception {
		ClassArchiveSettings archives = new ClassArchiveSettings(true, directory.resolve("archives"));
		try (Supervised first = new Supervised(1, archives)) {
			first.add(worker("first", 1));
			first.until("a class archive", () -> {
				ClassArchiveStatus status = first.supervisor.status().classArchive();
				if (status.state() == ClassArchiveStatus.State.UNUSABLE) {
					throw new IOException("There is no class archive: " + status.reason());
				}
				return status.state() == ClassArchiveStatus.State.IN_USE;
			});
		}
		Supervised supervised = new Supervised(maxProcesses, archives);
		try {
			supervised.add(worker("first", 1));
			supervised.until("the class archive",
					() -> supervised.supervisor.status().classArchive().state() == ClassArchiveStatus.State.IN_USE);
			supervised.stop("first");
			return supervised;
		}
		catch (Exception ex) {
			supervised.supervisor.close();
			throw ex;
		}
	}

	void keepSpares(int spares) {
		this.supervisor.keepSpares(spares);
	}

	void awaitSpare() throws Exception {
		until("a spare", () -> this.supervisor.status().spares().ready() > 0);
	}

	private void until(String what, Callable<Boolean> condition) throws Exception {
		long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
		while (!condition.call()) {
			if (System.nanoTime() - deadline > 0) {
				throw new IOException("There is not " + what + " within " + LIMIT_SECONDS + " s");
			}
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
		}
	}

	/** A lean worker that is restarted at once. */
	static ProcessDefinition worker(String name, int instances) {
		return ProcessDefinition.of(name, Program.Worker.of(EchoWorker.class.getName()))
			.withInstances(instances)
			.withPolicies((policies) -> policies.withRestart(AT_ONCE));
	}

	void add(ProcessDefinition definition) throws Exception {
		this.supervisor.add(List.of(definition), "to be measured").get(LIMIT_SECONDS, TimeUnit.SECONDS);
		if (definition.program() instanceof Program.Worker) {
			// They come later, on a thread of their own, and are not those of a
			// replacement.
			for (int index = 0; index < definition.instances(); index++) {
				news(this.ready, definition.name() + "-" + index).await();
			}
		}
	}

	/** Start all instances and wait until they are ready; returns how long that took. */
	double startMillis(String process) throws Exception {
		long start = System.nanoTime();
		this.supervisor.start(process, "to be measured").get(LIMIT_SECONDS, TimeUnit.SECONDS);
		return (System.nanoTime() - start) / 1e6;
	}

	void stop(String process) throws Exception {
		this.supervisor.stop(process, "measured").get(LIMIT_SECONDS, TimeUnit.SECONDS);
	}

	/** Kill -9 and wait until the replacement is ready; returns how long that took. */
	double killToReadyMillis(String process) throws Exception {
		News replaced = news(this.ready, process + "-0");
		replaced.forget();
		long start = kill(process);
		replaced.await();
		return (replaced.at - start) / 1e6;
	}

	/**
	 * Kill -9 and wait until the replacement has printed a line, which is the time, or
	 * else the time of its arrival counts.
	 */
	double killToLineMillis(String process) throws Exception {
		News printed = news(this.lines, process + "-0");
		printed.forget();
		long start = kill(process);
		printed.await();
		return (Stamps.nanos(printed.text, printed.at) - start) / 1e6;
	}

	private long kill(String process) throws Exception {
		// What a process prints may come before the supervisor knows its pid.
		until("a process of '" + process + "'",
				() -> find(process).instances().stream().allMatch((instance) -> instance.identity() != null));
		this.supervisor.decided().get(LIMIT_SECONDS, TimeUnit.SECONDS);
		ProcessHandle handle = ProcessHandle.of(pids(process).get(0)).orElseThrow();
		long start = System.nanoTime();
		if (!handle.destroyForcibly()) {
			throw new IOException("Process " + handle.pid() + " cannot be killed");
		}
		return start;
	}

	List<Long> pids(String process) {
		return find(process).instances()
			.stream()
			.map((instance) -> Objects.requireNonNull(instance.identity()))
			.map(ProcessIdentity::pid)
			.toList();
	}

	private ProcessStatus find(String process) {
		return Objects.requireNonNull(this.supervisor.find(process));
	}

	void awaitLine(String process) throws Exception {
		news(this.lines, process + "-0").await();
	}

	private static News news(Map<String, News> all, String instance) {
		return all.computeIfAbsent(instance, (key) -> new News());
	}

	@Override
	public void close() {
		this.supervisor.close();
	}

	/** The newest of one kind about one instance. */
	private static final class News {

		private final Semaphore told = new Semaphore(0);

		private volatile long at;

		private volatile String text = "";

		void tell(String news) {
			this.at = System.nanoTime();
			this.text = news;
			this.told.release();
		}

		void forget() {
			this.told.drainPermits();
		}

		void await() throws Exception {
			if (!this.told.tryAcquire(LIMIT_SECONDS, TimeUnit.SECONDS)) {
				throw new IOException("No news within " + LIMIT_SECONDS + " s");
			}
		}

	}

}
