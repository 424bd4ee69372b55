package dev.processkit.sample;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;

import tools.jackson.databind.JsonNode;

import static org.awaitility.Awaitility.await;

/**
 * Speaks HTTP with a running application, as {@code curl} would.
 */
final class Actuator {

	private static final HttpClient HTTP = HttpClient.newHttpClient();

	private final URI root;

	Actuator(int port) {
		this.root = URI.create("http://127.0.0.1:" + port);
	}

	HttpResponse<String> get(String path) throws IOException, InterruptedException {
		return send(HttpRequest.newBuilder(this.root.resolve(path)));
	}

	HttpResponse<String> post(String path, String json) throws IOException, InterruptedException {
		return send(HttpRequest.newBuilder(this.root.resolve(path))
			.header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers.ofString(json)));
	}

	HttpResponse<String> act(String target, String json) throws IOException, InterruptedException {
		return post("/actuator/processes/" + target, json);
	}

	HttpResponse<String> delete(String target) throws IOException, InterruptedException {
		return send(HttpRequest.newBuilder(this.root.resolve("/actuator/processes/" + target)).DELETE());
	}

	private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
		return HTTP.send(request.timeout(RunningSample.PATIENCE).build(), HttpResponse.BodyHandlers.ofString());
	}

	JsonNode processes() throws IOException, InterruptedException {
		return Reply.JSON.readTree(get("/actuator/processes").body());
	}

	JsonNode process(String name) throws IOException, InterruptedException {
		return Reply.JSON.readTree(get("/actuator/processes/" + name).body());
	}

	long pid(String name) throws IOException, InterruptedException {
		return instance(process(name)).path("pid").asLong();
	}

	/**
	 * Wait until a process has a state.
	 * @param name the process
	 * @param state the state
	 * @return its snapshot
	 */
	JsonNode awaitState(String name, String state) {
		return awaitProcess(name, (process) -> process.path("state").asString("").equals(state));
	}

	/**
	 * Wait until another operating-system process of a single instance is ready.
	 * @param name the process
	 * @param pid what it was
	 * @return the snapshot of the instance
	 */
	JsonNode awaitReplaced(String name, long pid) {
		return instance(awaitProcess(name, (process) -> process.path("state").asString("").equals("READY")
				&& instance(process).path("pid").asLong() != pid));
	}

	JsonNode awaitProcess(String name, Predicate<JsonNode> condition) {
		return await("process " + name).until(() -> process(name), condition);
	}

	void awaitAllReady() {
		await("all are ready").until(
				() -> StreamSupport.stream(processes().path("processes").spliterator(), false).toList(),
				(all) -> !all.isEmpty()
						&& all.stream().allMatch((process) -> process.path("state").asString("").equals("READY")));
	}

	static JsonNode instance(JsonNode process) {
		return process.path("instances").path(0);
	}

}
