package dev.processkit.integration;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

import dev.processkit.Framing;
import dev.processkit.ProcessKind;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.integration.ip.tcp.connection.TcpConnection;
import org.springframework.messaging.MessagingException;
import org.springframework.messaging.support.GenericMessage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * What an endpoint holds for its clients is bounded and given back.
 */
@Timeout(120)
class BudgetTests extends EndpointFixture {

	private EventLoopServerConnectionFactory start(ProcessKind kind) {
		EventLoopServerConnectionFactory factory = new EventLoopServerConnectionFactory(address(kind));
		factory.setFraming(Framing.LINE);
		factory.setMaxBufferedBytes(4 << 20);
		factory.setApplicationEventPublisher(this.context);
		factory.setTaskExecutor(new SimpleAsyncTaskExecutor("endpoint-budget-"));
		return factory;
	}

	@ParameterizedTest
	@EnumSource(names = { "TCP", "UNIX" })
	void receiveWhenPartialMessagesFillTheBudgetRefusesOneMore(ProcessKind kind) throws Exception {
		repeatIfLate(LINGER, () -> receiveWhatFillsTheBudget(kind));
	}

	private void receiveWhatFillsTheBudget(ProcessKind kind) throws IOException {
		EventLoopServerConnectionFactory factory = start(kind);
		factory.registerListener((message) -> {
		});
		List<TcpConnection> accepted = new CopyOnWriteArrayList<>();
		factory.registerSender(accepted::add);
		factory.start();
		List<Client> clients = new ArrayList<>();
		try {
			for (int i = 0; i < 10; i++) {
				Client client = Client.connect(factory.getEndpointAddress());
				clients.add(client);
				client.send("x".repeat(700_000));
			}
			await().until(() -> accepted.size() == 10 && factory.getConnectionCount() < 10);
			// For a moment there is more, of what is refused then.
			await().untilAsserted(() -> assertThat(factory.bufferedNow()).isLessThanOrEqualTo(4 << 20));
			int refused = 0;
			for (Client client : clients) {
				client.halfClose();
				refused += client.readAll().contains("no memory left") ? 1 : 0;
				client.close();
			}
			assertThat(refused).isBetween(1, 9);
			await().until(() -> factory.getConnectionCount() == 0);
			assertThat(factory.bufferedNow()).isZero();
		}
		finally {
			for (Client client : clients) {
				client.close();
			}
			factory.stop();
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "TCP", "UNIX" })
	void sendWhenTheClientDoesNotReadIsClosedBeyondTheBudget(ProcessKind kind) throws IOException {
		EventLoopServerConnectionFactory factory = start(kind);
		List<EventLoopConnection> connections = new CopyOnWriteArrayList<>();
		CountDownLatch served = new CountDownLatch(1);
		factory.registerSender((connection) -> connections.add((EventLoopConnection) connection));
		factory.registerListener((message) -> served.countDown());
		factory.start();
		try (Client client = Client.connect(factory.getEndpointAddress())) {
			client.send("hello\n");
			assertThat(PressureTests.awaitCountDown(served)).isTrue();
			EventLoopConnection connection = connections.get(0);
			byte[] large = new byte[1 << 20];
			connection.send(new GenericMessage<>("first"));
			assertThat(client.readLine()).isEqualTo("first");
			assertThatExceptionOfType(MessagingException.class).isThrownBy(() -> {
				while (true) {
					connection.send(new GenericMessage<>(large));
				}
			});
			await().until(() -> !connection.isOpen());
		}
		await().until(() -> factory.bufferedNow() == 0);
		factory.stop();
	}

}
