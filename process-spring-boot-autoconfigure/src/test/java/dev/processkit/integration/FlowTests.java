package dev.processkit.integration;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;

import dev.processkit.EndpointAddress;
import dev.processkit.Framing;
import dev.processkit.ProcessKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.integration.annotation.ServiceActivator;
import org.springframework.integration.channel.DirectChannel;
import org.springframework.integration.config.EnableIntegration;
import org.springframework.integration.dsl.IntegrationFlow;
import org.springframework.integration.ip.IpHeaders;
import org.springframework.integration.ip.dsl.Tcp;
import org.springframework.integration.ip.event.IpIntegrationEvent;
import org.springframework.integration.ip.tcp.inbound.TcpInboundGateway;
import org.springframework.integration.ip.tcp.inbound.TcpReceivingChannelAdapter;
import org.springframework.integration.ip.tcp.outbound.TcpSendingMessageHandler;
import org.springframework.integration.ip.tcp.connection.TcpConnectionCloseEvent;
import org.springframework.integration.ip.tcp.connection.TcpConnectionExceptionEvent;
import org.springframework.integration.ip.tcp.connection.TcpConnectionInterceptorFactory;
import org.springframework.integration.ip.tcp.connection.TcpConnectionInterceptorFactoryChain;
import org.springframework.integration.ip.tcp.connection.TcpConnectionInterceptorSupport;
import org.springframework.integration.ip.tcp.connection.TcpConnectionOpenEvent;
import org.springframework.integration.ip.tcp.connection.TcpConnectionServerListeningEvent;
import org.springframework.integration.support.MessageBuilder;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The factory under stock Spring Integration components.
 */
@Timeout(120)
class FlowTests extends EndpointFixture {

	private final AnnotationConfigApplicationContext flows = new AnnotationConfigApplicationContext();

	@AfterEach
	void closeFlows() {
		this.flows.close();
	}

	private EventLoopServerConnectionFactory start(ProcessKind kind, Class<?> configuration) {
		EventLoopServerConnectionFactory factory = new EventLoopServerConnectionFactory(address(kind));
		factory.setFraming(Framing.LINE);
		this.flows.registerBean("factory", EventLoopServerConnectionFactory.class, () -> factory);
		this.flows.register(configuration, Events.class);
		this.flows.refresh();
		return factory;
	}

	@ParameterizedTest
	@EnumSource(names = { "TCP", "UNIX" })
	void gatewayWithServiceActivatorAndInterceptorServesAndPublishesEvents(ProcessKind kind) throws IOException {
		EventLoopServerConnectionFactory factory = start(kind, GatewayFlow.class);
		assertThat(factory.isListening()).isTrue();
		Events events = this.flows.getBean(Events.class);
		await().until(() -> events.has(TcpConnectionServerListeningEvent.class));
		try (Client client = Client.connect(factory.getEndpointAddress())) {
			assertThat(client.send("hello\nworld\n").readLine()).isEqualTo("HELLO!");
			assertThat(client.readLine()).isEqualTo("WORLD!");
			assertThat(client.send("fail\n").readLine()).contains("\"status\":\"error\"");
			assertThat(client.send("on\n").readLine()).isEqualTo("ON!");
			assertThat(factory.getOpenConnectionIds()).hasSize(1);
			assertThat(events.has(TcpConnectionOpenEvent.class)).isTrue();
		}
		await().until(() -> events.has(TcpConnectionCloseEvent.class));
		assertThat(factory.getOpenConnectionIds()).isEmpty();
		assertThat(events.has(TcpConnectionExceptionEvent.class)).isFalse();
	}

	@ParameterizedTest
	@EnumSource(names = { "TCP", "UNIX" })
	void gatewayWhenRestartedServesAgain(ProcessKind kind) throws IOException {
		EventLoopServerConnectionFactory factory = start(kind, GatewayFlow.class);
		factory.stop();
		assertThat(factory.isListening()).isFalse();
		factory.start();
		try (Client client = Client.connect(factory.getEndpointAddress())) {
			assertThat(client.send("hello\n").readLine()).isEqualTo("HELLO!");
			factory.closeConnection(factory.getOpenConnectionIds().get(0));
			assertThat(client.readAll()).isEmpty();
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "TCP", "UNIX" })
	void gatewayWhenMessageIsMalformedPublishesAnException(ProcessKind kind) throws IOException {
		EventLoopServerConnectionFactory factory = start(kind, GatewayFlow.class);
		Events events = this.flows.getBean(Events.class);
		try (Client client = Client.connect(factory.getEndpointAddress())) {
			assertThat(client.send(new byte[] { (byte) 0xff, '\n' }).readAll()).contains("not valid UTF-8");
		}
		await().until(() -> events.has(TcpConnectionExceptionEvent.class));
	}

	@ParameterizedTest
	@EnumSource(names = { "TCP", "UNIX" })
	void dslGatewayServes(ProcessKind kind) throws IOException {
		EventLoopServerConnectionFactory factory = start(kind, DslFlow.class);
		try (Client client = Client.connect(factory.getEndpointAddress())) {
			assertThat(client.send("hello\n").readLine()).isEqualTo("olleh");
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "TCP", "UNIX" })
	void channelAdaptersReceiveAndPush(ProcessKind kind) throws IOException {
		EventLoopServerConnectionFactory factory = start(kind, AdapterFlow.class);
		AdapterFlow flow = this.flows.getBean(AdapterFlow.class);
		try (Client client = Client.connect(factory.getEndpointAddress())) {
			client.send("hello\n");
			await().until(() -> flow.received.get() != null);
			Message<?> message = flow.received.get();
			assertThat(message.getPayload()).isEqualTo("hello".getBytes(StandardCharsets.UTF_8));
			Object id = message.getHeaders().get(IpHeaders.CONNECTION_ID);
			this.flows.getBean("out", MessageChannel.class)
				.send(MessageBuilder.withPayload("pushed").setHeader(IpHeaders.CONNECTION_ID, id).build());
			assertThat(client.readLine()).isEqualTo("pushed");
		}
	}

	static final class Events implements ApplicationListener<IpIntegrationEvent> {

		private final Queue<IpIntegrationEvent> events = new ConcurrentLinkedQueue<>();

		@Override
		public void onApplicationEvent(IpIntegrationEvent event) {
			this.events.add(event);
		}

		boolean has(Class<?> type) {
			return this.events.stream().anyMatch(type::isInstance);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableIntegration
	static class GatewayFlow {

		@Bean
		TcpInboundGateway gateway(EventLoopServerConnectionFactory factory, ApplicationEventPublisher publisher) {
			TcpConnectionInterceptorFactoryChain chain = new TcpConnectionInterceptorFactoryChain();
			chain.setInterceptor(new TcpConnectionInterceptorFactory[] { () -> new Exclaiming(publisher) });
			factory.setInterceptorFactoryChain(chain);
			var gateway = new TcpInboundGateway();
			gateway.setConnectionFactory(factory);
			gateway.setRequestChannelName("requests");
			return gateway;
		}

		@Bean
		DirectChannel requests() {
			return new DirectChannel();
		}

		@ServiceActivator(inputChannel = "requests")
		String handle(String request) {
			if (request.equals("fail")) {
				throw new IllegalStateException("as told");
			}
			return request.toUpperCase();
		}

	}

	static final class Exclaiming extends TcpConnectionInterceptorSupport {

		Exclaiming(ApplicationEventPublisher publisher) {
			super(publisher);
		}

		@Override
		public void send(Message<?> message) {
			super.send(MessageBuilder.withPayload(message.getPayload() + "!").build());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableIntegration
	static class DslFlow {

		@Bean
		IntegrationFlow reverse(EventLoopServerConnectionFactory factory) {
			return IntegrationFlow.from(Tcp.inboundGateway(factory))
				.handle(byte[].class,
						(payload, headers) -> new StringBuilder(new String(payload, StandardCharsets.UTF_8)).reverse()
							.toString())
				.get();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableIntegration
	static class AdapterFlow {

		final AtomicReference<Message<?>> received = new AtomicReference<>();

		@Bean
		TcpReceivingChannelAdapter adapter(EventLoopServerConnectionFactory factory, DirectChannel in) {
			TcpReceivingChannelAdapter adapter = new TcpReceivingChannelAdapter();
			adapter.setConnectionFactory(factory);
			adapter.setOutputChannel(in);
			return adapter;
		}

		@Bean
		DirectChannel in() {
			return new DirectChannel();
		}

		@Bean
		DirectChannel out() {
			return new DirectChannel();
		}

		@ServiceActivator(inputChannel = "in")
		void receive(Message<?> message) {
			this.received.set(message);
		}

		@Bean
		@ServiceActivator(inputChannel = "out")
		TcpSendingMessageHandler sender(EventLoopServerConnectionFactory factory) {
			TcpSendingMessageHandler sender = new TcpSendingMessageHandler();
			sender.setConnectionFactory(factory);
			return sender;
		}

	}

}
