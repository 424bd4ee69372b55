package dev.processkit.actuate;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.processkit.operation.Snapshots;
import dev.processkit.ProcessSignal;
import dev.processkit.ProcessStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.WebApplicationType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;

/**
 * What {@link ProcessesEndpoint} tells of logs, and what it does to all processes.
 */
@ParameterizedClass
@EnumSource(names = { "SERVLET", "REACTIVE" })
class ProcessLogEndpointTests {

	private final RunningApplication application;

	ProcessLogEndpointTests(WebApplicationType type) {
		this.application = new RunningApplication(type, "management.endpoint.processes.access=unrestricted");
		given(this.application.manager().tail("pricing-0")).willReturn(List.of("one", "two", "thrée"));
		given(this.application.manager().tail("pricing-1")).willReturn(List.of("four"));
	}

	@AfterEach
	void close() {
		this.application.close();
	}

	@Test
	void getLogShowsTheLastLinesAsText() throws Exception {
		HttpResponse<String> response = this.application.get("/processes/pricing-0/log?lines=2");
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.body()).isEqualTo("two\nthrée\n");
		assertThat(response.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/plain")
			.containsIgnoringCase("utf-8");
	}

	@Test
	void getLogOfSeveralInstancesNamesThem() throws Exception {
		assertThat(this.application.get("/processes/pricing/log").body())
			.isEqualTo("pricing-0: one\npricing-0: two\npricing-0: thrée\npricing-1: four\n");
		assertThat(this.application.get("/processes/" + Snapshots.ownPid() + "/log").body())
			.isEqualTo("one\ntwo\nthrée\n");
	}

	@ParameterizedTest
	@CsvSource({ "nobody/log, 404", "pricing/blog, 404", "pricing/log?lines=0, 400", "pricing/log?lines=many, 400",
			"pricing/log?lines=99999999999, 400" })
	void getLogOfNothingIsRefused(String path, int status) throws Exception {
		assertThat(this.application.get("/processes/" + path).statusCode()).isEqualTo(status);
	}

	@Test
	void postReopenReachesTheLogs() throws Exception {
		ProcessStatus status = Snapshots.typical().processes().get(0);
		given(this.application.manager().reopenLog("pricing")).willReturn(CompletableFuture.completedFuture(status));
		assertThat(this.application.post("/processes/pricing", "{\"action\":\"reopen\"}").statusCode()).isEqualTo(200);
		then(this.application.manager()).should().reopenLog("pricing");
	}

	@Test
	void postSignalToAllReachesAll() throws Exception {
		given(this.application.manager().signalAll(ProcessSignal.HUP))
			.willReturn(CompletableFuture.completedFuture(null));
		HttpResponse<String> response = this.application.post("/processes/all",
				"{\"action\":\"signal\",\"signal\":\"HUP\"}");
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.body()).contains("\"maxProcesses\":256");
		then(this.application.manager()).should().signalAll(ProcessSignal.HUP);
	}

	@Test
	void postOfAnythingElseToAllIsRefused() throws Exception {
		HttpResponse<String> response = this.application.post("/processes/all", "{\"action\":\"stop\"}");
		assertThat(response.statusCode()).isEqualTo(400);
		assertThat(response.body()).contains("is not for all processes at once");
	}

}
