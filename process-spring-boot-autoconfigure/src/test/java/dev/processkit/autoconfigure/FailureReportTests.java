package dev.processkit.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.processkit.ProcessException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.ConfigurableEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What users read when their configuration is wrong.
 */
@ExtendWith(OutputCaptureExtension.class)
class FailureReportTests {

	@TempDir
	private Path directory;

	@Test
	void reportWhenKeyIsMisspeltNamesItLineAndRemedy(CapturedOutput output) throws IOException {
		fail(Application.class, "process:\n  processes:\n    report:\n      type: a.B\n      restrat: {mode: never}\n");
		assertThat(output).contains("Unknown property:")
			.contains("Property: process.processes.report.restrat.mode")
			.contains("Value: \"never\"")
			.contains("application.yml] - 5:23")
			.contains("Did you mean 'restart' instead of 'restrat'?");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
							process.max-proceses=7                     | Did you mean 'max-processes' instead of 'max-proceses'?
							process.tcp_proceses.a.port=1              | Did you mean 'tcp-processes' instead of 'tcp_proceses'?
							process.tcp-processes.a.prot=1             | Did you mean 'port' instead of 'prot'?
							process.processes.a.instances.mxa=1        | Did you mean 'max' instead of 'mxa'?
							process.defaults.requests.concurency=1     | Did you mean 'concurrency' instead of 'concurency'?
							process.defaults.stop.grace=1s             | Remove 'grace', or use one of [signal, grace-period, kill-tree].
							process.processes.a.jvm.heap.x=1           | nothing may stand below this property
							process.processes.a.port=1                 | Remove 'port', or use one of [enabled, type,
							process.tcp-processes.com.acme.Foo.port=1  | write it as "[com.acme.Foo]"
							process.tcp-processes.com.acme.Foo_Bar=    | write it as "[com.acme.Foo_Bar]"
							process.unix-processes.com.acme.Foo$Bar.x=1 | write it as "[com.acme.Foo$Bar]"
					process.processes.com.acme.Foo.Bar.type=   | write it as "[com.acme.Foo.Bar]"
							""")
	void reportWhenKeyIsUnknownSaysWhatToDo(String property, String remedy, CapturedOutput output) throws IOException {
		fail(Application.class, "a: b", "--" + property);
		assertThat(output).contains("Unknown property").contains(remedy).contains("commandLineArgs");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					process.processes.a.restart.delay=10 seconds       | not a duration                | such as 500ms, 10s or 5m
					process.defaults.jvm.heap=lots                     | not a size                    | such as 512KB or 128MB
					process.processes.a.instances=many                 | not a number                  | Write a number.
					process.processes.a.instances.strategy=eager       | one of the words known here   | Use one of [lazy, mixed, aggressive].
					process.tcp-processes.a.port=http                  | not a number                  | Write a number.
					process.processes.a.enabled=perhaps                | not a boolean                 | Write true or false.
					process.processes.a.restart.mode=sometimes         | one of the words known here   | Use one of [always, on-failure, never].
					process.tcp-processes.a.framing=xml                | one of the words known here   | Use one of [json, line, length, raw].
					process.processes.a.protocol=grpc                  | one of the words known here   | Use one of [none, wire, lines].
					""")
	void reportWhenValueIsUnreadableSaysWhatToWrite(String property, String reason, String remedy,
			CapturedOutput output) throws IOException {
		fail(Application.class, "a: b", "--" + property);
		assertThat(output).contains("Property: " + property.substring(0, property.indexOf('=')))
			.contains("Value: \"" + property.substring(property.indexOf('=') + 1) + "\"")
			.contains(reason)
			.contains(remedy);
	}

	@Test
	void reportWhenDefinitionIsInvalidNamesItLineAndRemedy(CapturedOutput output) throws IOException {
		fail(Application.class, "process:\n  tcp-processes:\n    pricing:\n      type: "
				+ Workers.PricingProcess.class.getName() + "\n      port: 70000\n");
		assertThat(output).contains("Property: process.tcp-processes.pricing.port")
			.contains("Value: \"70000\"")
			.contains("application.yml] - 5:13")
			.contains("Reason: The value is not a port.")
			.contains("Use 1 to 65535, or 0 to let the operating system choose.");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			spares: -1             | below 0
			max-processes: 0       | allows no process
			clients.timeout: 0s    | not positive
			""")
	void reportWhenValueOfAllProcessesIsInvalidNamesItsLine(String property, String reason, CapturedOutput output)
			throws IOException {
		fail(Application.class, "process:\n  " + property + "\n");
		assertThat(output).contains("application.yml] - 2:").contains(reason);
	}

	@Test
	void reportWhenShorthandIsInvalidNamesItsLine(CapturedOutput output) throws IOException {
		fail(Application.class, "process:\n  processes:\n    report: com.acme.Missing\n");
		assertThat(output).contains("Property: process.processes.report.type")
			.contains("application.yml] - 3:13")
			.contains("is not on the class path");
	}

	@Test
	void reportWhenStartFailsGivesMessageAndCauses(CapturedOutput output) throws IOException {
		fail(FailingApplication.class, "a: b");
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("Cannot listen on tcp://127.0.0.1:80; choose another port")
			.contains("Caused by: java.io.IOException: Permission denied")
			.contains("'process.enabled: false'");
	}

	@Test
	void reportWhenFailureIsNotOursLeavesItToBoot(CapturedOutput output) throws IOException {
		fail(Application.class, "spring.main.lazy-initialization: maybe");
		assertThat(output).doesNotContain("process.enabled");
	}

	private void fail(Class<?> application, String yaml, String... args) throws IOException {
		Path file = Files.writeString(this.directory.resolve("application.yml"), yaml);
		SpringApplication spring = new SpringApplication(application);
		spring.setWebApplicationType(WebApplicationType.NONE);
		String[] all = new String[args.length + 1];
		System.arraycopy(args, 0, all, 0, args.length);
		all[args.length] = "--spring.config.location=" + file.toUri();
		assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> spring.run(all));
	}

	@Configuration(proxyBeanMethods = false)
	@Import(ProcessPropertiesConfiguration.class)
	static class Application {

		@Bean
		Object definitions(ProcessProperties properties, ConfigurableEnvironment environment,
				ListableBeanFactory beans) {
			return new ProcessDefinitionMapper(properties, environment, getClass().getClassLoader(), Path.of("/run"),
					null, new HookBeans(beans))
				.map();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class FailingApplication {

		@Bean
		Object endpoint() {
			throw new ProcessException("Cannot listen on tcp://127.0.0.1:80; choose another port",
					new IOException("Permission denied"));
		}

	}

}
