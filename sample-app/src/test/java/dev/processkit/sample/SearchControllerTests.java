package dev.processkit.sample;

import java.util.Set;

import org.junit.jupiter.api.Test;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

import dev.processkit.RequestFailedException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SearchController}: a typed client is as easy to replace as any bean.
 */
class SearchControllerTests {

	@Test
	void searchAsksTheWorker() {
		WordSearch search = (word) -> Set.of(word + ".txt");
		assertThat(MockMvcTester.of(new SearchController(search)).get().uri("/search/be")).hasStatusOk()
			.bodyJson()
			.isEqualTo("[\"be.txt\"]");
	}

	@Test
	void searchWhenThereIsNoAnswerIsUnavailable() {
		WordSearch search = (word) -> {
			throw new RequestFailedException(RequestFailedException.Kind.UNAVAILABLE, "it is stopped");
		};
		assertThat(MockMvcTester.of(new SearchController(search)).get().uri("/search/be")).hasStatus(503)
			.bodyJson()
			.extractingPath("$.detail")
			.isEqualTo("it is stopped");
	}

}
