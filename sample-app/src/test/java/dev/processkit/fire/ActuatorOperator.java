package dev.processkit.fire;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Asks over HTTP.
 */
final class ActuatorOperator implements Operator {

	private final HttpClient client = HttpClient.newHttpClient();

	private final URI processes;

	ActuatorOperator(String port) {
		this.processes = URI.create("http://127.0.0.1:" + port + "/actuator/processes/");
	}

	@Override
	public String act(String action, String target, String signal) throws Exception {
		HttpResponse<String> response = this.client.send(request(action, target, signal), BodyHandlers.ofString());
		assertThat(response.statusCode()).as(response.body()).isIn(200, 204, 404, 409);
		return (response.statusCode() < 300) ? DONE : response.body();
	}

	private HttpRequest request(String action, String target, String signal) {
		HttpRequest.Builder request = HttpRequest.newBuilder().timeout(Reach.PATIENCE);
		if (action.equals("kill")) {
			return request.uri(this.processes.resolve(target + "?signal=" + signal)).DELETE().build();
		}
		String more = Operator.takesSignal(action) ? ",\"signal\":\"" + signal + "\"" : "";
		return request.uri(this.processes.resolve(target))
			.header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers.ofString("{\"action\":\"" + action + "\"" + more + "}"))
			.build();
	}

}
