package dev.processkit.client;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.processkit.client.CallCodec.MethodCodec;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class JsonCallCodecTests {

	private static boolean gadgetMade;

	@Test
	void decodeArgumentsWhenTheirNumberDiffersFails() {
		MethodCodec codec = codec("pair");
		assertThat(codec.decodeArguments(bytes("[1, [\"a\"]]"))).containsExactly(1, List.of("a"));
		for (String wrong : List.of("[1]", "[1,[],3]", "{}", "1", "")) {
			assertThatException().as(wrong).isThrownBy(() -> codec.decodeArguments(bytes(wrong)));
		}
	}

	@Test
	void decodeResultWhenWorkerSendsNothingIsNull() {
		assertThat(codec("text").decodeResult(null)).isNull();
		assertThatException().isThrownBy(() -> codec("number").decodeResult(null));
	}

	@Test
	void classNamesInJsonMakeNothing() {
		String gadget = "{\"@class\":\"" + Gadget.class.getName() + "\",\"command\":\"id\"}";
		assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> codec("byClass"))
			.withMessageContaining("Thing");
		assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> codec("takeByClass"))
			.withMessageContaining("Thing");
		assertThatException().isThrownBy(() -> codec("holder").decodeResult(bytes("{\"any\":" + gadget + "}")));
		Object any = codec("any").decodeResult(bytes(gadget));
		assertThat(any).isInstanceOf(java.util.Map.class);
		Object named = codec("any").decodeResult(bytes("[\"" + Gadget.class.getName() + "\",{\"command\":\"id\"}]"));
		assertThat(named).isInstanceOf(List.class);
		assertThat(gadgetMade).isFalse();
	}

	@Test
	void bigPayloadsPass() {
		String big = "x".repeat(16 << 20);
		MethodCodec codec = codec("text");
		assertThat(codec.decodeResult(codec.encodeResult(big))).isEqualTo(big);
	}

	@Test
	void warmUpRuns() {
		assertThat(new JsonCallCodec()).satisfies(CallCodec::warmUp);
	}

	@Test
	void encodeWhenTypeCannotBeWrittenFails() {
		assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> codec("any").encodeResult(new Unwritable()));
	}

	private static MethodCodec codec(String method) {
		return new JsonCallCodec().prepare(Arrays.stream(Api.class.getMethods())
			.filter((candidate) -> candidate.getName().equals(method))
			.map((found) -> new CallSignature(Api.class, found))
			.findFirst()
			.orElseThrow());
	}

	private static byte[] bytes(String json) {
		return json.getBytes(StandardCharsets.UTF_8);
	}

	public static class Unwritable {

		public String getText() {
			throw new IllegalStateException("no text");
		}

	}

	interface Api {

		void pair(int number, List<String> texts);

		String text();

		int number();

		Thing byClass();

		Object any();

		void takeByClass(Thing thing);

		Holder holder();

	}

	public record Holder(@JsonTypeInfo(use = JsonTypeInfo.Id.CLASS) Object any) {

	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.CLASS)
	interface Thing {

	}

	public static class Gadget implements Thing {

		public void setCommand(String command) {
			gadgetMade = true;
		}

		public String getCommand() {
			return "";
		}

	}

}
