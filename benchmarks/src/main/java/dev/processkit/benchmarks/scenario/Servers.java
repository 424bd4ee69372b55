package dev.processkit.benchmarks.scenario;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.processkit.benchmarks.Contender;
import dev.processkit.benchmarks.Harness;
import dev.processkit.benchmarks.host.Child;
import dev.processkit.benchmarks.host.Children;
import dev.processkit.benchmarks.load.ServerAddress;

/**
 * The servers of one framing and one transport, each in a process of its own, all of them
 * up at the same time: one that nobody asks costs nothing.
 */
final class Servers implements AutoCloseable {

	static final String SELECTOR = "raw selector";

	static final String RELAY = "raw relay";

	static final String NETTY = "Netty";

	static final String NODE = "Node";

	static final String SWOOLE = "Swoole";

	static final String STOCK = "stock server";

	static final String GATEWAY = "ours behind SI's gateway";

	static final String C = "C epoll";

	private static int made;

	private final Harness harness;

	private final String framing;

	private final boolean unix;

	private final Map<String, Child> children = new LinkedHashMap<>();

	private final Map<String, ServerAddress> addresses = new LinkedHashMap<>();

	Servers(Harness harness, Road road) {
		this.harness = harness;
		this.framing = road.framing().name().toLowerCase(Locale.ROOT);
		this.unix = road.unix();
	}

	/** Start a server of this module. */
	void java(String name, Class<?> program, String... more) throws Exception {
		List<String> arguments = new ArrayList<>(List.of(this.framing, place()));
		arguments.addAll(List.of(more));
		start(name, Children.java(program, arguments.toArray(String[]::new)));
	}

	/** Start a server in another language, or say that it is missing. */
	void script(String name, String tool, String script) throws Exception {
		var command = this.harness.tools().script(tool, script, this.framing, place());
		if (command.isPresent()) {
			start(name, command.get());
		}
		else {
			this.harness.note(name + " was skipped: this machine has no " + tool);
		}
	}

	/** Start the server in C, or say that it is missing. */
	void compiled(String name, String program) throws Exception {
		var command = this.harness.tools().compiled(program, this.framing, place());
		if (command.isPresent()) {
			start(name, command.get());
		}
		else {
			this.harness.note(name + " was skipped: this machine has no working gcc");
		}
	}

	private String place() {
		Path socket = this.harness.directory().resolve("s" + made++);
		return this.unix ? socket.toString() : "tcp";
	}

	private void start(String name, List<String> command) throws Exception {
		Child child = this.harness.children().start(command);
		try {
			this.addresses.put(name, new ServerAddress(child.await("ready ")));
			this.children.put(name, child);
		}
		catch (IOException ex) {
			child.close();
			if (name.equals(Contender.OURS)) {
				throw ex;
			}
			this.harness.leftOut("'%s' does not start: %s".formatted(name, ex.getMessage()));
		}
	}

	/** Those that are up, in the order of their start. */
	Map<String, ServerAddress> addresses() {
		return this.addresses;
	}

	long pid(String name) {
		Child child = this.children.get(name);
		if (child == null) {
			throw new IllegalArgumentException("'" + name + "' is not up");
		}
		return child.pid();
	}

	@Override
	public void close() {
		this.children.values().forEach(Child::close);
	}

}
