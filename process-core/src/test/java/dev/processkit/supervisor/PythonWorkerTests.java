package dev.processkit.supervisor;

import java.util.List;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * A worker in Python, with the module that the library ships.
 */
@EnabledOnOs(OS.LINUX)
class PythonWorkerTests extends WireCommandFixture {

	@BeforeAll
	static void needsPython() {
		Interpreters.assume("python3");
	}

	@Override
	List<String> command() {
		return List.of("python3", Interpreters.script("worker.py"));
	}

	@Override
	List<String> failure() {
		return List.of("LookupError", "in fail");
	}

	@Test
	void exitOfOneCallIsItsFailure() throws Exception {
		start(worker(1));
		assertThatThrownBy(() -> call("leave", "[]")).hasMessage("3");
		assertThat(call("echo", "[1]")).isEqualTo("1");
		assertThat(instance("w-0").restarts()).isZero();
	}

}
