package dev.processkit.supervisor;

import java.util.List;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * A worker in Node, with the module that the library ships.
 */
@EnabledOnOs(OS.LINUX)
class NodeWorkerTests extends WireCommandFixture {

	@BeforeAll
	static void needsNode() {
		Interpreters.assume("node");
	}

	@Override
	List<String> command() {
		return List.of("node", Interpreters.script("worker.js"));
	}

	@Override
	List<String> failure() {
		return List.of("RangeError", "worker.js");
	}

}
