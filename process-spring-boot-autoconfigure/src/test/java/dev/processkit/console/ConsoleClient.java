package dev.processkit.console;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import dev.processkit.EndpointAddress;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A client of a console, on a real socket.
 */
public final class ConsoleClient implements AutoCloseable {

	private static final String END = "\u0000end";

	private final SocketChannel channel;

	private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

	private Thread reader;

	private ConsoleClient(SocketChannel channel) {
		this.channel = channel;
	}

	public static ConsoleClient connect(EndpointAddress address) throws IOException {
		ConsoleClient client = silent(address);
		client.listen();
		return client;
	}

	/** A client that reads nothing until it is told to. */
	static ConsoleClient silent(EndpointAddress address) throws IOException {
		SocketAddress remote = (address instanceof EndpointAddress.Tcp tcp)
				? new InetSocketAddress(tcp.host(), tcp.port())
				: UnixDomainSocketAddress.of(((EndpointAddress.Unix) address).path());
		return new ConsoleClient(SocketChannel.open(remote));
	}

	void listen() {
		this.reader = new Thread(() -> {
			try (BufferedReader in = new BufferedReader(
					Channels.newReader(this.channel, StandardCharsets.UTF_8.newDecoder(), -1))) {
				in.lines().forEach(this.lines::add);
			}
			catch (IOException | java.io.UncheckedIOException ex) {
				// the end, like any other
			}
			this.lines.add(END);
		}, "console-client");
		this.reader.start();
	}

	public ConsoleClient send(String text) throws IOException {
		ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
		while (bytes.hasRemaining()) {
			this.channel.write(bytes);
		}
		return this;
	}

	public String line() throws InterruptedException {
		String line = this.lines.poll(30, TimeUnit.SECONDS);
		assertThat(line).as("an answer").isNotNull();
		return line;
	}

	public String ask(String line) throws IOException, InterruptedException {
		return send(line + "\n").line();
	}

	public JsonNode json(String line) throws IOException, InterruptedException {
		return JsonMapper.shared().readTree(ask(line));
	}

	public JsonNode call(String method, String params) throws IOException, InterruptedException {
		return json("{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"%s\",\"params\":%s}".formatted(method, params));
	}

	void halfClose() throws IOException {
		this.channel.shutdownOutput();
	}

	void assertEnds() throws InterruptedException {
		assertThat(line()).isEqualTo(END);
	}

	/** Skip lines until the last one. */
	String lastLine() throws InterruptedException {
		String last = "";
		for (String line = line(); !line.equals(END); line = line()) {
			last = line;
		}
		return last;
	}

	@Override
	public void close() throws IOException, InterruptedException {
		this.channel.close();
		if (this.reader != null) {
			this.reader.join(30_000);
		}
	}

}
