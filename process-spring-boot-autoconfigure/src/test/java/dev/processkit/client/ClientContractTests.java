package dev.processkit.client;

import java.io.InputStream;
import java.util.List;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ClientContractTests {

	@ParameterizedTest
	@MethodSource
	void wrongInterfaceIsRefused(Class<?> type, String method, String problem) {
		assertThatExceptionOfType(InvalidClientException.class).isThrownBy(() -> ClientContract.of(type))
			.withMessageContaining(type.getName())
			.withMessageContaining((method != null) ? "Method '" + method + "'" : "Process client")
			.withMessageContaining(problem)
			.satisfies((failure) -> assertThat(failure.remedy()).endsWith("."));
	}

	static Stream<Arguments> wrongInterfaceIsRefused() {
		return Stream.of(Arguments.of(String.class, null, "is not annotated"),
				Arguments.of(NoInterface.class, null, "is not an interface"),
				Arguments.of(Variable.class, null, "type parameters"),
				Arguments.of(Overloaded.class, "find", "is overloaded"),
				Arguments.of(Generic.class, "pick", "is generic"),
				Arguments.of(Forgetful.class, "count", "is fireAndForget and has a result"),
				Arguments.of(PlainFuture.class, "count", "returns a java.util.concurrent.Future"),
				Arguments.of(Streams.class, "read", "java.io.InputStream"),
				Arguments.of(Lambdas.class, "make", "java.util.function.Supplier"));
	}

	@Test
	void methodsOfTwoInterfacesOfAWorkerMustNotClash() {
		assertThatExceptionOfType(InvalidClientException.class).isThrownBy(() -> WorkerCalls.settings(Clashing.class))
			.withMessageContaining("'find'")
			.withMessageContaining("One.find");
		assertThat(WorkerCalls.settings(ArrayWorker.class))
			.containsExactly(java.util.Map.entry("calls." + One.class.getName(), JsonCallCodec.class.getName()));
		assertThat(WorkerCalls.settings(Object.class)).isEmpty();
	}

	@Test
	void sameMethodFromTwoParentsIsNotOverloaded() {
		assertThat(ClientContract.of(Diamond.class).methods()).isNotEmpty();
	}

	@ProcessClient("x")
	static class NoInterface {

	}

	@ProcessClient("x")
	interface Variable<T> {

	}

	@ProcessClient("x")
	interface Overloaded {

		String find(int id);

		String find(String name);

	}

	@ProcessClient("x")
	interface Generic {

		<T> T pick(List<T> all);

	}

	@ProcessClient("x")
	interface Forgetful {

		@ProcessCall(fireAndForget = true)
		int count();

	}

	@ProcessClient("x")
	interface PlainFuture {

		Future<String> count();

	}

	@ProcessClient("x")
	interface Streams {

		void read(InputStream in);

	}

	@ProcessClient("x")
	interface Lambdas {

		Supplier<String> make();

	}

	@ProcessClient("x")
	interface One {

		String find(int id);

	}

	@ProcessClient("x")
	interface Two {

		String find(String name);

	}

	interface Left {

		int same(String text);

	}

	interface Right {

		int same(String text);

	}

	@ProcessClient("x")
	interface Diamond extends Left, Right {

	}

	static class Clashing implements One, Two {

		@Override
		public String find(int id) {
			return "";
		}

		@Override
		public String find(String name) {
			return "";
		}

	}

	static class Parent implements One {

		@Override
		public String find(int id) {
			return "";
		}

	}

	static class ArrayWorker extends Parent {

	}

}
