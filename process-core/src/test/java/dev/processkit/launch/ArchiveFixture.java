package dev.processkit.launch;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

import javax.tools.ToolProvider;

import dev.processkit.ClassArchiveStatus;
import dev.processkit.ClassArchiveStatus.State;
import dev.processkit.ProcessDefinition;
import dev.processkit.Program;
import dev.processkit.RequestFailedException;
import dev.processkit.supervisor.Dispatcher;
import dev.processkit.supervisor.HookSource;
import dev.processkit.supervisor.RequestObserver;
import dev.processkit.supervisor.Supervisor;
import dev.processkit.worker.WorkerMain;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * An application with a class path of its own and a worker that tells its version.
 */
final class ArchiveFixture implements AutoCloseable {

	static final Duration PATIENCE = Duration.ofSeconds(90);

	final Path base;

	final Path cache;

	final Path core;

	/** What is looked at; workers run on the real one. */
	Path jdk = JvmCommand.jdk();

	boolean enabled = true;

	Supervisor supervisor;

	RuntimeDirectory runtime;

	ArchiveFixture(Path base) throws IOException {
		this.base = base.toRealPath();
		this.cache = this.base.resolve("cache");
		this.core = this.base.resolve("process-core.jar");
		Path classes = Path.of(WorkerMain.class.getProtectionDomain().getCodeSource().getLocation().getPath());
		pack(classes, this.core);
	}

	static void pack(Path classes, Path jar) throws IOException {
		try (OutputStream file = Files.newOutputStream(jar);
				JarOutputStream out = new JarOutputStream(file);
				Stream<Path> files = Files.walk(classes)) {
			out.setLevel(0);
			for (Path entry : files.filter(Files::isRegularFile).sorted().toList()) {
				ZipEntry named = new ZipEntry(classes.relativize(entry).toString().replace(File.separatorChar, '/'));
				named.setTime(0);
				out.putNextEntry(named);
				Files.copy(entry, out);
				out.closeEntry();
			}
		}
	}

	/** Compile the worker {@code app.Greeter}. */
	Path classes(String name, String version) throws IOException {
		Path directory = Files.createDirectories(this.base.resolve(name));
		Path source = Files.createDirectories(this.base.resolve("source-" + name)).resolve("Greeter.java");
		Files.writeString(source, """
				package app;
				public class Greeter implements dev.processkit.worker.MessageHandler {
					public Greeter() throws Exception {
						if (java.nio.file.Files.exists(java.nio.file.Path.of("%s"))) {
							new ProcessBuilder("kill", "-SEGV", "" + ProcessHandle.current().pid()).start().waitFor();
							Thread.currentThread().join();
						}
					}
					public String handle(String message, dev.processkit.worker.WorkerContext context) {
						return "%s";
					}
				}
				""".formatted(crashFile(), version));
		String classPath = Stream.of(this.core.toString(), System.getProperty("java.class.path"))
			.collect(Collectors.joining(File.pathSeparator));
		int code = ToolProvider.getSystemJavaCompiler()
			.run(null, null, null, "--release", "17", "-proc:none", "-d", directory.toString(), "-cp", classPath,
					source.toString());
		assertThat(code).isZero();
		return directory;
	}

	Path jar(String name, String version) throws IOException {
		Path jar = this.base.resolve(name);
		pack(classes("classes-" + version, version), jar);
		return jar;
	}

	Path crashFile() {
		return this.base.resolve("crash");
	}

	/** Have archives depend on a JDK that can be upgraded. */
	Path upgradableJdk(String version) throws IOException {
		this.jdk = this.base.resolve("jdk");
		Files.createDirectories(this.jdk.resolve("lib"));
		Files.writeString(this.jdk.resolve("release"), "JAVA_VERSION=\"%s\"\n".formatted(version));
		Files.writeString(this.jdk.resolve("lib/modules"), "the modules");
		return this.jdk;
	}

	void open(Path... classPath) throws IOException {
		String value = Stream.of(classPath).map(Path::toString).collect(Collectors.joining(File.pathSeparator));
		this.runtime = RuntimeDirectory.create(this.base.resolve("runtime"));
		this.supervisor = new Supervisor(4,
				new JdkProcessLauncher(this.runtime, PlatformSupport.current(), WorkerMain.class.getName(),
						new ClassArchiveSettings(this.enabled, this.cache), value, this.jdk),
				List.of(), (instance, line) -> {
				}, RequestObserver.NONE, HookSource.NONE);
	}

	void start() throws Exception {
		this.supervisor.add(List.of(ProcessDefinition.of("greeter", Program.Worker.of("app.Greeter"))), "test")
			.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
	}

	void restart() throws Exception {
		this.supervisor.restart("greeter", "test").get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
	}

	String greet() throws Exception {
		CompletableFuture<String> future = new CompletableFuture<>();
		Dispatcher.Route route = this.supervisor.dispatcher().route("greeter", Duration.ofSeconds(20), () -> {
		});
		route.dispatch("hi".getBytes(StandardCharsets.UTF_8), new Dispatcher.ReplyCallback() {

			@Override
			public void onReply(byte @Nullable [] reply) {
				future.complete(new String(reply, StandardCharsets.UTF_8));
			}

			@Override
			public void onFailure(RequestFailedException failure) {
				future.completeExceptionally(failure);
			}

		});
		route.flush();
		return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
	}

	ClassArchiveStatus status() {
		return this.supervisor.status().classArchive();
	}

	ClassArchiveStatus awaitState(State state) {
		return await().atMost(PATIENCE)
			.pollInterval(Duration.ofMillis(20))
			.until(this::status, (status) -> status.state() == state);
	}

	/** Run until there is an archive. */
	Path build(Path... classPath) throws Exception {
		open(classPath);
		start();
		Path file = Path.of(awaitState(State.IN_USE).file());
		close();
		return file;
	}

	/** Whether the worker that runs has mapped an archive of ours. */
	boolean mapped() throws IOException {
		long pid = this.supervisor.status().processes().get(0).instances().get(0).identity().pid();
		return Files.readString(Path.of("/proc/" + pid + "/maps")).contains(this.cache.toString());
	}

	List<String> cached() throws IOException {
		try (Stream<Path> files = Files.list(this.cache)) {
			return files.map((file) -> file.getFileName().toString())
				.filter((name) -> !name.equals("lock"))
				.sorted()
				.toList();
		}
	}

	@Override
	public void close() {
		if (this.supervisor != null) {
			this.supervisor.close();
			await().atMost(PATIENCE)
				.untilAsserted(() -> assertThat(EnvironmentMark.find(EnvironmentMark.RUN,
						java.util.Set.of(this.runtime.token()), java.util.Set.of()))
					.isEmpty());
			assertThat(this.runtime.path()).doesNotExist();
			this.supervisor = null;
		}
	}

}
