package dev.processkit.actuate;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.processkit.ProcessManager;
import dev.processkit.operation.Snapshots;

import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * An application with a mocked manager, reached over real HTTP.
 */
final class RunningApplication implements AutoCloseable {

	private final ConfigurableApplicationContext context;

	private final HttpClient client = HttpClient.newHttpClient();

	RunningApplication(WebApplicationType type, String... properties) {
		String[] all = Stream.concat(Stream.of("server.port=0", "process.enabled=false", "spring.main.banner-mode=off",
				"management.endpoints.web.exposure.include=*"), Stream.of(properties))
			.toArray(String[]::new);
		this.context = new SpringApplicationBuilder(Application.class).web(type).properties(all).run();
	}

	ProcessManager manager() {
		return this.context.getBean(ProcessManager.class);
	}

	HttpResponse<String> get(String path) throws IOException, InterruptedException {
		return exchange("GET", path, null);
	}

	HttpResponse<String> getJson(String path) throws IOException, InterruptedException {
		return send(request("GET", path, null).header("Accept", "application/json"));
	}

	CompletableFuture<HttpResponse<String>> getLater(String path) {
		return this.client.sendAsync(request("GET", path, null).build(), BodyHandlers.ofString());
	}

	HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
		return exchange("POST", path, body);
	}

	HttpResponse<String> delete(String path) throws IOException, InterruptedException {
		return exchange("DELETE", path, null);
	}

	private HttpResponse<String> exchange(String method, String path, @Nullable String body)
			throws IOException, InterruptedException {
		return send(request(method, path, body));
	}

	private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
		return this.client.send(request.build(), BodyHandlers.ofString());
	}

	private HttpRequest.Builder request(String method, String path, @Nullable String body) {
		String port = this.context.getEnvironment().getProperty("local.server.port");
		return HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/actuator" + path))
			.method(method, (body != null) ? BodyPublishers.ofString(body) : BodyPublishers.noBody())
			.header("Content-Type", "application/json")
			.timeout(Duration.ofSeconds(60));
	}

	@Override
	public void close() {
		this.context.close();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		ProcessManager processManager() {
			ProcessManager manager = mock();
			given(manager.status()).willReturn(Snapshots.typical());
			return manager;
		}

	}

}
