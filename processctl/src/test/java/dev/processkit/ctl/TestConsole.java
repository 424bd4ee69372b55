package dev.processkit.ctl;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A console on a real socket, whose methods a test gives. It refuses what comes before
 * the token, begins subscriptions after their answers and keeps them until they are ended
 * or their connection closes, as the application does. That it does is not tested here;
 * the sample has tests of the packaged client with a real application.
 */
class TestConsole implements AutoCloseable {

	static final JsonMapper JSON = JsonMapper.shared();

	private static final String AUTHENTICATE = "console.authenticate";

	private static final String FOLLOW = "log.follow";

	final List<JsonNode> requests = new CopyOnWriteArrayList<>();

	final Map<Integer, SocketChannel> subscriptions = new ConcurrentHashMap<>();

	private final Set<SocketChannel> strangers = ConcurrentHashMap.newKeySet();

	private final Map<String, BiFunction<JsonNode, SocketChannel, JsonNode>> methods = new ConcurrentHashMap<>();

	private final List<SocketChannel> clients = new CopyOnWriteArrayList<>();

	private final List<Thread> threads = new CopyOnWriteArrayList<>();

	private final ServerSocketChannel server;

	private final String token;

	private final Path file;

	private TestConsole(ServerSocketChannel server, SocketAddress address, String token, Path file) throws IOException {
		this.server = server;
		this.token = token;
		this.file = file;
		server.bind(address);
		method(FOLLOW, (params, client) -> JSON.createObjectNode().put("subscription", this.subscriptions.size() + 7));
		method("log.unfollow", (params, client) -> {
			this.subscriptions.remove(params.path("subscription").asInt());
			return JsonNodeFactory.instance.booleanNode(true);
		});
		start(this::accept);
	}

	static TestConsole onUnixSocket(Path path) throws IOException {
		return new TestConsole(ServerSocketChannel.open(StandardProtocolFamily.UNIX), UnixDomainSocketAddress.of(path),
				null, path);
	}

	static TestConsole onTcp(String token) throws IOException {
		TestConsole console = new TestConsole(ServerSocketChannel.open(),
				new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), token, null);
		return console.method(AUTHENTICATE, console::authenticate);
	}

	int port() throws IOException {
		return ((InetSocketAddress) this.server.getLocalAddress()).getPort();
	}

	/**
	 * Answer a method with the same each time.
	 */
	TestConsole answer(String method, String json) {
		return method(method, (params, client) -> JSON.readTree(json));
	}

	TestConsole refuse(String method, int code, String message) {
		return method(method, (params, client) -> {
			throw new Refusal(code, message);
		});
	}

	TestConsole method(String name, BiFunction<JsonNode, SocketChannel, JsonNode> method) {
		this.methods.put(name, method);
		return this;
	}

	JsonNode lastParams() {
		return this.requests.get(this.requests.size() - 1).path("params");
	}

	void print(String instance, String line) {
		this.subscriptions.forEach((id, client) -> {
			try {
				write(client, news(id, instance, line));
			}
			catch (UncheckedIOException ex) {
				// The client is just leaving.
				this.subscriptions.remove(id);
			}
		});
	}

	static void write(SocketChannel client, String line) {
		try {
			ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
			while (bytes.hasRemaining()) {
				client.write(bytes);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String news(int id, String instance, String line) {
		ObjectNode params = JSON.createObjectNode().put("subscription", id).put("instance", instance).put("line", line);
		return JSON.createObjectNode().put("jsonrpc", "2.0").put("method", "log.line").set("params", params).toString();
	}

	private JsonNode authenticate(JsonNode params, SocketChannel client) {
		if (!params.path("token").asString("").equals(this.token)) {
			throw new Refusal(-32003, "The token is wrong");
		}
		this.strangers.remove(client);
		return JsonNodeFactory.instance.booleanNode(true);
	}

	private void begin(int subscription, SocketChannel client) {
		write(client, news(subscription, "ticker-0", "before"));
		this.subscriptions.put(subscription, client);
	}

	private void start(Runnable task) {
		Thread thread = new Thread(task, "test-console");
		this.threads.add(thread);
		thread.start();
	}

	private void accept() {
		try {
			while (true) {
				SocketChannel client = this.server.accept();
				this.clients.add(client);
				if (this.token != null) {
					this.strangers.add(client);
				}
				start(() -> serve(client));
			}
		}
		catch (ClosedChannelException ex) {
			// The test is over.
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void serve(SocketChannel client) {
		StringBuilder pending = new StringBuilder();
		ByteBuffer buffer = ByteBuffer.allocate(8192);
		try (client) {
			while (client.read(buffer.clear()) >= 0) {
				pending.append(StandardCharsets.UTF_8.decode(buffer.flip()));
				for (int end = pending.indexOf("\n"); end >= 0; end = pending.indexOf("\n")) {
					handle(JSON.readTree(pending.substring(0, end)), client);
					pending.delete(0, end + 1);
				}
			}
		}
		catch (IOException ex) {
			// A client that ends without a word, as they do.
		}
		finally {
			this.subscriptions.values().remove(client);
		}
	}

	private void handle(JsonNode request, SocketChannel client) {
		this.requests.add(request);
		ObjectNode reply = JSON.createObjectNode().put("jsonrpc", "2.0").set("id", request.path("id"));
		String name = request.path("method").asString();
		var method = this.methods.get(name);
		try {
			if (this.strangers.contains(client) && !name.equals(AUTHENTICATE)) {
				throw new Refusal(-32003, "The first request must be '" + AUTHENTICATE + "'");
			}
			if (method == null) {
				throw new Refusal(-32601, "There is no method '" + name + "'");
			}
			JsonNode result = method.apply(request.path("params"), client);
			if (result == null) {
				return;
			}
			reply.set("result", result);
		}
		catch (Refusal ex) {
			reply.set("error", JSON.createObjectNode().put("code", ex.code).put("message", ex.getMessage()));
		}
		write(client, reply.toString());
		if (name.equals(FOLLOW)) {
			begin(reply.path("result").path("subscription").asInt(), client);
		}
	}

	@Override
	public void close() throws IOException, InterruptedException {
		this.server.close();
		for (SocketChannel client : this.clients) {
			client.close();
		}
		for (Thread thread : this.threads) {
			thread.join(20_000);
		}
		if (this.file != null) {
			Files.deleteIfExists(this.file);
		}
	}

	static class Refusal extends RuntimeException {

		final int code;

		Refusal(int code, String message) {
			super(message);
			this.code = code;
		}

	}

}
