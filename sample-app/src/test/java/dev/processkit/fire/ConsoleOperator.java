package dev.processkit.fire;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A connection to the admin console.
 */
final class ConsoleOperator implements AutoCloseable {

	private static final String END = "pong";

	private final SocketChannel channel;

	private final BufferedReader answers;

	ConsoleOperator(Path socket) throws IOException {
		this.channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
		this.answers = new BufferedReader(Channels.newReader(this.channel, StandardCharsets.UTF_8));
	}

	/** Ask as programs do. */
	String byJson(String action, String target, String signal) throws IOException {
		String more = Operator.takesSignal(action) ? ",\"signal\":\"" + signal + "\"" : "";
		send("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"process.%s\",\"params\":{\"target\":\"%s\"%s}}"
			.formatted(method(action), target, more));
		String answer = String.valueOf(this.answers.readLine());
		if (answer.contains("\"result\":")) {
			return Operator.DONE;
		}
		if (answer.contains("\"code\":-32001") || answer.contains("\"code\":-32002")) {
			return answer;
		}
		throw new IOException("Not to be expected: " + answer);
	}

	/** Ask as people do. */
	String byWords(String action, String target, String signal) throws IOException {
		send(method(action) + " " + target + (Operator.takesSignal(action) ? " " + signal : ""));
		send("system.ping");
		List<String> answer = new ArrayList<>();
		String line = this.answers.readLine();
		while (line != null && !line.equals(END)) {
			answer.add(line);
			line = this.answers.readLine();
		}
		if (line == null || answer.isEmpty()) {
			throw new IOException("Not to be expected: " + answer);
		}
		return answer.get(0).startsWith("error: ") ? answer.get(0) : Operator.DONE;
	}

	/** There is one word for the way down. */
	private static String method(String action) {
		return action.equals("kill") ? "stop" : action;
	}

	private void send(String line) throws IOException {
		var bytes = StandardCharsets.UTF_8.encode(line + "\n");
		while (bytes.hasRemaining()) {
			this.channel.write(bytes);
		}
	}

	@Override
	public void close() throws IOException {
		this.channel.close();
	}

}
