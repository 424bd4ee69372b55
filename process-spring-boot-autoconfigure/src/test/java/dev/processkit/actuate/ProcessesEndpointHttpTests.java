package dev.processkit.actuate;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import com.jayway.jsonpath.DocumentContext;
import com.jayway.jsonpath.JsonPath;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;

import dev.processkit.IllegalProcessStateException;
import dev.processkit.InvalidDefinitionException;
import dev.processkit.ProcessLaunchException;
import dev.processkit.ProcessSignal;
import dev.processkit.ProcessStatus;
import dev.processkit.ReloadRefusedException;
import dev.processkit.ReloadReport;
import dev.processkit.RemoteFailure;
import dev.processkit.RequestFailedException.Kind;
import dev.processkit.RequestFailedException;
import dev.processkit.UnknownProcessException;
import dev.processkit.operation.Snapshots;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.never;

/**
 * Tests for {@link ProcessesEndpoint} over HTTP, with access to everything.
 */
@ParameterizedClass
@EnumSource(names = { "SERVLET", "REACTIVE" })
class ProcessesEndpointHttpTests {

	private static final String UNRESTRICTED = "management.endpoint.processes.access=unrestricted";

	private final RunningApplication application;

	ProcessesEndpointHttpTests(WebApplicationType type) {
		this.application = new RunningApplication(type, UNRESTRICTED);
	}

	@AfterEach
	void close() {
		this.application.close();
	}

	@Test
	void getWhenNoTargetShowsEverything() throws Exception {
		HttpResponse<String> response = this.application.get("/processes");
		assertThat(response.statusCode()).isEqualTo(200);
		DocumentContext json = JsonPath.parse(response.body());
		assertThat(json.read("$.maxProcesses", Integer.class)).isEqualTo(256);
		assertThat(json.read("$.live", Integer.class)).isEqualTo(2);
		assertThat(json.<Map<String, Integer>>read("$.spares")).isEqualTo(Map.of("wanted", 0, "ready", 0));
		assertThat(json.<Iterable<String>>read("$.processes[*].name")).containsExactly("pricing", "cache", "ticker");
		assertThat(json.<Iterable<String>>read("$.processes[*].kind")).containsExactly("tcp", "unix", "standard");
		assertThat(json.<Iterable<String>>read("$.processes[*].state")).containsExactly("READY", "STOPPED", "FAILED");
		assertThat(json.<Iterable<String>>read("$.processes[*].what")).containsExactly("com.acme.PricingProcess",
				"com.acme.CacheProcess", "python3 ticker.py --password=******");
		assertThat(json.<Iterable<String>>read("$.processes[*].endpoint")).containsExactly("tcp://127.0.0.1:9501", null,
				null);
		assertThat(response.body()).doesNotContain("hunter2");
	}

	@Test
	void getWhenInstanceIsLiveShowsItsProcess() throws Exception {
		DocumentContext json = JsonPath.parse(this.application.get("/processes/pricing").body());
		assertThat(json.<Iterable<String>>read("$.instances[*].id")).containsExactly("pricing-0", "pricing-1");
		assertThat(json.read("$.instances[0].pid", Long.class)).isEqualTo(Snapshots.ownPid());
		assertThat(Instant.parse(json.read("$.instances[0].startedAt", String.class))).isEqualTo(Snapshots.START);
		assertThat(Duration.parse(json.read("$.instances[0].uptime", String.class))).isPositive();
		assertThat(json.read("$.instances[1].restarts", Long.class)).isEqualTo(1);
		assertThat(Duration.parse(json.read("$.instances[0].cpu", String.class))).isPositive();
		assertThat(json.read("$.instances[0].memory", Long.class)).isGreaterThan(1 << 20);
		assertThat(json.<Object>read("$.instances[1].cpu")).as("of a pid that is another's").isNull();
		assertThat(json.<Object>read("$.instances[1].memory")).isNull();
		assertThat(json.<Object>read("$.instances[1].lastExit")).isNull();
		assertThat(json.<Object>read("$.scaling")).isNull();
	}

	@Test
	void getWhenProcessFollowsItsLoadShowsItsBounds() throws Exception {
		DocumentContext json = JsonPath.parse(this.application.get("/processes/cache").body());
		assertThat(json.<Object>read("$.scaling.min")).isEqualTo(1);
		assertThat(json.<Object>read("$.scaling.max")).isEqualTo(8);
		assertThat(json.<Object>read("$.scaling.strategy")).isEqualTo("lazy");
		assertThat(json.<Object>read("$.scaling.idleTimeout")).isEqualTo("PT1M");
	}

	@Test
	void getWhenInstanceHasEndedShowsItsExit() throws Exception {
		DocumentContext json = JsonPath.parse(this.application.get("/processes/ticker").body());
		assertThat(json.read("$.reason", String.class)).isEqualTo("cannot run [python3, ticker.py, --password=******]");
		assertThat(json.read("$.instances[0].lastExit.code", Integer.class)).isEqualTo(143);
		assertThat(json.read("$.instances[0].lastExit.signal", String.class)).isEqualTo("TERM");
		assertThat(json.read("$.instances[0].lastExit.at", String.class)).isEqualTo(Snapshots.START.toString());
		assertThat(json.read("$.instances[0].lastExit.reason", String.class)).isEqualTo("ended by signal TERM");
	}

	@Test
	void getWhenInstanceOrPidShowsThatOne() throws Exception {
		for (String target : new String[] { "pricing-1", "4000001" }) {
			DocumentContext json = JsonPath.parse(this.application.get("/processes/" + target).body());
			assertThat(json.read("$.name", String.class)).isEqualTo("pricing");
			assertThat(json.<Iterable<String>>read("$.instances[*].id")).containsExactly("pricing-1");
		}
	}

	@Test
	void anythingWhenTargetIsUnknownIsNotFound() throws Exception {
		assertProblem(this.application.get("/processes/nobody"), 404, "'nobody'");
		assertProblem(this.application.delete("/processes/nobody"), 404, "'nobody'");
		assertProblem(this.application.post("/processes/nobody", "{\"action\":\"start\"}"), 404, "'nobody'");
	}

	@Test
	void deleteWhenNoSignalStopsAndHasNoContent() throws Exception {
		given(this.application.manager().stop("pricing")).willReturn(done("pricing"));
		HttpResponse<String> response = this.application.delete("/processes/pricing");
		assertThat(response.statusCode()).isEqualTo(204);
		assertThat(response.body()).isEmpty();
		then(this.application.manager()).should().stop("pricing");
	}

	@Test
	void deleteWhenSignalKillsWithIt() throws Exception {
		given(this.application.manager().kill("4000001", ProcessSignal.INT)).willReturn(done("pricing"));
		assertThat(this.application.delete("/processes/4000001?signal=SIGINT").statusCode()).isEqualTo(204);
		then(this.application.manager()).should().kill("4000001", ProcessSignal.INT);
	}

	@Test
	void deleteWhenSignalIsNoneIsBad() throws Exception {
		assertProblem(this.application.delete("/processes/pricing?signal=NOPE"), 400, "'NOPE' is not a signal");
	}

	@Test
	void postWhenActionIsDoneShowsNewSnapshot() throws Exception {
		given(this.application.manager().scale("pricing", 4)).willReturn(done("pricing"));
		HttpResponse<String> response = this.application.post("/processes/pricing",
				"{\"action\":\"scale\",\"instances\":4}");
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(JsonPath.parse(response.body()).read("$.name", String.class)).isEqualTo("pricing");
	}

	@Test
	void postWhenRestartIsRollingPassesItOn() throws Exception {
		given(this.application.manager().rollingRestart("pricing")).willReturn(done("pricing"));
		for (String rolling : new String[] { "true", "\"true\"" }) {
			assertThat(
					this.application.post("/processes/pricing", "{\"action\":\"restart\",\"rolling\":" + rolling + "}")
						.statusCode())
				.isEqualTo(200);
		}
		assertProblem(this.application.post("/processes/pricing", "{\"action\":\"restart\",\"rolling\":1}"), 400,
				"'1' is no boolean");
	}

	@Test
	void postWhenActionIsInvokeGivesItsReply() throws Exception {
		given(this.application.manager().invoke("pricing-1", "reload", "all"))
			.willReturn(CompletableFuture.completedFuture("42 prices"));
		HttpResponse<String> response = this.application.post("/processes/pricing-1",
				"{\"action\":\"invoke\",\"name\":\"reload\",\"argument\":\"all\"}");
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(JsonPath.parse(response.body()).read("$.reply", String.class)).isEqualTo("42 prices");
	}

	@Test
	void postWhenInvokeFailsSaysWhy() throws Exception {
		RemoteFailure unknown = new RemoteFailure("java.lang.IllegalArgumentException", "has no action 'reload'", "");
		given(this.application.manager().invoke("pricing", "reload", null))
			.willReturn(CompletableFuture.failedFuture(new RequestFailedException(Kind.TIMED_OUT, "not in time")))
			.willReturn(CompletableFuture
				.failedFuture(new RequestFailedException(Kind.HANDLER_FAILED, unknown.message(), unknown)));
		String reload = "{\"action\":\"invoke\",\"name\":\"reload\"}";
		assertProblem(this.application.post("/processes/pricing", reload), 504, "not in time");
		assertProblem(this.application.post("/processes/pricing", reload), 400, "has no action 'reload'");
		assertProblem(this.application.post("/processes/pricing", "{\"action\":\"invoke\"}"), 400, "'name'");
		assertProblem(
				this.application.post("/processes/pricing",
						"{\"action\":\"invoke\",\"name\":\"reload\",\"argument\":\"" + "x".repeat(70_000) + "\"}"),
				400, "is too long");
		assertProblem(this.application.post("/processes/pricing", "{\"action\":\"start\",\"name\":\"reload\"}"), 400,
				"is not taken by the action 'start'");
	}

	@Test
	void postWhenActionTakesLongShowsSnapshotInTime() throws Exception {
		given(this.application.manager().restart("pricing-1")).willReturn(new CompletableFuture<>());
		HttpResponse<String> response = this.application.post("/processes/pricing-1", "{\"action\":\"restart\"}");
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(JsonPath.parse(response.body()).<Iterable<String>>read("$.instances[*].id"))
			.containsExactly("pricing-1");
	}

	@Test
	void postWhenAcceptedActionFailsShowsSnapshotThatSaysSo() throws Exception {
		given(this.application.manager().start("ticker"))
			.willReturn(CompletableFuture.failedFuture(new ProcessLaunchException("cannot run", null)));
		HttpResponse<String> response = this.application.post("/processes/ticker", "{\"action\":\"start\"}");
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(JsonPath.parse(response.body()).read("$.state", String.class)).isEqualTo("FAILED");
	}

	@Test
	void postWhenStateDoesNotAllowItIsConflictWithReason() throws Exception {
		given(this.application.manager().pause("cache"))
			.willReturn(CompletableFuture.failedFuture(new IllegalProcessStateException("Process 'cache' is STOPPED")));
		assertProblem(this.application.post("/processes/cache", "{\"action\":\"pause\"}"), 409,
				"Process 'cache' is STOPPED");
	}

	@Test
	void postWhenManagerRefusesArgumentIsBad() throws Exception {
		given(this.application.manager().scale("cache", 9999)).willReturn(CompletableFuture
			.failedFuture(new InvalidDefinitionException("instances", 9999, "is above 'max-processes'", "Use less.")));
		assertProblem(this.application.post("/processes/cache", "{\"action\":\"scale\",\"instances\":9999}"), 400,
				"'instances' with value '9999' is above 'max-processes'. Use less.");
	}

	@Test
	void postWhenActionTakesNoInstanceIsBadAndNamesTheProcess() throws Exception {
		given(this.application.manager().scale("pricing-1", 4))
			.willReturn(CompletableFuture.failedFuture(new UnknownProcessException("pricing-1")));
		assertProblem(this.application.post("/processes/pricing-1", "{\"action\":\"scale\",\"instances\":4}"), 400,
				"Address the process 'pricing'");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			{}                                      | Use one of start, stop, restart
			{"action":"explode"}                    | 'explode' is no action
			{"action":"signal"}                     | 'signal' with value '' is missing
			{"action":"signal","signal":"NOPE"}     | 'NOPE' is not a signal
			{"action":"scale","instances":"four"}   | 'four' is no number
			{"action":"scale","instances":0}        | at least 1
			{"action":"stop","instances":3}         | is not taken by the action 'stop'
			""")
	void postWhenRequestIsWrongIsBadAndSaysWhy(String body, String message) throws Exception {
		assertProblem(this.application.post("/processes/pricing", body), 400, message);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{", "[1]", "{\"action\":{\"x\":1}}", "7" })
	void postWhenBodyIsNoRequestIsBad(String body) throws Exception {
		assertThat(this.application.post("/processes/pricing", body).statusCode()).isEqualTo(400);
		then(this.application.manager()).should(never()).start("pricing");
	}

	private static CompletableFuture<ProcessStatus> done(String name) {
		return CompletableFuture.completedFuture(Snapshots.typical()
			.processes()
			.stream()
			.filter((process) -> process.name().equals(name))
			.findFirst()
			.orElseThrow());
	}

	private static void assertProblem(HttpResponse<String> response, int status, String message) {
		assertThat(response.statusCode()).isEqualTo(status);
		DocumentContext json = JsonPath.parse(response.body());
		assertThat(json.read("$.status", Integer.class)).isEqualTo(status);
		assertThat(json.read("$.message", String.class)).contains(message);
	}

	@Test
	void reloadAnswersWithItsReport() throws Exception {
		given(this.application.manager().reload()).willReturn(CompletableFuture.completedFuture(
				new ReloadReport(List.of("a"), List.of("b"), List.of("c"), List.of("d"), List.of("process.spares"))));
		HttpResponse<String> response = this.application.post("/processes", "{\"action\":\"reload\"}");
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.body()).isEqualTo(
				"{\"added\":[\"a\"],\"changed\":[\"b\"],\"removed\":[\"c\"],\"unchanged\":[\"d\"],\"postponed\":[\"process.spares\"]}");
	}

	@Test
	void reloadWhenRefusedSaysWhy() throws Exception {
		given(this.application.manager().reload())
			.willReturn(CompletableFuture
				.failedFuture(new ReloadRefusedException("line 3 is wrong", new RuntimeException())))
			.willReturn(CompletableFuture.failedFuture(new IllegalProcessStateException("shutting down")));
		HttpResponse<String> refused = this.application.post("/processes", "{\"action\":\"reload\"}");
		assertThat(refused.statusCode()).isEqualTo(400);
		assertThat(refused.body()).contains("line 3 is wrong").doesNotContain("RuntimeException");
		assertThat(this.application.post("/processes", "{\"action\":\"reload\"}").statusCode()).isEqualTo(409);
	}

	@Test
	void actionOnAllWhenUnknownIsRefused() throws Exception {
		HttpResponse<String> response = this.application.post("/processes", "{\"action\":\"stop\"}");
		assertThat(response.statusCode()).isEqualTo(400);
		assertThat(response.body()).contains("is no action on all processes");
		then(this.application.manager()).should(never()).reload();
	}

}
