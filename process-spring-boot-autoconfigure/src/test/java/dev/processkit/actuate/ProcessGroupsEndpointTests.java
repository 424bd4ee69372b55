package dev.processkit.actuate;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import com.jayway.jsonpath.JsonPath;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.WebApplicationType;

import dev.processkit.IllegalProcessStateException;
import dev.processkit.ProcessSignal;
import dev.processkit.ProcessStatus;
import dev.processkit.UnknownProcessException;
import dev.processkit.operation.Snapshots;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;

/**
 * What {@link ProcessesEndpoint} shows of groups and does to them, over HTTP.
 */
@ParameterizedClass
@EnumSource(names = { "SERVLET", "REACTIVE" })
class ProcessGroupsEndpointTests {

	private final RunningApplication application;

	ProcessGroupsEndpointTests(WebApplicationType type) {
		this.application = new RunningApplication(type, "management.endpoint.processes.access=unrestricted");
		given(this.application.manager().status()).willReturn(Snapshots.grouped(List.of("ticker", "pricing")));
	}

	@AfterEach
	void close() {
		this.application.close();
	}

	@Test
	void getOfEverythingNamesTheGroupsIfThereAreAny() throws Exception {
		assertThat(JsonPath.parse(this.application.get("/processes").body()).<Object>read("$.groups"))
			.isEqualTo(Map.of("shop", List.of("ticker", "pricing")));
		given(this.application.manager().status()).willReturn(Snapshots.typical());
		assertThat(this.application.get("/processes").body()).doesNotContain("groups");
	}

	@Test
	void getOfAGroupShowsItsMembersAsAList() throws Exception {
		HttpResponse<String> response = this.application.get("/processes/shop");
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(JsonPath.parse(response.body()).<Iterable<String>>read("$[*].name")).containsExactly("ticker",
				"pricing");
		assertThat(response.body()).doesNotContain("hunter2");
		given(this.application.manager().status()).willReturn(Snapshots.grouped(List.of("absent")));
		assertThat(this.application.get("/processes/shop").body()).isEqualTo("[]");
	}

	@Test
	void getLogOfAGroupShowsThatOfEachInstance() throws Exception {
		given(this.application.manager().tail("ticker-0")).willReturn(List.of("tick"));
		given(this.application.manager().tail("pricing-1")).willReturn(List.of("one", "two"));
		assertThat(this.application.get("/processes/shop/log?lines=1").body())
			.isEqualTo("ticker-0: tick\npricing-1: two\n");
	}

	@Test
	void actionsReachTheGroupAndShowItsMembers() throws Exception {
		given(this.application.manager().restart("shop")).willReturn(done());
		given(this.application.manager().signal("shop", ProcessSignal.HUP)).willReturn(done());
		given(this.application.manager().start("shop")).willReturn(new CompletableFuture<>());
		for (String body : List.of("{\"action\":\"restart\"}", "{\"action\":\"signal\",\"signal\":\"HUP\"}",
				"{\"action\":\"start\"}")) {
			HttpResponse<String> response = this.application.post("/processes/shop", body);
			assertThat(response.statusCode()).isEqualTo(200);
			assertThat(JsonPath.parse(response.body()).<Iterable<String>>read("$[*].name")).containsExactly("ticker",
					"pricing");
		}
	}

	@Test
	void deleteTakesTheGroupDown() throws Exception {
		given(this.application.manager().stop("shop")).willReturn(done());
		given(this.application.manager().kill("shop", ProcessSignal.INT)).willReturn(done());
		assertThat(this.application.delete("/processes/shop").statusCode()).isEqualTo(204);
		assertThat(this.application.delete("/processes/shop?signal=INT").statusCode()).isEqualTo(204);
		then(this.application.manager()).should().stop("shop");
		then(this.application.manager()).should().kill("shop", ProcessSignal.INT);
	}

	@Test
	void whatAMemberCannotDoIsRefusedWithTheReason() throws Exception {
		given(this.application.manager().pause("shop")).willReturn(CompletableFuture
			.failedFuture(new IllegalProcessStateException("Instance 'ticker-0' cannot be paused")));
		HttpResponse<String> response = this.application.post("/processes/shop", "{\"action\":\"pause\"}");
		assertThat(response.statusCode()).isEqualTo(409);
		assertThat(response.body()).contains("Instance 'ticker-0' cannot be paused");
	}

	@Test
	void whatTakesOneProcessIsRefusedAndNamesTheMembers() throws Exception {
		given(this.application.manager().scale(any(), anyInt()))
			.willReturn(CompletableFuture.failedFuture(new UnknownProcessException("shop")));
		given(this.application.manager().rollingRestart(any()))
			.willReturn(CompletableFuture.failedFuture(new UnknownProcessException("shop")));
		for (String body : List.of("{\"action\":\"scale\",\"instances\":2}",
				"{\"action\":\"restart\",\"rolling\":true}")) {
			HttpResponse<String> response = this.application.post("/processes/shop", body);
			assertThat(response.statusCode()).isEqualTo(400);
			assertThat(response.body()).contains("'shop' is a group, but the action takes one process")
				.contains("ticker, pricing");
		}
	}

	private static CompletableFuture<ProcessStatus> done() {
		return CompletableFuture.completedFuture(Snapshots.typical().processes().get(2));
	}

}
