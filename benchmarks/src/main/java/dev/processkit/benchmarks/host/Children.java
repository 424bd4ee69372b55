package dev.processkit.benchmarks.host;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The floors and peers that run as processes of their own. Whatever is left of them ends
 * with the run, by its pid. Thread-safe.
 *
 * @since 0.1
 */
public final class Children implements AutoCloseable {

	private static final List<String> JVM = List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
			"-Xmx512m", "-XX:-UsePerfData");

	private final Path directory;

	private final Set<Process> live = ConcurrentHashMap.newKeySet();

	private final AtomicInteger started = new AtomicInteger();

	private volatile boolean closed;

	/**
	 * Create a place for children.
	 * @param directory where their error output goes
	 */
	public Children(Path directory) {
		this.directory = directory;
	}

	/**
	 * The command of a program of this module in a JVM with default options, as any
	 * application would have.
	 * @param program the main class
	 * @param arguments its arguments
	 * @return the command
	 */
	public static List<String> java(Class<?> program, String... arguments) {
		List<String> command = new ArrayList<>(JVM);
		command.addAll(List.of("-cp", classPath(), program.getName()));
		command.addAll(List.of(arguments));
		return command;
	}

	/**
	 * The class path of this JVM.
	 * @return absolute entries
	 */
	public static String classPath() {
		List<String> entries = new ArrayList<>();
		for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
			entries.add(Path.of(entry).toAbsolutePath().toString());
		}
		return String.join(File.pathSeparator, entries);
	}

	/**
	 * Start a program that talks in lines.
	 * @param command the command
	 * @return the child
	 * @throws IOException if it cannot be started
	 */
	public Child start(List<String> command) throws IOException {
		requireOpen();
		Path errors = this.directory.resolve("child-" + this.started.incrementAndGet() + ".err");
		Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
		this.live.add(process);
		return new Child(process, errors, this::forget);
	}

	/**
	 * Spawn a process and nothing else: pipes for its input and output, errors thrown
	 * away.
	 * @param command the command
	 * @return the process, to be handed to {@link #end}
	 * @throws IOException if it cannot be spawned
	 */
	public Process spawn(List<String> command) throws IOException {
		requireOpen();
		Process process = new ProcessBuilder(command).redirectError(Redirect.DISCARD).start();
		this.live.add(process);
		return process;
	}

	/**
	 * Spawn two processes of which the second reads what the first prints.
	 * @param first the first command
	 * @param errors where its errors go
	 * @param second the second command; its output is thrown away
	 * @return both, to be handed to {@link #end}
	 * @throws IOException if they cannot be spawned
	 */
	public List<Process> pipeline(List<String> first, Path errors, List<String> second) throws IOException {
		List<Process> both = ProcessBuilder
			.startPipeline(List.of(new ProcessBuilder(first).redirectError(errors.toFile()),
					new ProcessBuilder(second).redirectOutput(Redirect.DISCARD).redirectError(Redirect.DISCARD)));
		this.live.addAll(both);
		return both;
	}

	/**
	 * Kill a process and wait for its end. Does nothing when it has ended.
	 * @param process the process
	 */
	public void end(Process process) {
		process.destroyForcibly();
		boolean interrupted = false;
		while (process.isAlive()) {
			try {
				process.waitFor();
			}
			catch (InterruptedException ex) {
				interrupted = true;
			}
		}
		forget(process);
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * How many are running.
	 * @return the number
	 */
	public int count() {
		return this.live.size();
	}

	private void requireOpen() throws IOException {
		if (this.closed) {
			throw new IOException("the run is over");
		}
	}

	private void forget(Process process) {
		this.live.remove(process);
	}

	@Override
	public void close() {
		this.closed = true;
		List.copyOf(this.live).forEach(this::end);
	}

}
