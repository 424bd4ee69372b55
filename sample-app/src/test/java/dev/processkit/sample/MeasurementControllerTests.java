package dev.processkit.sample;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

import dev.processkit.InstanceId;
import dev.processkit.InstanceState;
import dev.processkit.InstanceStatus;
import dev.processkit.ProcessDefinition;
import dev.processkit.ProcessManager;
import dev.processkit.ProcessStatus;
import dev.processkit.Program;
import dev.processkit.RequestFailedException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link MeasurementController}, with a real worker behind a mocked manager.
 */
class MeasurementControllerTests {

	private final ProcessManager processes = mock();

	private final MeasurementAggregator worker = new MeasurementAggregator();

	private final MockMvcTester mvc = MockMvcTester.of(new MeasurementController(this.processes));

	@Test
	void recordAndSummaryAskTheWorker() {
		given(this.processes.send(eq("measurements"), anyString())).willAnswer((call) -> CompletableFuture
			.completedFuture(this.worker.handle(call.getArgument(1), new TestContext(Map.of()))));
		assertThat(post("{\"name\":\"latency\",\"value\":12.5}")).hasStatusOk()
			.bodyJson()
			.extractingPath("$.data.count")
			.isEqualTo(1);
		assertThat(post("{\"value\":12.5}")).hasStatusOk()
			.bodyJson()
			.extractingPath("$.message")
			.asString()
			.contains("'name'");
		assertThat(this.mvc.get().uri("/measurements/latency")).hasStatusOk()
			.bodyJson()
			.extractingPath("$.data.p99")
			.isEqualTo(12.5);
	}

	@Test
	void recordWhenThereIsNoReplyIsUnavailable() {
		given(this.processes.send(eq("measurements"), anyString())).willReturn(CompletableFuture.failedFuture(
				new RequestFailedException(RequestFailedException.Kind.UNAVAILABLE, "'measurements' is stopped")));
		assertThat(post("{\"name\":\"latency\",\"value\":12.5}")).hasStatus(503)
			.bodyJson()
			.extractingPath("$.detail")
			.isEqualTo("'measurements' is stopped");
	}

	@Test
	void runningListsWhatRuns() {
		InstanceStatus instance = new InstanceStatus(new InstanceId("measurements", 0), InstanceState.READY, "ready",
				Instant.EPOCH, null, 0, null, null, null, 0);
		given(this.processes.running()).willReturn(List.of(ProcessStatus
			.of(ProcessDefinition.of("measurements", Program.Worker.of("a.B")), null, List.of(instance))));
		assertThat(this.mvc.get().uri("/processes/running")).hasStatusOk()
			.bodyJson()
			.isEqualTo("[{\"name\":\"measurements\",\"state\":\"READY\",\"instances\":1}]");
	}

	private MvcTestResult post(String body) {
		return this.mvc.post().uri("/measurements").contentType(MediaType.APPLICATION_JSON).content(body).exchange();
	}

}
