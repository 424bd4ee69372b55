package dev.processkit.autoconfigure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import dev.processkit.ApplicationSignalEvent;
import dev.processkit.InvalidDefinitionException;
import dev.processkit.ProcessSignal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

/**
 * Real signals, to the JVM of the tests. Of those that end it when nobody handles them,
 * none is sent before it is seen to be handled.
 */
@EnabledOnOs(OS.LINUX)
class ApplicationSignalsTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private final String maskBefore = caught();

	@AfterEach
	void handlersOfBeforeAreBackAndNoThreadIsLeft() {
		assertThat(caught()).isEqualTo(this.maskBefore);
		await().atMost(PATIENCE)
			.until(() -> Thread.getAllStackTraces()
				.keySet()
				.stream()
				.noneMatch((thread) -> thread.getName().equals("signals")));
	}

	@Test
	void eachListenerHearsOfASingleSignalAndTheApplicationLives() throws Exception {
		try (ConfigurableApplicationContext context = context(List.of("SIGUSR1"))) {
			Listeners listeners = context.getBean(Listeners.class);
			send("USR1");
			await().atMost(PATIENCE)
				.untilAsserted(() -> assertThat(listeners.heard).containsExactly("1 USR1", "2 USR1"));
			send("USR1");
			await().atMost(PATIENCE).until(() -> listeners.heard.size() == 4);
			assertThat(context.isActive()).isTrue();
		}
	}

	@Test
	void listenersRunInTurnAndPendingSignalsCollapse() throws Exception {
		try (ConfigurableApplicationContext context = context(List.of("WINCH", "urg", "WINCH"))) {
			Listeners listeners = context.getBean(Listeners.class);
			listeners.block = new CountDownLatch(1);
			send("WINCH");
			await().atMost(PATIENCE).until(() -> listeners.heard.size() == 1);
			send("URG");
			awaitPending(context, "URG");
			for (int i = 0; i < 5; i++) {
				send("WINCH");
			}
			awaitPending(context, "WINCH");
			listeners.block.countDown();
			await().atMost(PATIENCE)
				.untilAsserted(() -> assertThat(listeners.heard).startsWith("1 WINCH", "2 WINCH", "1 URG", "2 URG",
						"1 WINCH", "2 WINCH"));
			assertThat(listeners.thread).isEqualTo("signals");
		}
	}

	@Test
	void listenerThatThrowsDoesNotKeepLaterSignalsFromComing() throws Exception {
		try (ConfigurableApplicationContext context = context(List.of("WINCH"))) {
			Listeners listeners = context.getBean(Listeners.class);
			listeners.failure.set(new IllegalStateException("as a test wants it"));
			send("WINCH");
			await().atMost(PATIENCE).until(() -> listeners.heard.size() == 1);
			send("WINCH");
			await().atMost(PATIENCE).until(() -> listeners.heard.size() == 3);
		}
	}

	@Test
	void applicationsInOneJvmBothHearAndGiveBackInAnyOrder() throws Exception {
		ConfigurableApplicationContext first = context(List.of("WINCH"));
		ConfigurableApplicationContext second = context(List.of("WINCH"));
		try {
			send("WINCH");
			await().atMost(PATIENCE)
				.until(() -> first.getBean(Listeners.class).heard.size() == 2
						&& second.getBean(Listeners.class).heard.size() == 2);
			Listeners closed = first.getBean(Listeners.class);
			first.close();
			send("WINCH");
			await().atMost(PATIENCE).until(() -> second.getBean(Listeners.class).heard.size() == 4);
			assertThat(closed.heard).hasSize(2);
		}
		finally {
			first.close();
			second.close();
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			QUIT     | the JVM keeps it for itself
			SIGSEGV  | the JVM keeps it for itself
			KILL     | the kernel delivers it to no handler
			STOP     | the kernel delivers it to no handler
			TERM     | ContextClosedEvent
			INT      | ContextClosedEvent
			NONSENSE | is not a signal
			RTMIN+3  | cannot be handled
			""")
	void signalsThatCannotBeHandledFailTheStart(String name, String why) {
		Throwable failure = catchThrowable(() -> context(List.of("WINCH", name)));
		assertThat(failure).isInstanceOfSatisfying(InvalidDefinitionException.class, (refusal) -> {
			assertThat(refusal.property()).isEqualTo("process.signals[1]");
			assertThat(refusal.value()).isEqualTo(name);
		}).hasMessageContaining(why);
	}

	@Test
	void propertyNamesTheSignals() throws Exception {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
			.web(WebApplicationType.NONE)
			.properties("process.signals=HUP,WINCH", "process.spares=0", "spring.main.banner-mode=off",
					"spring.jmx.enabled=false")
			.run()) {
			Listeners listeners = context.getBean(Listeners.class);
			send("HUP");
			await().atMost(PATIENCE).untilAsserted(() -> assertThat(listeners.heard).containsExactly("1 HUP", "2 HUP"));
		}
	}

	private static ConfigurableApplicationContext context(List<String> signals) {
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
		context.registerBean(Listeners.class);
		context.registerBean(ApplicationSignals.class, () -> new ApplicationSignals(signals, context));
		context.refresh();
		return context;
	}

	private static void awaitPending(ConfigurableApplicationContext context, String name) {
		await().atMost(PATIENCE)
			.untilAsserted(() -> assertThat(context.getBean(ApplicationSignals.class)).extracting("handlers.pending")
				.asString()
				.contains(name));
	}

	private static void send(String signal) throws Exception {
		Process kill = new ProcessBuilder("kill", "-s", signal, String.valueOf(ProcessHandle.current().pid()))
			.inheritIO()
			.start();
		assertThat(kill.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
		assertThat(kill.exitValue()).isZero();
	}

	/** The signals that this JVM catches. */
	private static String caught() {
		try {
			return Files.readAllLines(Path.of("/proc/self/status"))
				.stream()
				.filter((line) -> line.startsWith("SigCgt:"))
				.findFirst()
				.orElseThrow();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static class Listeners {

		final List<String> heard = new CopyOnWriteArrayList<>();

		volatile CountDownLatch block = new CountDownLatch(0);

		/** What the next signal ends with. */
		final AtomicReference<RuntimeException> failure = new AtomicReference<>();

		volatile String thread;

		@EventListener
		@Order(1)
		void first(ApplicationSignalEvent event) throws InterruptedException {
			this.thread = Thread.currentThread().getName();
			this.heard.add("1 " + event.signal());
			RuntimeException thrown = this.failure.getAndSet(null);
			if (thrown != null) {
				throw thrown;
			}
			this.block.await();
		}

		@EventListener
		@Order(2)
		void second(ApplicationSignalEvent event) {
			this.heard.add("2 " + ProcessSignal.parse(event.signal().name()));
		}

	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	@Import(Listeners.class)
	static class Application {

	}

}
