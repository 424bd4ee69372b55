package dev.processkit.integration;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import javax.net.ssl.SSLSocket;

import dev.processkit.EndpointAddress;
import dev.processkit.Framing;
import dev.processkit.ProcessKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@Timeout(120)
class TlsTests extends EndpointFixture {

	@ParameterizedTest
	@ValueSource(strings = { "TLSv1.3", "TLSv1.2" })
	void exchangeWhenEncryptedEchoes(String protocol) throws Exception {
		EndpointAddress.Tcp address = openTls(Framing.LINE);
		try (SSLSocket client = connect(address, protocol)) {
			BufferedReader reader = reader(client);
			for (String message : List.of("hello", "x".repeat(900_000), "bye")) {
				Thread sender = new Thread(() -> send(client, message + "\n"));
				sender.start();
				assertThat(reader.readLine()).isEqualTo(message);
				sender.join();
			}
			assertThat(client.getSession().getProtocol()).isEqualTo(protocol);
		}
		await().until(() -> this.endpoints.connections().get("echo") == 0);
	}

	@Test
	void exchangeWhenClientHalfClosesSendsTheReplyAndCloseNotify() throws Exception {
		try (SSLSocket client = connect(openTls(Framing.RAW), "TLSv1.3")) {
			send(client, "all of it");
			client.shutdownOutput();
			assertThat(new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
				.isEqualTo("all of it");
		}
	}

	@Test
	void exchangeWhenTheLastBytesComeWithCloseNotifyReplies() throws Exception {
		CountDownLatch blocked = new CountDownLatch(1);
		CountDownLatch released = new CountDownLatch(1);
		EndpointAddress.Tcp address = openTls(Framing.RAW, FakeDispatcher.answering((request) -> {
			blocked.countDown();
			PressureTests.awaitCountDown(released);
			request.echo();
		}));
		try (SSLSocket blocker = connect(address, "TLSv1.3");
				Socket plain = new Socket(address.host(), address.port());
				SSLSocket client = layered(plain, address)) {
			plain.setSoTimeout(30_000);
			client.startHandshake();
			send(blocker, "block");
			blocker.shutdownOutput();
			assertThat(PressureTests.awaitCountDown(blocked)).isTrue();
			send(client, "all of it");
			client.shutdownOutput();
			released.countDown();
			assertThat(new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
				.isEqualTo("all of it");
		}
	}

	@Test
	void exchangeWhenConnectionIsCutOffDeliversNothing() throws Exception {
		FakeDispatcher dispatcher = FakeDispatcher.echo();
		EndpointAddress.Tcp address = openTls(Framing.RAW, dispatcher);
		try (Socket plain = new Socket(address.host(), address.port()); SSLSocket client = layered(plain, address)) {
			send(client, "half of");
			plain.shutdownOutput();
			assertThat(plain.getInputStream().readAllBytes()).isNotNull();
		}
		await().until(() -> this.endpoints.connections().get("echo") == 0);
		assertThat(dispatcher.dispatched).hasValue(0);
	}

	@Test
	void connectWhenPlainTextIsClosedAndOthersAreServed() throws Exception {
		EndpointAddress.Tcp address = openTls(Framing.LINE);
		try (Socket stalled = new Socket(address.host(), address.port());
				Client plain = Client.connect(address);
				SSLSocket client = connect(address, "TLSv1.3")) {
			plain.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
			assertThat(plain.readAll()).doesNotContain("HTTP");
			send(client, "fine\n");
			assertThat(reader(client).readLine()).isEqualTo("fine");
			assertThat(stalled.isConnected()).isTrue();
		}
	}

	@Test
	void connectWhenFiftyClientsAtOnceServesAll() throws Exception {
		EndpointAddress.Tcp address = openTls(Framing.LINE);
		List<SSLSocket> clients = new ArrayList<>();
		try {
			for (int i = 0; i < 50; i++) {
				clients.add(connect(address, "TLSv1.3"));
				send(clients.get(i), "n" + i + "\n");
			}
			for (int i = 0; i < 50; i++) {
				assertThat(reader(clients.get(i)).readLine()).isEqualTo("n" + i);
			}
		}
		finally {
			for (SSLSocket client : clients) {
				client.close();
			}
		}
	}

	@Test
	void connectWhenOneMoreThanAllowedTellsIt() throws Exception {
		EndpointAddress.Tcp address = (EndpointAddress.Tcp) open(ProcessKind.TCP, FakeDispatcher.echo(),
				(settings) -> settings.ssl().maxConnections(1));
		try (SSLSocket first = connect(address, "TLSv1.3"); SSLSocket second = connect(address, "TLSv1.3")) {
			assertThat(reader(second).readLine()).contains("maximum of 1 connections");
			send(first, "x\n");
			assertThat(reader(first).readLine()).isEqualTo("x");
		}
	}

	private EndpointAddress.Tcp openTls(Framing framing) {
		return openTls(framing, FakeDispatcher.echo());
	}

	private EndpointAddress.Tcp openTls(Framing framing, FakeDispatcher dispatcher) {
		return (EndpointAddress.Tcp) open(ProcessKind.TCP, dispatcher, (settings) -> settings.ssl().framing(framing));
	}

	private static SSLSocket connect(EndpointAddress.Tcp address, String protocol)
			throws GeneralSecurityException, IOException {
		SSLSocket client = (SSLSocket) TestCertificates.client()
			.getSocketFactory()
			.createSocket(address.host(), address.port());
		client.setEnabledProtocols(new String[] { protocol });
		client.startHandshake();
		return client;
	}

	/** Its end is a close_notify, and no end of the connection. */
	private static SSLSocket layered(Socket plain, EndpointAddress.Tcp address)
			throws GeneralSecurityException, IOException {
		return (SSLSocket) TestCertificates.client()
			.getSocketFactory()
			.createSocket(plain, address.host(), address.port(), false);
	}

	private static void send(SSLSocket client, String text) {
		try {
			client.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static BufferedReader reader(SSLSocket client) throws IOException {
		return new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
	}

}
