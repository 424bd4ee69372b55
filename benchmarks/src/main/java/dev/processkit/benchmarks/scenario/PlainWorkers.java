package dev.processkit.benchmarks.scenario;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import dev.processkit.RemoteFailure;
import dev.processkit.benchmarks.host.Children;
import dev.processkit.benchmarks.program.EchoWorker;
import dev.processkit.control.ControlChannel;
import dev.processkit.control.WorkerConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * The very JVM that the product launches, with the same options, by a plain
 * {@code ProcessBuilder}: what supervision adds is the difference.
 */
final class PlainWorkers implements AutoCloseable {

	static final String NAME = "same child, ProcessBuilder";

	/** As the product launches it: in a session of its own, its pipes moved. */
	static final String PREFIXED = "the same through setsid and sh";

	/** What the compiler C2 costs at the start. */
	static final String WITHOUT_C2 = "the same without C2";

	private static final long LIMIT_SECONDS = 60;

	private final Children children;

	private final List<String> command;

	private final List<ControlChannel> channels = new ArrayList<>();

	private final List<Process> processes = new ArrayList<>();

	/**
	 * Take over the command of a worker.
	 * @param children where processes are started
	 * @param pid a living worker of the product; its argument file must stay
	 * @throws IOException if it is gone
	 */
	PlainWorkers(Children children, long pid) throws IOException {
		this.children = children;
		String line = Files.readString(Path.of("/proc", Long.toString(pid), "cmdline"), StandardCharsets.UTF_8);
		// The last two words name descriptors that the product has moved.
		this.command = List.of(line.split("\0")).stream().filter((word) -> !word.startsWith("/dev/fd/")).toList();
	}

	private PlainWorkers(Children children, List<String> command) {
		this.children = children;
		this.command = command;
	}

	PlainWorkers prefixed() {
		return new PlainWorkers(this.children,
				Stream
					.of(List.of("setsid", "sh", "-c", "exec 4<&0 3>&1 0</dev/null 1>&2; exec \"$@\"", "sh"),
							this.command, List.of("/dev/fd/4", "/dev/fd/3"))
					.flatMap(List::stream)
					.toList());
	}

	PlainWorkers withoutC2() {
		List<String> changed = new ArrayList<>(this.command);
		changed.add(1, "-XX:TieredStopAtLevel=1");
		return new PlainWorkers(this.children, changed);
	}

	/** Launch one and wait until it is ready. Thread-safe. */
	void launch(String name) throws IOException, InterruptedException {
		CountDownLatch ready = new CountDownLatch(1);
		Process process = this.children.spawn(this.command);
		WorkerConfiguration configuration = new WorkerConfiguration("plain", name, EchoWorker.class.getName(), "", "",
				true, Duration.ofSeconds(2), Map.of(), Map.of());
		ControlChannel channel = ControlChannel.open(process.getInputStream(), process.getOutputStream(),
				configuration.entries(), name, new Listener(ready));
		synchronized (this) {
			this.processes.add(process);
			this.channels.add(channel);
		}
		if (!ready.await(LIMIT_SECONDS, TimeUnit.SECONDS)) {
			throw new IOException("it is not ready within " + LIMIT_SECONDS + " s");
		}
	}

	synchronized List<Long> pids() {
		return this.processes.stream().map(Process::pid).toList();
	}

	@Override
	public void close() {
		end();
	}

	/** Ends all of them; more can be launched afterwards. */
	synchronized void end() {
		this.channels.forEach(ControlChannel::close);
		this.processes.forEach(this.children::end);
		this.channels.clear();
		this.processes.clear();
	}

	private record Listener(CountDownLatch ready) implements ControlChannel.Listener {

		@Override
		public void onReady() {
			this.ready.countDown();
		}

		@Override
		public void onReply(long id, byte @Nullable [] payload) {
			// Nothing is asked.
		}

		@Override
		public void onFailure(long id, RemoteFailure failure) {
			// The latch tells: it is never ready.
		}

		@Override
		public void onState(String state) {
			// Not of interest.
		}

		@Override
		public void onBatchEnd() {
			// Not of interest.
		}

		@Override
		public void onClosed(String reason) {
			// Its end is waited for.
		}

	}

}
