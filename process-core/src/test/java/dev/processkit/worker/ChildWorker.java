package dev.processkit.worker;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import dev.processkit.RemoteFailure;
import dev.processkit.control.ControlChannel;
import dev.processkit.control.WorkerCall;
import dev.processkit.control.WorkerConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * A real child JVM with a worker, and the application's end of its channel.
 */
final class ChildWorker implements AutoCloseable, ControlChannel.Listener {

	private static final String MOVE_DESCRIPTORS = "exec 4<&0 3>&1 0</dev/null 1>&2; exec \"$@\"";

	private final Process process;

	private final StringBuffer printed = new StringBuffer();

	private final CompletableFuture<String> errors;

	private final AtomicLong ids = new AtomicLong();

	private final Map<Long, CompletableFuture<byte @Nullable []>> requests = new ConcurrentHashMap<>();

	final CompletableFuture<Void> ready = new CompletableFuture<>();

	final CompletableFuture<String> closed = new CompletableFuture<>();

	final List<String> failures = new CopyOnWriteArrayList<>();

	final List<String> states = new CopyOnWriteArrayList<>();

	final List<Long> replies = new CopyOnWriteArrayList<>();

	final ControlChannel channel;

	private ChildWorker(Process process, Map<String, String> configuration) {
		this.process = process;
		this.errors = CompletableFuture.supplyAsync(this::read, (task) -> new Thread(task).start());
		this.channel = ControlChannel.open(process.getInputStream(), process.getOutputStream(), configuration, "test-0",
				this);
	}

	static ChildWorker start(Class<?> type) throws IOException {
		return start(type, true, Map.of());
	}

	static ChildWorker start(Class<?> type, boolean virtualThreads, Map<String, String> args) throws IOException {
		return start(configuration(type.getName(), "", virtualThreads, args), true);
	}

	static ChildWorker start(WorkerConfiguration configuration, boolean moved, String... jvmOptions)
			throws IOException {
		return new ChildWorker(new ProcessBuilder(command(moved, jvmOptions)).start(), configuration.entries());
	}

	static WorkerConfiguration configuration(String type, String factory, boolean virtualThreads,
			Map<String, String> args) {
		return new WorkerConfiguration("test", "test-0", type, factory, "", virtualThreads, Duration.ofMillis(100),
				args, Map.of("greeting", "good morning"));
	}

	static List<String> command(boolean moved, String... jvmOptions) {
		List<String> command = new ArrayList<>();
		if (moved) {
			command.addAll(List.of("sh", "-c", MOVE_DESCRIPTORS, "sh"));
		}
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(List.of("-Xshare:auto", "-XX:TieredStopAtLevel=1", "-Xmx256m", "-XX:+ExitOnOutOfMemoryError",
				"-Xlog:disable", "-Xlog:all=warning:stderr"));
		command.addAll(List.of(jvmOptions));
		command.addAll(List.of("-cp", System.getProperty("java.class.path"), WorkerMain.class.getName()));
		if (moved) {
			command.addAll(List.of("/dev/fd/4", "/dev/fd/3"));
		}
		return command;
	}

	ChildWorker awaitReady() throws Exception {
		CompletableFuture.anyOf(this.ready, this.closed).get(30, TimeUnit.SECONDS);
		if (!this.ready.isDone()) {
			throw new IllegalStateException("Not ready: " + this.closed.join() + " " + this.failures + errors());
		}
		return this;
	}

	CompletableFuture<byte @Nullable []> send(byte[] payload) {
		long id = this.ids.incrementAndGet();
		CompletableFuture<byte @Nullable []> reply = new CompletableFuture<>();
		this.requests.put(id, reply);
		if (!this.channel.request(id, payload)) {
			throw new IllegalStateException("No room");
		}
		return reply;
	}

	CompletableFuture<byte @Nullable []> send(String text) {
		CompletableFuture<byte @Nullable []> reply = send(text.getBytes(StandardCharsets.UTF_8));
		this.channel.flush();
		return reply;
	}

	CompletableFuture<byte @Nullable []> call(String method) {
		long id = this.ids.incrementAndGet();
		CompletableFuture<byte @Nullable []> reply = new CompletableFuture<>();
		this.requests.put(id, reply);
		if (!this.channel.call(id, new WorkerCall(method, Map.of(), new byte[0]).body())) {
			throw new IllegalStateException("No room");
		}
		this.channel.flush();
		return reply;
	}

	void cancel(CompletableFuture<byte @Nullable []> reply) {
		this.requests.forEach((id, request) -> {
			if (request == reply) {
				this.channel.cancel(id);
			}
		});
	}

	int unanswered() {
		return this.requests.size();
	}

	@Nullable String ask(String text) throws Exception {
		byte[] reply = send(text).get(30, TimeUnit.SECONDS);
		return (reply != null) ? new String(reply, StandardCharsets.UTF_8) : null;
	}

	void signal(String name) throws Exception {
		int code = new ProcessBuilder("kill", "-s", name, Long.toString(this.process.pid())).start().waitFor();
		if (code != 0) {
			throw new IllegalStateException("kill exited with " + code);
		}
	}

	Process process() {
		return this.process;
	}

	int exitCode() throws Exception {
		if (!this.process.waitFor(30, TimeUnit.SECONDS)) {
			throw new IllegalStateException("Still running");
		}
		return this.process.exitValue();
	}

	/** What was printed so far. */
	String printed() {
		return this.printed.toString();
	}

	/** What was printed, complete once the process has ended. */
	String errors() throws Exception {
		return this.errors.get(30, TimeUnit.SECONDS);
	}

	@Override
	public void close() throws Exception {
		this.channel.close();
		this.process.destroyForcibly().waitFor();
		this.closed.get(30, TimeUnit.SECONDS);
		errors();
	}

	@Override
	public void onReady() {
		this.ready.complete(null);
	}

	@Override
	public void onReply(long id, byte @Nullable [] payload) {
		this.replies.add(id);
		request(id).complete(payload);
	}

	@Override
	public void onFailure(long id, RemoteFailure failure) {
		String kind = failure.type();
		String message = failure.message();
		this.failures.add(id + " " + kind + ": " + message);
		if (id != 0) {
			request(id).completeExceptionally(new IllegalStateException(kind + ": " + message));
		}
	}

	@Override
	public void onState(String state) {
		this.states.add(state);
	}

	@Override
	public void onBatchEnd() {
	}

	@Override
	public void onClosed(String reason) {
		new LinkedHashMap<>(this.requests).values()
			.forEach((reply) -> reply.completeExceptionally(new IllegalStateException("closed: " + reason)));
		this.closed.complete(reason);
	}

	private CompletableFuture<byte @Nullable []> request(long id) {
		CompletableFuture<byte @Nullable []> reply = this.requests.remove(id);
		if (reply == null) {
			throw new IllegalStateException("Nobody asked " + id);
		}
		return reply;
	}

	private String read() {
		try (Reader reader = this.process.errorReader(StandardCharsets.UTF_8)) {
			char[] buffer = new char[8192];
			for (int count = reader.read(buffer); count >= 0; count = reader.read(buffer)) {
				this.printed.append(buffer, 0, count);
			}
		}
		catch (IOException ex) {
			this.printed.append(ex);
		}
		return this.printed.toString();
	}

}
