package dev.processkit.integration;

import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

import dev.processkit.EndpointDefinition;
import dev.processkit.supervisor.Dispatcher;

import org.springframework.integration.ip.IpHeaders;
import org.springframework.integration.ip.tcp.connection.TcpConnection;
import org.springframework.integration.ip.tcp.connection.TcpSender;
import org.springframework.messaging.Message;

/**
 * Brings messages of clients to the dispatcher, and the replies back in the order of the
 * requests. Both ways go in batches: all requests of a round of the event loop, all
 * replies of a batch of the worker. No message changes threads for it.
 */
final class ProcessGateway implements RoundListener, TcpSender {

	private final Map<String, Conversation> conversations = new ConcurrentHashMap<>();

	private final Queue<Conversation> touched = new ConcurrentLinkedQueue<>();

	private final Dispatcher.Route route;

	private final boolean closeAfterReply;

	private boolean dispatched;

	ProcessGateway(Dispatcher dispatcher, String process, EndpointDefinition endpoint) {
		this.route = dispatcher.route(process, endpoint.requestTimeout(), this::sendReplies);
		this.closeAfterReply = endpoint.closeAfterReply();
	}

	@Override
	public void addNewConnection(TcpConnection connection) {
		this.conversations.put(connection.getConnectionId(),
				new Conversation((EventLoopConnection) connection, this, this.closeAfterReply));
	}

	@Override
	public void removeDeadConnection(TcpConnection connection) {
		Conversation conversation = this.conversations.remove(connection.getConnectionId());
		if (conversation != null) {
			conversation.abandon();
		}
	}

	@Override
	public void onMessage(Message<?> message) {
		Object id = message.getHeaders().get(IpHeaders.CONNECTION_ID);
		Conversation conversation = (id != null) ? this.conversations.get(id) : null;
		if (conversation != null && message.getPayload() instanceof byte[] payload) {
			this.dispatched = true;
			conversation.request(this.route, payload);
		}
	}

	@Override
	public void roundComplete() {
		if (this.dispatched) {
			this.dispatched = false;
			this.route.flush();
		}
		sendReplies();
	}

	/**
	 * Remember to answer a connection. Thread-safe.
	 * @param conversation has a reply that may be sent
	 */
	void touched(Conversation conversation) {
		this.touched.add(conversation);
	}

	private void sendReplies() {
		for (Conversation next = this.touched.poll(); next != null; next = this.touched.poll()) {
			next.reply();
		}
	}

}
