package dev.processkit.integration;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import dev.processkit.EndpointAddress;
import dev.processkit.Framing;
import dev.processkit.ProcessKind;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.integration.ip.tcp.connection.TcpListener;
import org.springframework.messaging.support.GenericMessage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Clients that send more than may be unanswered, or read later than they could.
 */
@Timeout(90)
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

	@ParameterizedTest
	@EnumSource(names = { "TCP", "UNIX" })
	void readWhenTheSocketWasFullTwiceGetsAll(ProcessKind kind) throws Exception {
		CountDownLatch blocked = new CountDownLatch(1);
		CountDownLatch released = new CountDownLatch(1);
		List<EventLoopConnection> connections = new CopyOnWriteArrayList<>();
		EventLoopServerConnectionFactory factory = start(kind, (message) -> {
			blocked.countDown();
			awaitCountDown(released);
		});
		factory.registerSender((connection) -> connections.add((EventLoopConnection) connection));
		factory.start();
		try (Client reader = Client.connect(factory.getEndpointAddress());
				Client blocker = Client.connect(factory.getEndpointAddress())) {
			await().until(() -> connections.size() == 2);
			blocker.send("block\n");
			assertThat(awaitCountDown(blocked)).isTrue();
			long sent = fill(factory, connections.get(0));
			long received = reader.available();
			released.countDown();
			await().until(() -> factory.bufferedNow() == 0);
			sent += fill(factory, connections.get(0));
			assertThat(reader.read((int) (sent - received))).isNotEmpty();
		}
		factory.stop();
	}

	@ParameterizedTest
	@EnumSource(names = { "TCP", "UNIX" })
	void refuseWhenTheListenerThrowsOnlyTheConnectionEnds(ProcessKind kind) throws IOException {
		EventLoopServerConnectionFactory factory = start(kind, (message) -> {
			throw new IllegalStateException("as told");
		});
		factory.start();
		try (Client broken = Client.connect(factory.getEndpointAddress());
				Client other = Client.connect(factory.getEndpointAddress())) {
			assertThat(broken.send(new byte[] { -1, '\n' }).readAll()).contains("not valid UTF-8");
			assertThat(other.send("x\n").readLine()).contains("could not be handled");
		}
		factory.stop();
	}

	private EventLoopServerConnectionFactory start(ProcessKind kind, TcpListener listener) {
		EventLoopServerConnectionFactory factory = new EventLoopServerConnectionFactory(address(kind));
		factory.setFraming(Framing.LINE);
		factory.setApplicationEventPublisher(this.context);
		factory.setTaskExecutor(new SimpleAsyncTaskExecutor("endpoint-pressure-"));
		factory.registerListener(listener);
		return factory;
	}

	static boolean awaitCountDown(CountDownLatch latch) {
		try {
			return latch.await(30, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Send until the socket takes no more. */
	private static long fill(EventLoopServerConnectionFactory factory, EventLoopConnection connection) {
		long sent = 0;
		for (; factory.bufferedNow() == 0; sent += 1024) {
			connection.send(new GenericMessage<>("x".repeat(1023)));
		}
		return sent;
	}

}
