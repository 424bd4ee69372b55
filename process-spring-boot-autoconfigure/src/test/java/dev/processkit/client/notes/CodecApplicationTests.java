package dev.processkit.client.notes;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import dev.processkit.InstanceState;
import dev.processkit.ProcessManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Codecs of interfaces, from the application to a worker in a JVM of its own and back.
 */
@EnabledOnOs(OS.LINUX)
class CodecApplicationTests {

	@TempDir
	private Path directory;

	@Test
	void bothSidesMakeTheCodecOfTheInterface() throws Exception {
		try (ConfigurableApplicationContext context = run(App.class)) {
			Notes notes = context.getBean(Notes.class);
			assertThat(notes.echo("a")).isEqualTo("a<made>made<made>made");
			assertThat(notes.join("a", "b").get(30, TimeUnit.SECONDS)).isEqualTo("a<made>made,b<made>made<made>made");
			notes.clear();
			assertThat(context.getBean(Cards.class).turn(new Cards.Card("front", "back")))
				.isEqualTo(new Cards.Card("back", "front"));
		}
	}

	@Test
	void beanIsTheCodecOfTheApplicationAlone() {
		try (ConfigurableApplicationContext context = run(WithBean.class)) {
			assertThat(context.getBean(Notes.class).echo("a")).isEqualTo("a<bean>made<made>bean");
		}
	}

	private ConfigurableApplicationContext run(Class<?> application) {
		ConfigurableApplicationContext context = new SpringApplicationBuilder(application).web(WebApplicationType.NONE)
			.properties("process.skip.in-tests=false", "process.runtime-directory=" + this.directory,
					"process.processes.notes.type=" + NotesWorker.class.getName(),
					"process.class-archive.enabled=false")
			.run();
		ProcessManager manager = context.getBean(ProcessManager.class);
		await().atMost(Duration.ofSeconds(30))
			.until(() -> manager.running().stream().anyMatch((process) -> process.state() == InstanceState.READY));
		return context;
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	static class App {

	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	static class WithBean {

		@Bean
		MarkingCodec codec() {
			return new MarkingCodec("bean");
		}

	}

}
