package dev.processkit.operating;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

import org.awaitility.Awaitility;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A shell in a pseudo terminal, which {@code script} of util-linux makes, and somebody
 * who types.
 */
final class Terminal implements AutoCloseable {

	static final String CTRL_C = "\u0003";

	private final StringBuilder output = new StringBuilder();

	private final Screen screen;

	private final Process script;

	private final Thread reader = new Thread(this::read, "terminal");

	private int read;

	Terminal(Map<String, String> environment, int height, int width) throws IOException {
		this.screen = new Screen(height, width);
		ProcessBuilder builder = new ProcessBuilder("script", "-qec",
				"stty rows %d cols %d; exec sh -i".formatted(height, width), "/dev/null")
			.redirectErrorStream(true);
		builder.environment().keySet().removeAll(List.of("ENV", "COLUMNS", "LINES", "NO_COLOR"));
		builder.environment().putAll(environment);
		builder.environment()
			.putAll(Map.of("SHELL", "/bin/sh", "TERM", "xterm", "PS1", "ready> ", "LC_ALL", "C.UTF-8"));
		this.script = builder.start();
		this.reader.start();
		await("ready> ");
	}

	static boolean isThere() throws IOException, InterruptedException {
		try {
			Process version = new ProcessBuilder("script", "--version").redirectErrorStream(true).start();
			String text = new String(version.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			return version.waitFor() == 0 && text.contains("util-linux");
		}
		catch (IOException ex) {
			// There is none.
			return false;
		}
	}

	private void read() {
		char[] buffer = new char[4096];
		try (Reader reader = new InputStreamReader(this.script.getInputStream(), StandardCharsets.UTF_8)) {
			for (int length = reader.read(buffer); length >= 0; length = reader.read(buffer)) {
				synchronized (this) {
					this.output.append(buffer, 0, length);
					this.screen.write(String.valueOf(buffer, 0, length));
				}
			}
		}
		catch (IOException ex) {
			// The end, like any other.
		}
	}

	void type(String keys) throws IOException {
		this.script.getOutputStream().write(keys.getBytes(StandardCharsets.UTF_8));
		this.script.getOutputStream().flush();
	}

	/**
	 * Type a line and wait for what it does.
	 * @param command the line
	 * @return what is written until the next prompt
	 */
	String run(String command) throws IOException {
		type(command + "\n");
		String written = await("ready> ");
		return written.substring(written.indexOf('\n') + 1).replace("\r\n", "\n");
	}

	/**
	 * Wait until something is written.
	 * @param text what
	 * @return all that was written since the last that was waited for, up to its end
	 */
	String await(String text) {
		return await(text, 1);
	}

	String await(String text, int times) {
		return Awaitility.await(text)
			.atMost(OperatedApplication.PATIENCE)
			.until(() -> take(text, times), (taken) -> !taken.isEmpty());
	}

	private synchronized String take(String text, int times) {
		int from = this.read;
		for (int time = 0; time < times; time++) {
			int found = this.output.indexOf(text, from);
			if (found < 0) {
				return "";
			}
			from = found + text.length();
		}
		String taken = this.output.substring(this.read, from);
		this.read = from;
		return taken;
	}

	void awaitScreen(Predicate<Screen> condition) {
		Awaitility.await()
			.atMost(OperatedApplication.PATIENCE)
			.untilAsserted(() -> assertThat(look(condition)).as(() -> String.join("\n", lines())).isTrue());
	}

	private synchronized boolean look(Predicate<Screen> condition) {
		return condition.test(this.screen);
	}

	synchronized List<String> lines() {
		return this.screen.lines();
	}

	@Override
	public void close() throws IOException, InterruptedException {
		try {
			// What still runs at a failure, too. A shell forgets what came right after
			// Ctrl-C.
			type(CTRL_C);
			await("ready> ");
			type("exit 0\n");
			assertThat(this.script.waitFor(OperatedApplication.PATIENCE.toSeconds(), TimeUnit.SECONDS))
				.as(() -> String.join("\n", lines()))
				.isTrue();
			this.reader.join(OperatedApplication.PATIENCE.toMillis());
		}
		finally {
			this.script.destroyForcibly().waitFor();
		}
	}

}
