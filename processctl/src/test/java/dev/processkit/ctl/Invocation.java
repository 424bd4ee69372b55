package dev.processkit.ctl;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A command that was run in this JVM, as a shell sees it.
 *
 * @param status the exit code
 * @param out what it printed
 * @param err what it complained about
 */
record Invocation(int status, String out, String err) {

	static Invocation of(Map<String, String> environment, boolean terminal, String... arguments) {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		ByteArrayOutputStream err = new ByteArrayOutputStream();
		int status = Processctl.run(new Surroundings(environment, out, err, terminal), arguments);
		return new Invocation(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
	}

}
