package dev.processkit.integration;

import java.io.IOException;

import dev.processkit.EndpointAddress;
import dev.processkit.Framing;
import dev.processkit.ProcessKind;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Clients that send more than may be unanswered, or read later than they could.
 */
@Timeout(15)
class PressureTests extends EndpointFixture {

	private static final int MANY = 5000;

	private static String lines(int count) {
		StringBuilder lines = new StringBuilder();
		for (int i = 0; i < count; i++) {
			lines.append(i).append('\n');
		}
		return lines.toString();
	}

	@ParameterizedTest
	@EnumSource(names = { "TCP", "UNIX" })
	void halfCloseWhenMoreIsSentThanMayBeOwedAnswersAll(ProcessKind kind) throws IOException {
		try (Client client = Client.connect(open(kind, Framing.LINE, FakeDispatcher.echo()))) {
			assertThat(client.send(lines(MANY)).halfClose().readAll()).isEqualTo(lines(MANY));
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "TCP", "UNIX" })
	void readWhenMoreIsOwedThanTheSocketTakesServesWhatWasHeldUp(ProcessKind kind) throws IOException {
		FakeDispatcher dispatcher = FakeDispatcher.holding();
		EndpointAddress address = open(kind, Framing.LINE, dispatcher);
		try (Client client = Client.connect(address)) {
			client.send(lines(2000));
			await().until(() -> dispatcher.pending.size() == 1024);
			byte[] reply = "x".repeat(8 << 10).getBytes();
			for (FakeDispatcher.Request request : dispatcher.take()) {
				request.callback().onReply(reply);
			}
			dispatcher.afterReplies.run();
			client.read(1024 * (reply.length + 1));
			await().until(() -> dispatcher.pending.size() == 2000 - 1024);
			dispatcher.take().forEach(FakeDispatcher.Request::echo);
			dispatcher.afterReplies.run();
		}
	}

}
