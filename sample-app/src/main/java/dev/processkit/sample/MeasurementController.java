package dev.processkit.sample;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

import dev.processkit.ProcessManager;
import dev.processkit.RequestFailedException;

/**
 * The way from a bean to a worker: the same process that TCP clients talk to answers the
 * application itself. No request thread waits; Spring MVC sends the reply when it comes.
 */
@RestController
class MeasurementController {

	private static final String PROCESS = "measurements";

	private final ProcessManager processes;

	MeasurementController(ProcessManager processes) {
		this.processes = processes;
	}

	@PostMapping(path = "/measurements", produces = MediaType.APPLICATION_JSON_VALUE)
	CompletableFuture<String> record(@RequestBody Measurement measurement) {
		return ask(Map.of("action", "record", "name", measurement.name(), "value", measurement.value()));
	}

	@GetMapping(path = "/measurements/{name}", produces = MediaType.APPLICATION_JSON_VALUE)
	CompletableFuture<String> summary(@PathVariable String name) {
		return ask(Map.of("action", "summary", "name", name));
	}

	@GetMapping("/processes/running")
	List<Running> running() {
		return this.processes.running()
			.stream()
			.map((process) -> new Running(process.name(), process.state().name(), process.instances().size()))
			.toList();
	}

	@ExceptionHandler
	ProblemDetail noReply(RequestFailedException ex) {
		return ProblemDetail.forStatusAndDetail(HttpStatus.SERVICE_UNAVAILABLE, String.valueOf(ex.getMessage()));
	}

	private CompletableFuture<String> ask(Map<String, Object> request) {
		return this.processes.send(PROCESS, Reply.JSON.writeValueAsString(request));
	}

	record Measurement(String name, double value) {

		Measurement {
			// Without a name, the worker says what it wants better than an exception
			// here.
			name = Objects.requireNonNullElse(name, "");
		}

	}

	record Running(String name, String state, int instances) {

	}

}
