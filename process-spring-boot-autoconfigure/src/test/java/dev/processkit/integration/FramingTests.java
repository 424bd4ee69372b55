package dev.processkit.integration;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import dev.processkit.EndpointAddress;
import dev.processkit.Framing;
import dev.processkit.ProcessKind;
import dev.processkit.RequestFailedException;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What clients see of the framings, on both kinds of socket.
 */
@Timeout(120)
class FramingTests extends EndpointFixture {

	private static final String ERROR = "{\"status\":\"error\",\"message\":\"";

	static Stream<Arguments> kindsAndFramings() {
		return Stream.of(ProcessKind.TCP, ProcessKind.UNIX)
			.flatMap((kind) -> Stream.of(Framing.JSON, Framing.LINE, Framing.LENGTH)
				.map((framing) -> Arguments.of(kind, framing)));
	}

	@ParameterizedTest
	@MethodSource("kindsAndFramings")
	void exchangeWhenWholeMessagesEchoes(ProcessKind kind, Framing framing) throws IOException {
		try (Client client = Client.connect(open(kind, framing, FakeDispatcher.echo()))) {
			for (int i = 0; i < 3; i++) {
				assertThat(reply(client.send(frame(framing, message(i))), framing)).isEqualTo(message(i));
			}
		}
	}

	@ParameterizedTest
	@MethodSource("kindsAndFramings")
	void exchangeWhenBytesTrickleInEchoes(ProcessKind kind, Framing framing) throws IOException {
		try (Client client = Client.connect(open(kind, framing, FakeDispatcher.echo()))) {
			// A "0" on its own ends nothing.
			for (byte single : frame(framing, message(100))) {
				client.send(new byte[] { single });
			}
			assertThat(reply(client, framing)).isEqualTo(message(100));
		}
	}

	@ParameterizedTest
	@MethodSource("kindsAndFramings")
	void exchangeWhenAnsweredOutOfOrderKeepsTheOrderOfRequests(ProcessKind kind, Framing framing) throws IOException {
		FakeDispatcher dispatcher = FakeDispatcher.holding();
		try (Client client = Client.connect(open(kind, framing, dispatcher))) {
			for (int i = 0; i < 1000; i++) {
				client.send(frame(framing, message(i)));
			}
			await().until(() -> dispatcher.pending.size() == 1000);
			List<FakeDispatcher.Request> requests = new ArrayList<>(dispatcher.take());
			Collections.shuffle(requests, new Random(42));
			requests.subList(0, 500).forEach(FakeDispatcher.Request::echo);
			dispatcher.afterReplies.run();
			requests.subList(500, 1000).forEach(FakeDispatcher.Request::echo);
			dispatcher.afterReplies.run();
			for (int i = 0; i < 1000; i++) {
				assertThat(reply(client, framing)).isEqualTo(message(i));
			}
			// Replies may be there before the round of the last request is over.
			await().untilAsserted(() -> assertThat(dispatcher.flushes.get()).isBetween(1, 1000));
		}
	}

	@ParameterizedTest
	@MethodSource("kindsAndFramings")
	void exchangeWhenLargeMessagesArePipelinedEchoes(ProcessKind kind, Framing framing) throws Exception {
		EndpointAddress address = open(kind, framing, FakeDispatcher.echo());
		String large = "\"" + "ü".repeat(400_000) + "\"";
		try (Client client = Client.connect(address)) {
			Thread sender = new Thread(() -> {
				try {
					for (int i = 0; i < 20; i++) {
						client.send(frame(framing, large));
					}
				}
				catch (IOException ex) {
					throw new IllegalStateException(ex);
				}
			});
			sender.start();
			for (int i = 0; i < 20; i++) {
				assertThat(reply(client, framing)).isEqualTo(large);
			}
			sender.join();
		}
	}

	@ParameterizedTest
	@MethodSource("kindsAndFramings")
	void halfCloseWhenRepliesAreOwedSendsThemThenCloses(ProcessKind kind, Framing framing) throws IOException {
		FakeDispatcher dispatcher = FakeDispatcher.holding();
		try (Client client = Client.connect(open(kind, framing, dispatcher))) {
			client.send(frame(framing, message(1))).send(frame(framing, message(2))).halfClose();
			await().until(() -> dispatcher.pending.size() == 2);
			dispatcher.take().forEach(FakeDispatcher.Request::echo);
			dispatcher.afterReplies.run();
			assertThat(reply(client, framing)).isEqualTo(message(1));
			assertThat(reply(client, framing)).isEqualTo(message(2));
			assertThat(client.readAll()).isEmpty();
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "TCP", "UNIX" })
	void rawWhenHalfClosedEchoesAndCloses(ProcessKind kind) throws IOException {
		EndpointAddress address = open(kind, Framing.RAW, FakeDispatcher.echo());
		String large = "x\n".repeat(100_000);
		for (String message : List.of("hello", large)) {
			try (Client client = Client.connect(address)) {
				assertThat(client.send(message).halfClose().readAll()).isEqualTo(message);
			}
		}
		try (Client client = Client.connect(address)) {
			assertThat(client.halfClose().readAll()).isEmpty();
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					TCP  | {"a":1}{"b":[1,2,{"c":"}"}]} [] 12 -0.5e+3 true"x\\"y" null | {"a":1};{"b":[1,2,{"c":"}"}]};[];12;-0.5e+3;true;"x\\"y";null
					UNIX | {"a":1}{"b":[1,2,{"c":"}"}]} [] 12 -0.5e+3 true"x\\"y" null | {"a":1};{"b":[1,2,{"c":"}"}]};[];12;-0.5e+3;true;"x\\"y";null
					UNIX | 1[2]3{"x" : 4}5 | 1;[2];3;{"x" : 4};5
					""")
	void jsonWhenValuesFollowEachOtherFindsThem(ProcessKind kind, String sent, String expected) throws IOException {
		try (Client client = Client.connect(open(kind, Framing.JSON, FakeDispatcher.echo()))) {
			assertThat(client.send(sent).halfClose().readAll().strip().replace('\n', ';')).isEqualTo(expected);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "TCP", "UNIX" })
	void jsonWhenBareAndCloseAfterReplyRepliesOnceAndCloses(ProcessKind kind) throws IOException {
		FakeDispatcher dispatcher = FakeDispatcher.echo();
		EndpointAddress address = open(kind, dispatcher,
				(settings) -> settings.framing(Framing.JSON).closeAfterReply());
		try (Client client = Client.connect(address)) {
			assertThat(client.send("{\"a\":1}{\"b\":2}").readAll()).isEqualTo("{\"a\":1}\n");
		}
		assertThat(dispatcher.dispatched).hasValue(1);
	}

	@ParameterizedTest
	@EnumSource(names = { "TCP", "UNIX" })
	void lineWhenEndsDifferReadsThem(ProcessKind kind) throws IOException {
		try (Client client = Client.connect(open(kind, Framing.LINE, FakeDispatcher.echo()))) {
			assertThat(client.send("a\r\n\nb\nlast").halfClose().readAll()).isEqualTo("a\n\nb\nlast\n");
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			TCP  | JSON   | }{            | unexpected '}'
			UNIX | JSON   | {"a":1,}      | unexpected '}'
			UNIX | JSON   | [1 2]         | unexpected '2'
			UNIX | JSON   | {"a"          | half-closed in the middle
			UNIX | JSON   | -             | half-closed in the middle
			UNIX | JSON   | 01            | unexpected '1'
			UNIX | JSON   | "\\x"         | unexpected 'x'
			UNIX | JSON   | nul1          | unexpected '1'
			UNIX | JSON   | 1.            | half-closed in the middle
			""")
	void refuseWhenMalformedSendsOneErrorAfterTheRepliesAndCloses(ProcessKind kind, Framing framing, String bad,
			String expected) throws IOException {
		FakeDispatcher dispatcher = FakeDispatcher.holding();
		try (Client client = Client.connect(open(kind, framing, dispatcher))) {
			client.send(frame(framing, message(1))).send(bad).halfClose();
			await().until(() -> dispatcher.pending.size() == 1);
			dispatcher.take().forEach(FakeDispatcher.Request::echo);
			dispatcher.afterReplies.run();
			assertThat(reply(client, framing)).isEqualTo(message(1));
			assertThat(reply(client, framing)).startsWith(ERROR).contains(expected);
			assertThat(client.readAll()).isEmpty();
		}
		assertThat(dispatcher.dispatched).hasValue(1);
	}

	@ParameterizedTest
	@CsvSource({ "TCP, 0, half-closed in the middle", "UNIX, 5, half-closed in the middle",
			"TCP, 1048577, longer than the 1048576 bytes", "UNIX, 2147483647, longer than the 1048576 bytes",
			"TCP, -1, negative length -1", "UNIX, -2147483648, negative length" })
	void refuseWhenLengthIsWrongRefuses(ProcessKind kind, int length, String expected) throws IOException {
		byte[] header = ByteBuffer.allocate(4).putInt(length).array();
		try (Client client = Client.connect(open(kind, Framing.LENGTH, FakeDispatcher.echo()))) {
			client.send((length == 0) ? new byte[3] : header).halfClose();
			assertThat(reply(client, Framing.LENGTH)).startsWith(ERROR).contains(expected);
			assertThat(client.readAll()).isEmpty();
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "TCP", "UNIX" })
	void refuseWhenTooLongRefusesInEveryFraming(ProcessKind kind) throws Exception {
		for (Framing framing : Framing.values()) {
			repeatIfLate(LINGER, () -> refuseTooLong(kind, framing));
		}
	}

	private void refuseTooLong(ProcessKind kind, Framing framing) throws IOException {
		FakeDispatcher dispatcher = FakeDispatcher.echo();
		EndpointAddress address = open(kind, dispatcher, (settings) -> settings.framing(framing).maxMessageSize(1000));
		try (Client client = Client.connect(address)) {
			client.send(frame(framing, "\"" + "x".repeat(998) + "\""));
			if (framing == Framing.RAW) {
				client.send("x");
			}
			else {
				assertThat(reply(client, framing)).hasSize(1000);
				client.send(frame(framing, "\"" + "x".repeat(1_000_000) + "\""));
			}
			assertThat(reply(client, framing))
				.isEqualTo(ERROR + "The message is longer than the 1000 bytes allowed\"}");
			assertThat(client.readAll()).isEmpty();
		}
		finally {
			this.endpoints.close();
		}
		assertThat(dispatcher.dispatched).hasValue((framing == Framing.RAW) ? 0 : 1);
	}

	@ParameterizedTest
	@EnumSource(names = { "TCP", "UNIX" })
	void refuseWhenNoUtf8Refuses(ProcessKind kind) throws IOException {
		for (Framing framing : List.of(Framing.JSON, Framing.LINE)) {
			EndpointAddress address = open(kind, framing, FakeDispatcher.echo());
			try (Client client = Client.connect(address)) {
				client.send(new byte[] { '"', (byte) 0xc0, (byte) 0x80, '"', '\n' });
				assertThat(client.readAll()).startsWith(ERROR).endsWith("\"}\n");
			}
			this.endpoints.close();
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "TCP", "UNIX" })
	void refuseWhenNestedTooDeepRefuses(ProcessKind kind) throws Exception {
		EndpointAddress address = open(kind, Framing.JSON, FakeDispatcher.echo());
		repeatIfLate(LINGER, () -> {
			try (Client client = Client.connect(address)) {
				assertThat(client.send("[".repeat(100_000)).readAll()).contains("nested deeper than 512");
			}
		});
	}

	@ParameterizedTest
	@MethodSource("kindsAndFramings")
	void answerWhenRequestsFailOrHaveNoReplyStaysInStep(ProcessKind kind, Framing framing) throws IOException {
		FakeDispatcher dispatcher = FakeDispatcher.holding();
		try (Client client = Client.connect(open(kind, framing, dispatcher))) {
			client.send(frame(framing, message(1))).send(frame(framing, message(2))).send(frame(framing, message(3)));
			await().until(() -> dispatcher.pending.size() == 3);
			List<FakeDispatcher.Request> requests = dispatcher.take();
			requests.get(2).echo();
			requests.get(1).callback().onReply(null);
			requests.get(0).fail(RequestFailedException.Kind.HANDLER_FAILED, "boom \"quoted\"\n\u0001");
			dispatcher.afterReplies.run();
			assertThat(reply(client, framing)).isEqualTo(ERROR + "boom \\\"quoted\\\"\\n\\u0001\"}");
			assertThat(reply(client, framing)).isEqualTo(message(3));
			client.send(frame(framing, message(4)));
			await().until(() -> dispatcher.pending.size() == 1);
			dispatcher.take().forEach(FakeDispatcher.Request::echo);
			dispatcher.afterReplies.run();
			assertThat(reply(client, framing)).isEqualTo(message(4));
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "TCP", "UNIX" })
	void answerWhenReplySpansLinesSendsAnErrorInItsPlace(ProcessKind kind) throws IOException {
		FakeDispatcher dispatcher = FakeDispatcher
			.answering((request) -> request.callback().onReply("a\nb".getBytes(StandardCharsets.UTF_8)));
		try (Client client = Client.connect(open(kind, Framing.LINE, dispatcher))) {
			assertThat(client.send("x\n").readLine()).contains("spans lines");
		}
	}

	@ParameterizedTest
	@MethodSource("kindsAndFramings")
	void survivesRandomBytes(ProcessKind kind, Framing framing) throws IOException {
		Random random = new Random(framing.ordinal());
		EndpointAddress address = open(kind, framing, FakeDispatcher.echo());
		for (int i = 0; i < 100; i++) {
			byte[] noise = new byte[random.nextInt(2000)];
			random.nextBytes(noise);
			try (Client client = Client.connect(address)) {
				client.send(noise).halfClose().readAll();
			}
			catch (IOException ex) {
				throw new AssertionError("Reset instead of an answer, round " + i, ex);
			}
		}
		try (Client client = Client.connect(address)) {
			assertThat(reply(client.send(frame(framing, message(1))), framing)).isEqualTo(message(1));
		}
	}

	static String message(int id) {
		return "{\"id\":" + id + ",\"text\":\"grüße \\\"x\\\"\"}";
	}

	static byte[] frame(Framing framing, String message) {
		byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
		return switch (framing) {
			case JSON, RAW -> bytes;
			case LINE -> (message + "\r\n").getBytes(StandardCharsets.UTF_8);
			case LENGTH -> ByteBuffer.allocate(4 + bytes.length).putInt(bytes.length).put(bytes).array();
		};
	}

	static String reply(Client client, Framing framing) throws IOException {
		return switch (framing) {
			case JSON, LINE -> client.readLine();
			case LENGTH -> new String(client.read(ByteBuffer.wrap(client.read(4)).getInt()), StandardCharsets.UTF_8);
			case RAW -> client.readAll();
		};
	}

}
