package dev.processkit.benchmarks.program;

import java.io.IOException;

import dev.processkit.Framing;
import dev.processkit.integration.EventLoopServerConnectionFactory;

import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.integration.config.EnableIntegration;
import org.springframework.integration.dsl.IntegrationFlow;
import org.springframework.integration.dsl.context.IntegrationFlowContext;
import org.springframework.integration.ip.dsl.Tcp;
import org.springframework.integration.ip.tcp.connection.AbstractServerConnectionFactory;
import org.springframework.integration.ip.tcp.connection.TcpNetServerConnectionFactory;
import org.springframework.integration.ip.tcp.serializer.AbstractByteArraySerializer;
import org.springframework.integration.ip.tcp.serializer.ByteArrayLengthHeaderSerializer;
import org.springframework.integration.ip.tcp.serializer.ByteArrayLfSerializer;

/**
 * A peer: Spring Integration's gateway, behind its own blocking server or behind our
 * connection factory, to a handler that gives the bytes back.
 *
 * @since 0.1
 */
public final class StockServer {

	private static final int LONGEST = 64 << 10;

	private StockServer() {
	}

	/**
	 * Serve.
	 * @param args the framing, {@code tcp} or the path of a socket, and {@code stock} or
	 * {@code event-loop}
	 * @throws IOException if it cannot
	 */
	public static void main(String[] args) throws IOException {
		boolean stock = args[2].equals("stock");
		AbstractServerConnectionFactory factory = stock ? stock(args[0]) : eventLoop(args[0], args[1]);
		try (var context = new AnnotationConfigApplicationContext(Integration.class)) {
			IntegrationFlow flow = IntegrationFlow.from(Tcp.inboundGateway(factory))
				.handle(byte[].class, (message, headers) -> message)
				.get();
			// As a bean, it has what it needs to tell that it listens.
			context.getBean(IntegrationFlowContext.class).registration(flow).addBean(factory).register();
			while (!factory.isListening()) {
				Thread.onSpinWait();
			}
			Serving.ready((!stock && Serving.isUnix(args[1])) ? args[1] : Integer.toString(factory.getPort()));
			Serving.untilInputEnds();
		}
	}

	private static AbstractServerConnectionFactory stock(String framing) {
		AbstractByteArraySerializer serializer = framing.equals("length") ? new ByteArrayLengthHeaderSerializer()
				: new ByteArrayLfSerializer();
		// The default of 2 KiB would close the connection.
		serializer.setMaxMessageSize(LONGEST);
		TcpNetServerConnectionFactory factory = new TcpNetServerConnectionFactory(0);
		factory.setSerializer(serializer);
		factory.setDeserializer(serializer);
		factory.setSoTcpNoDelay(true);
		factory.setBacklog(256);
		factory.setLocalAddress("127.0.0.1");
		return factory;
	}

	private static AbstractServerConnectionFactory eventLoop(String framing, String address) {
		EventLoopServerConnectionFactory factory = new EventLoopServerConnectionFactory(Serving.endpoint(address));
		factory.setFraming(framing.equals("length") ? Framing.LENGTH : Framing.LINE);
		return factory;
	}

	@Configuration(proxyBeanMethods = false)
	@EnableIntegration
	static class Integration {

	}

}
