package dev.processkit.autoconfigure;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import com.jayway.jsonpath.JsonPath;
import dev.processkit.ProcessManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A whole application whose log is read on over HTTP, line by line.
 */
@EnabledOnOs(OS.LINUX)
@Timeout(120)
class LogReadingApplicationTests {

	private final HttpClient client = HttpClient.newHttpClient();

	private ConfigurableApplicationContext context;

	private ProcessManager manager;

	@BeforeEach
	void run() throws Exception {
		this.context = new SpringApplicationBuilder(App.class).web(WebApplicationType.SERVLET)
			.properties("server.port=0", "process.skip.in-tests=false", "spring.main.banner-mode=off",
					"management.endpoints.web.exposure.include=processes", "process.processes.echo.command[0]=cat",
					"process.processes.echo.stdin=pipe", "spring.lifecycle.timeout-per-shutdown-phase=90s")
			.run();
		this.manager = this.context.getBean(ProcessManager.class);
		this.manager.start("echo").get(30, TimeUnit.SECONDS);
	}

	@AfterEach
	void close() {
		this.context.close();
		assertThat(this.manager.running()).isEmpty();
	}

	@Test
	void logIsFollowedOverHttp() throws Exception {
		String next = "0";
		for (int i = 1; i <= 50; i++) {
			CompletableFuture<HttpResponse<String>> answer = ask(next, "30s");
			this.manager.write("echo", "line " + i + "\n").get(30, TimeUnit.SECONDS);
			String body = answer.get(30, TimeUnit.SECONDS).body();
			assertThat(body).isEqualTo(
					"{\"lines\":[{\"instance\":\"echo-0\",\"number\":%d,\"text\":\"line %d\"}],\"next\":\"%d\",\"missed\":0}"
						.formatted(i, i, i));
			next = JsonPath.parse(body).read("$.next");
		}
		assertThat(ask(next, "10ms").get(30, TimeUnit.SECONDS).body())
			.isEqualTo("{\"lines\":[],\"next\":\"50\",\"missed\":0}");
		assertThat(ask(next, "61s").get(30, TimeUnit.SECONDS).body()).contains("\"status\":400", "Use 0s to 60s.");
	}

	@Test
	void shutdownDoesNotWaitForThoseWhoFollow() throws Exception {
		CompletableFuture<HttpResponse<String>> answer = ask("0", "60s");
		// Whoever follows asks again at once.
		CompletableFuture<HttpResponse<String>> again = answer.thenCompose((response) -> ask("0", "60s"));
		await().atMost(Duration.ofSeconds(30)).until(LogReadingApplicationTests::somebodyWaits);
		long begun = System.nanoTime();
		this.context.close();
		assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(50));
		assertThat(again.handle((response, failure) -> failure != null || response.statusCode() == 200)
			.get(30, TimeUnit.SECONDS)).isTrue();
	}

	private static boolean somebodyWaits() {
		return Thread.getAllStackTraces()
			.values()
			.stream()
			.flatMap(Arrays::stream)
			.anyMatch((frame) -> frame.getClassName().endsWith(".LogWaits"));
	}

	private CompletableFuture<HttpResponse<String>> ask(String after, String wait) {
		String port = this.context.getEnvironment().getProperty("local.server.port");
		URI uri = URI
			.create("http://localhost:%s/actuator/processes/echo/log?after=%s&wait=%s".formatted(port, after, wait));
		return this.client.sendAsync(HttpRequest.newBuilder(uri).header("Accept", "application/json").build(),
				BodyHandlers.ofString());
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	static class App {

	}

}
