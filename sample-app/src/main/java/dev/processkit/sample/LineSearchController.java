package dev.processkit.sample;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.PatternSyntaxException;

import dev.processkit.RequestFailedException;
import dev.processkit.executor.ProcessTaskExecutor;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.core.task.TaskRejectedException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Has a {@link LineSearch} done as a task: its time-out ends it whatever it does.
 */
@RestController
@ConditionalOnBooleanProperty(name = "process.task-executors.line-search.enabled", matchIfMissing = true)
class LineSearchController {

	private final ProcessTaskExecutor executor;

	private final String inbox;

	LineSearchController(ProcessTaskExecutor executor, @Value("${sample.directory}/inbox") String inbox) {
		this.executor = executor;
		this.inbox = inbox;
	}

	@GetMapping("/lines")
	CompletableFuture<List<String>> lines(@RequestParam String matching) {
		// The task travels: it takes this text along, not this object.
		String directory = this.inbox;
		return this.executor.submit(() -> LineSearch.find(Path.of(directory), matching));
	}

	@ExceptionHandler
	ProblemDetail noExpression(PatternSyntaxException ex) {
		return ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, ex.getDescription());
	}

	@ExceptionHandler({ RequestFailedException.class, TaskRejectedException.class })
	ProblemDetail noAnswer(RuntimeException ex) {
		return ProblemDetail.forStatusAndDetail(HttpStatus.SERVICE_UNAVAILABLE, String.valueOf(ex.getMessage()));
	}

}
