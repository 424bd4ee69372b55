package dev.processkit.ctl.console;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A connection to a console. One thread calls and reads; another may {@link #send} and
 * {@link #close}. A request that is not answered in time closes the connection, since
 * what comes later could be taken for the answer to something else.
 *
 * @since 0.1
 */
public final class ConsoleConnection implements AutoCloseable {

	private static final JsonMapper JSON = JsonMapper.shared();

	private final ConsoleAddress address;

	private final Duration timeout;

	private final SocketChannel channel;

	private final LineReader lines;

	private final ScheduledThreadPoolExecutor alarms;

	private final Deque<JsonNode> notifications = new ArrayDeque<>();

	private volatile boolean late;

	private String farewell = "the application's log may know why";

	private int lastId;

	private ConsoleConnection(ConsoleAddress address, Duration timeout, SocketChannel channel) {
		this.address = address;
		this.timeout = timeout;
		this.channel = channel;
		this.lines = new LineReader(channel);
		this.alarms = new ScheduledThreadPoolExecutor(1, (task) -> {
			Thread thread = new Thread(task, "timeout");
			thread.setDaemon(true);
			return thread;
		});
		this.alarms.setRemoveOnCancelPolicy(true);
	}

	/**
	 * Connect, and show the token if there is one.
	 * @param address where
	 * @param token what lets us in; {@code null} where none is asked for
	 * @param timeout how long to wait for the connection and for each answer
	 * @return the connection
	 * @throws ConsoleException if nobody is there, or we are not let in
	 */
	public static ConsoleConnection open(ConsoleAddress address, @Nullable String token, Duration timeout) {
		ConsoleConnection connection;
		try {
			connection = new ConsoleConnection(address, timeout, address.open());
		}
		catch (IOException ex) {
			throw new ConsoleException(address.explain(ex), ex);
		}
		try {
			connection.connect(token);
			return connection;
		}
		catch (RuntimeException ex) {
			connection.close();
			throw ex;
		}
	}

	private void connect(@Nullable String token) {
		try {
			inTime("no connection", () -> this.channel.connect(this.address.resolve()));
		}
		catch (IOException ex) {
			throw new ConsoleException(this.address.explain(ex), ex);
		}
		if (token != null) {
			call("console.authenticate", JsonNodeFactory.instance.objectNode().put("token", token));
		}
	}

	/**
	 * Ask and wait for the answer. Notifications that arrive meanwhile are kept for
	 * {@link #next}.
	 * @param method the method
	 * @param params its parameters, an object or an array; {@code null} for none
	 * @return its result
	 * @throws RefusedException if the answer is an error
	 * @throws ConsoleException if there is no answer in time
	 */
	public JsonNode call(String method, @Nullable JsonNode params) {
		int id = ++this.lastId;
		try {
			return inTime("no answer to " + method, () -> {
				try {
					write(id, method, params);
				}
				catch (ClosedChannelException ex) {
					throw ex;
				}
				catch (IOException ex) {
					// Turned away at the door: the console has said why before it closed.
					return answer(id);
				}
				return answer(id);
			});
		}
		catch (IOException ex) {
			throw lost(ex);
		}
	}

	/**
	 * Send a request without waiting for the answer, which {@link #next} will return.
	 * Safe for another thread while one waits in {@code next}.
	 * @param id a negative number that tells the answer
	 * @param method the method
	 * @param params its parameters
	 * @throws ConsoleException if the connection is lost
	 */
	public void send(int id, String method, @Nullable JsonNode params) {
		try {
			write(id, method, params);
		}
		catch (IOException ex) {
			throw lost(ex);
		}
	}

	private void write(int id, String method, @Nullable JsonNode params) throws IOException {
		ObjectNode request = JsonNodeFactory.instance.objectNode()
			.put("jsonrpc", "2.0")
			.put("id", id)
			.put("method", method);
		if (params != null) {
			request.set("params", params);
		}
		ByteBuffer bytes = ByteBuffer.wrap((request + "\n").getBytes(StandardCharsets.UTF_8));
		while (bytes.hasRemaining()) {
			this.channel.write(bytes);
		}
	}

	/**
	 * Wait for the next message, for as long as it takes.
	 * @return a notification, or the answer to what was {@linkplain #send sent}
	 * @throws ConsoleException if the connection is lost
	 */
	public JsonNode next() {
		JsonNode kept = this.notifications.poll();
		try {
			return (kept != null) ? kept : read();
		}
		catch (IOException ex) {
			throw lost(ex);
		}
	}

	/**
	 * Whether {@link #next} has something to return without waiting.
	 * @return {@code true} when it has
	 */
	public boolean hasNext() {
		return !this.notifications.isEmpty() || this.lines.hasLine();
	}

	private JsonNode answer(int id) throws IOException {
		while (true) {
			JsonNode message = read();
			JsonNode answered = message.path("id");
			if (message.has("method") || (!answered.isNull() && answered.asInt(0) != id)) {
				this.notifications.add(message);
			}
			else if (message.has("error")) {
				throw refusal(message.path("error"));
			}
			else {
				return message.path("result");
			}
		}
	}

	private RuntimeException refusal(JsonNode error) {
		int code = error.path("code").asInt(0);
		String message = error.path("message").asString("no reason given");
		if (code == RefusedException.NOT_AUTHENTICATED) {
			return new ConsoleException(
					this.address + " does not let you in (" + message + "): " + this.address.admission(), null);
		}
		return new RefusedException(code, message);
	}

	private JsonNode read() throws IOException {
		byte[] line = this.lines.next();
		if (line == null) {
			throw new ConsoleException(this.address + " closed the connection: " + this.farewell + ".", null);
		}
		try {
			JsonNode message = JSON.readTree(line);
			if (message.isObject() && "2.0".equals(message.path("jsonrpc").asString(""))) {
				if (message.path("method").asString("").equals("console.closed")) {
					this.farewell = message.path("params").path("reason").asString(this.farewell);
				}
				return message;
			}
		}
		catch (JacksonException ex) {
			throw new ConsoleException(strange(), ex);
		}
		throw new ConsoleException(strange(), null);
	}

	private String strange() {
		return "what listens on " + this.address + " is no console of this kind: it does not answer in JSON-RPC 2.0.";
	}

	private <T> T inTime(String lack, IoCall<T> action) throws IOException {
		ScheduledFuture<?> alarm = this.alarms.schedule(() -> {
			this.late = true;
			closeChannel();
		}, this.timeout.toMillis(), TimeUnit.MILLISECONDS);
		try {
			return action.call();
		}
		catch (IOException | ConsoleException ex) {
			if (this.late) {
				throw new ConsoleException(lack + " from " + this.address + " within " + this.timeout.toMillis()
						+ " ms: is it busy? Give it more with --timeout.", ex);
			}
			throw ex;
		}
		finally {
			alarm.cancel(false);
		}
	}

	private ConsoleException lost(IOException failure) {
		String reason = (failure instanceof AsynchronousCloseException || failure instanceof ClosedChannelException)
				? "it was closed" : String.valueOf(failure.getMessage());
		return new ConsoleException("the connection to " + this.address + " is lost: " + reason + ".", failure);
	}

	@Override
	public void close() {
		this.alarms.shutdownNow();
		closeChannel();
	}

	private void closeChannel() {
		try {
			this.channel.close();
		}
		catch (IOException ex) {
			throw new ConsoleException("the connection to " + this.address + " cannot be closed: " + ex.getMessage(),
					ex);
		}
	}

	private interface IoCall<T> {

		T call() throws IOException;

	}

}
