package dev.processkit.actuate;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import com.jayway.jsonpath.JsonPath;
import dev.processkit.IllegalProcessStateException;
import dev.processkit.InstanceId;
import dev.processkit.LogLine;
import dev.processkit.LogPage;
import dev.processkit.LogPosition;
import dev.processkit.operation.Snapshots;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.WebApplicationType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.never;

/**
 * How {@link ProcessesEndpoint} lets lines be read on over HTTP.
 */
@ParameterizedClass
@EnumSource(names = { "SERVLET", "REACTIVE" })
class LogReadingEndpointTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final LogPosition END = new LogPosition(Map.of(0, 58L));

	private final RunningApplication application;

	private final List<CompletableFuture<LogPage>> waiting = new CopyOnWriteArrayList<>();

	LogReadingEndpointTests(WebApplicationType type) {
		this.application = new RunningApplication(type, "spring.lifecycle.timeout-per-shutdown-phase=60s");
	}

	@AfterEach
	void close() {
		this.application.close();
	}

	@Test
	void getLogAfterALineSaysWhereToReadOn() throws Exception {
		givenPage("pricing-0", 56, Duration.ofSeconds(10),
				new LogPage(List.of(line(0, 57, "one"), line(0, 58, "thrée")), END, 0));
		HttpResponse<String> text = this.application.get("/processes/pricing-0/log?after=56&wait=10s");
		assertThat(text.statusCode()).isEqualTo(200);
		assertThat(text.body()).isEqualTo("one\nthrée\n");
		assertThat(type(text)).startsWith("text/plain;").contains("charset=UTF-8").containsPattern(";next=58(;|$)");
		HttpResponse<String> json = this.application.getJson("/processes/pricing-0/log?after=56&wait=10s");
		assertThat(type(json)).startsWith("application/json");
		assertThat(json.body()).isEqualTo("{\"lines\":[{\"instance\":\"pricing-0\",\"number\":57,\"text\":\"one\"},"
				+ "{\"instance\":\"pricing-0\",\"number\":58,\"text\":\"thrée\"}],\"next\":\"58\",\"missed\":0}");
	}

	@Test
	void getLogAfterALineTellsWhatIsMissed() throws Exception {
		LogPosition next = new LogPosition(Map.of(0, 57L, 1, 9L));
		given(this.application.manager().read("pricing", LogPosition.parse("0.3-1.8", 0), Duration.ZERO)).willReturn(
				done(new LogPage(List.of(new LogLine(new InstanceId("pricing", 0), 57, "one", 53), line(1, 9, "two")),
						next, 53)));
		HttpResponse<String> text = this.application.get("/processes/pricing/log?after=0.3-1.8");
		assertThat(text.body()).isEqualTo("pricing-0: … 53 lines missed\npricing-0: one\npricing-1: two\n");
		assertThat(type(text)).containsPattern(";next=0\\.57-1\\.9(;|$)");
		String json = this.application.getJson("/processes/pricing/log?after=0.3-1.8").body();
		assertThat(JsonPath.parse(json).read("$.missed", Integer.class)).isEqualTo(53);
		assertThat(JsonPath.parse(json).read("$.next", String.class)).isEqualTo("0.57-1.9");
	}

	@Test
	void getLogAsJsonBeginsWithTheLastLines() throws Exception {
		given(this.application.manager().read("pricing", LogPosition.START, Duration.ZERO))
			.willReturn(done(new LogPage(List.of(new LogLine(new InstanceId("pricing", 0), 57, "one", 56),
					line(0, 58, "two"), line(1, 1, "three")), new LogPosition(Map.of(0, 58L, 1, 1L)), 56)));
		assertThat(this.application.getJson("/processes/pricing/log?lines=1").body())
			.isEqualTo("{\"lines\":[{\"instance\":\"pricing-0\",\"number\":58,\"text\":\"two\"},"
					+ "{\"instance\":\"pricing-1\",\"number\":1,\"text\":\"three\"}],"
					+ "\"next\":\"0.58-1.1\",\"missed\":0}");
	}

	@Test
	void getLogOfAPidMeansItsInstance() throws Exception {
		givenPage("pricing-0", 57, Duration.ZERO, new LogPage(List.of(line(0, 58, "two")), END, 0));
		assertThat(this.application.get("/processes/" + Snapshots.ownPid() + "/log?after=57").body())
			.isEqualTo("two\n");
	}

	@Test
	void getLogWaitsAndAnswersWhenThereIsALine() throws Exception {
		CompletableFuture<HttpResponse<String>> answer = waitFor(1).get(0);
		assertThat(answer).isNotDone();
		this.waiting.get(0).complete(new LogPage(List.of(line(0, 58, "at last")), END, 0));
		assertThat(answer.get(20, TimeUnit.SECONDS).body()).isEqualTo("at last\n");
	}

	@Test
	void getLogWhenTooManyWaitIsRefused() throws Exception {
		List<CompletableFuture<HttpResponse<String>>> answers = waitFor(LogWaits.MOST + 1);
		await().atMost(PATIENCE).until(() -> answers.stream().anyMatch(CompletableFuture::isDone));
		this.waiting.forEach((each) -> each.complete(new LogPage(List.of(line(0, 58, "at last")), END, 0)));
		List<String> bodies = new ArrayList<>();
		for (CompletableFuture<HttpResponse<String>> answer : answers) {
			HttpResponse<String> response = answer.get(20, TimeUnit.SECONDS);
			bodies.add(response.statusCode() + " " + response.body().lines().findFirst().orElse(""));
		}
		assertThat(bodies).filteredOn("200 at last"::equals).hasSize(LogWaits.MOST);
		assertThat(bodies).contains(
				"429 8 requests wait for lines already, the most there can be. Ask again later, or without 'wait'");
	}

	@Test
	void getLogWhenApplicationShutsDownIsAnsweredAtOnce() throws Exception {
		CompletableFuture<HttpResponse<String>> answer = waitFor(1).get(0);
		long begun = System.nanoTime();
		this.application.close();
		assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(50));
		assertThat(answer.get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
		assertThat(type(answer.get())).containsPattern(";next=58(;|$)");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			nobody/log?after=1            | 404 | 'nobody'
			pricing/blog?after=1          | 404 | 'pricing/blog'
			pricing/log?after=x           | 400 | 'after' with value 'x' is no number of a line
			pricing/log?after=1&wait=soon | 400 | 'wait' with value 'soon' is no duration
			pricing/log?wait=1s           | 400 | 'wait' with value '1s' stands without 'after'
			pricing/log?after=1&lines=2   | 400 | 'lines' with value '2' stands beside 'after'
			pricing/log?lines=0           | 400 | 'lines' with value '0' is no number of lines
			pricing/log?lines=many        | 400 | 'lines' with value 'many' is no number
			""")
	void getLogThatIsNotToBeUnderstoodSaysWhy(String path, int status, String message) throws Exception {
		HttpResponse<String> response = this.application.getJson("/processes/" + path);
		assertThat(response.statusCode()).isEqualTo(status);
		assertThat(JsonPath.parse(response.body()).read("$.message", String.class)).contains(message);
		assertThat(this.application.get("/processes/" + path).statusCode()).isEqualTo(status);
		then(this.application.manager()).should(never()).read(any(), any(), any());
	}

	@Test
	void getLogThatNobodyCanHearIsConflict() throws Exception {
		given(this.application.manager().read(any(), any(), any()))
			.willThrow(new IllegalProcessStateException("does not come through"));
		HttpResponse<String> text = this.application.get("/processes/pricing/log?after=1");
		assertThat(text.statusCode()).isEqualTo(409);
		assertThat(text.body()).isEqualTo("does not come through");
		assertThat(this.application.getJson("/processes/pricing/log").statusCode()).isEqualTo(409);
	}

	/** Returns when the requests are waiting. */
	private List<CompletableFuture<HttpResponse<String>>> waitFor(int requests) {
		given(this.application.manager().read(eq("pricing-0"), any(), eq(Duration.ofSeconds(10))))
			.willAnswer((call) -> {
				CompletableFuture<LogPage> page = new CompletableFuture<>();
				this.waiting.add(page);
				return page;
			});
		given(this.application.manager().read(eq("pricing-0"), any(), eq(Duration.ZERO)))
			.willReturn(done(new LogPage(List.of(), END, 0)));
		List<CompletableFuture<HttpResponse<String>>> answers = IntStream.range(0, requests)
			.mapToObj((i) -> this.application.getLater("/processes/pricing-0/log?after=57&wait=10s"))
			.toList();
		await().atMost(PATIENCE).until(() -> this.waiting.size() == requests);
		return answers;
	}

	private void givenPage(String target, long after, Duration wait, LogPage page) {
		given(this.application.manager().read(target, new LogPosition(Map.of(0, after)), wait)).willReturn(done(page));
	}

	private static CompletableFuture<LogPage> done(LogPage page) {
		return CompletableFuture.completedFuture(page);
	}

	private static LogLine line(int index, long number, String text) {
		return new LogLine(new InstanceId("pricing", index), number, text, 0);
	}

	private static String type(HttpResponse<String> response) {
		return response.headers().firstValue("Content-Type").orElseThrow();
	}

}
