package dev.processkit.client;

import java.nio.charset.StandardCharsets;

import dev.processkit.ProcessException;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The codec that an interface names.
 */
class ClientCodecTests {

	@Test
	void mapperOfASubclassWritesAndReadsOnBothSides() throws Exception {
		try (LoopbackDispatcher dispatcher = LoopbackDispatcher.to(new Printer())) {
			Print print = client(dispatcher, Print.class);
			assertThat(print.print(new Page("text"))).isEqualTo(new Page("text"));
			assertThat(dispatcher.calls.get(0).arguments()).asString().isEqualTo("[{\"whole_text\":\"text\"}]");
		}
	}

	@Test
	void codecThatCannotBeMadeIsRefused() {
		assertRefused(WithoutConstructor.class)
			.withMessageContaining("has a codec that cannot be made (java.lang.NoSuchMethodException")
			.withMessageContaining("Give it a public constructor without parameters; the worker makes one, too.");
		assertRefused(WithUnwilling.class).withMessageContaining("has a codec that cannot be made (not today)");
	}

	@Test
	void typesThatItRefusesAreRefusedWithTheMethod() {
		assertRefused(WithTypes.class).withMessageContaining("'send'")
			.withMessageContaining("has types that cannot be sent (no numbers)");
	}

	@Test
	void argumentsThatItCannotEncodeAreNotSent() {
		try (LoopbackDispatcher road = LoopbackDispatcher.holding()) {
			assertThatExceptionOfType(ProcessException.class)
				.isThrownBy(() -> client(road, WithFailing.class).send("a"))
				.withMessageContaining("The arguments of WithFailing.send (process 'printer') cannot be encoded: no a");
			assertThat(road.calls).isEmpty();
		}
	}

	@Test
	void whatItCannotDoInTheWorkerIsAFailureThere() throws Exception {
		try (LoopbackDispatcher dispatcher = LoopbackDispatcher.to(new Failing())) {
			WithFailing client = client(dispatcher, WithFailing.class);
			assertThatExceptionOfType(RemoteCallException.class).isThrownBy(() -> client.send("b")).withMessage("no b");
			assertThatExceptionOfType(RemoteCallException.class).isThrownBy(() -> client.send("c")).withMessage("no c");
			assertThatExceptionOfType(ProcessException.class).isThrownBy(() -> client.send("d"))
				.withMessageContaining("The result of WithFailing.send (process 'printer') cannot be decoded: no d");
			assertThat(client.send("e")).isEqualTo("e");
		}
	}

	private static <T> T client(LoopbackDispatcher dispatcher, Class<T> type) {
		return new ProcessClients(dispatcher, new TestSettings(), CallObserver.NONE).create(type);
	}

	private static org.assertj.core.api.ThrowableAssertAlternative<InvalidClientException> assertRefused(
			Class<?> type) {
		try (LoopbackDispatcher road = LoopbackDispatcher.holding()) {
			return assertThatExceptionOfType(InvalidClientException.class).isThrownBy(() -> client(road, type));
		}
	}

	@ProcessClient(value = "printer", codec = SnakeCase.class)
	interface Print {

		Page print(Page page);

	}

	record Page(String wholeText) {

	}

	static class Printer implements Print {

		@Override
		public Page print(Page page) {
			return page;
		}

	}

	/** As the documentation has it. */
	public static class SnakeCase extends JsonCallCodec {

		public SnakeCase() {
			super(JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build());
		}

	}

	@ProcessClient(value = "printer", codec = Constructorless.class)
	interface WithoutConstructor {

		void send();

	}

	/** Not without its parameter. */
	public static class Constructorless extends JsonCallCodec {

		public Constructorless(JsonMapper mapper) {
			super(mapper);
		}

	}

	@ProcessClient(value = "printer", codec = Unwilling.class)
	interface WithUnwilling {

		void send();

	}

	/** Throws while it is made. */
	public static class Unwilling extends JsonCallCodec {

		public Unwilling() {
			throw new IllegalStateException("not today");
		}

	}

	@ProcessClient(value = "printer", codec = Texts.class)
	interface WithTypes {

		void send(int number);

	}

	@ProcessClient(value = "printer", codec = Texts.class)
	interface WithFailing {

		String send(String text);

	}

	static class Failing implements WithFailing {

		@Override
		public String send(String text) {
			return text;
		}

	}

	/** Fails with "a" to "d" at each of its four steps. */
	public static class Texts implements CallCodec, CallCodec.MethodCodec {

		@Override
		public MethodCodec prepare(CallSignature signature) {
			if (signature.parameters().contains(int.class)) {
				throw new IllegalArgumentException("no numbers");
			}
			return this;
		}

		@Override
		public byte[] encodeArguments(Object[] arguments) {
			return bytes(arguments[0], "a");
		}

		@Override
		public Object[] decodeArguments(byte[] bytes) {
			return new Object[] { text(bytes, "b") };
		}

		@Override
		public byte[] encodeResult(Object result) {
			return bytes(result, "c");
		}

		@Override
		public Object decodeResult(byte[] bytes) {
			return text(bytes, "d");
		}

		private static byte[] bytes(Object value, String wrong) {
			byte[] bytes = value.toString().getBytes(StandardCharsets.UTF_8);
			text(bytes, wrong);
			return bytes;
		}

		private static String text(byte[] bytes, String wrong) {
			String text = new String(bytes, StandardCharsets.UTF_8);
			if (text.equals(wrong)) {
				throw new IllegalArgumentException("no " + wrong);
			}
			return text;
		}

	}

}
