package dev.processkit.worker;

import java.util.Map;
import java.util.concurrent.TimeUnit;

import dev.processkit.worker.TestWorkers.Closed;
import dev.processkit.worker.TestWorkers.Factory;
import dev.processkit.worker.TestWorkers.Failing;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for how {@link WorkerMain} makes the worker object.
 */
@Timeout(120)
class WorkerCreationTests {

	@Test
	void createWhenFactoryIsNamedUsesAndClosesIt() throws Exception {
		try (ChildWorker child = ChildWorker
			.start(ChildWorker.configuration("some.Bean", Factory.class.getName(), true, Map.of()), true)
			.awaitReady()) {
			assertThat(child.ask("you")).isEqualTo("good morning, some.Bean");
			child.channel.stop();
			assertThat(child.exitCode()).isZero();
			assertThat(child.errors()).isEqualTo("factory closed\n");
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "com.acme.Missing||invalid-worker: The worker class com.acme.Missing is not on the class path",
					"java.util.AbstractList||invalid-worker: The class java.util.AbstractList is abstract",
					"java.util.ArrayList||invalid-worker: The class java.util.ArrayList is no worker",
					"java.util.ArrayList|com.acme.No|invalid-worker: The WorkerFactory class com.acme.No is not on",
					"java.util.ArrayList|java.lang.Object|invalid-worker: The class java.lang.Object does not" })
	void createWhenClassIsWrongTellsAndExitsWithOne(String type, @Nullable String factory, String failure)
			throws Exception {
		assertInvalid(type, (factory != null) ? factory : "", failure);
	}

	@Test
	void createWhenConstructorIsWrongTellsAndExitsWithOne() throws Exception {
		assertInvalid(Closed.class.getName(), "", "invalid-worker: The class " + Closed.class.getName()
				+ " has no public constructor without parameters");
	}

	@Test
	void createWhenConstructorThrowsTellsAndExitsWithOne() throws Exception {
		assertInvalid(Failing.class.getName(), "", "java.lang.IllegalArgumentException: no constructor today");
	}

	private void assertInvalid(String type, String factory, String failure) throws Exception {
		try (ChildWorker child = ChildWorker.start(ChildWorker.configuration(type, factory, true, Map.of()), true)) {
			assertThat(child.exitCode()).isEqualTo(1);
			assertThat(child.closed.get(30, TimeUnit.SECONDS)).isNotEmpty();
			assertThat(child.failures).singleElement().asString().startsWith("0 " + failure);
			assertThat(child.ready).isNotDone();
			assertThat(child.errors()).contains(failure.substring(failure.indexOf(':') + 2));
		}
	}

}
