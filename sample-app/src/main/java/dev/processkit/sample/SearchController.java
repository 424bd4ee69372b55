package dev.processkit.sample;

import java.util.Set;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

import dev.processkit.RequestFailedException;

/**
 * Calls a worker as if it were a bean.
 */
@RestController
class SearchController {

	private final WordSearch search;

	SearchController(WordSearch search) {
		this.search = search;
	}

	@GetMapping("/search/{word}")
	Set<String> search(@PathVariable String word) {
		return this.search.filesWith(word);
	}

	@ExceptionHandler
	ProblemDetail noAnswer(RequestFailedException ex) {
		return ProblemDetail.forStatusAndDetail(HttpStatus.SERVICE_UNAVAILABLE, String.valueOf(ex.getMessage()));
	}

}
