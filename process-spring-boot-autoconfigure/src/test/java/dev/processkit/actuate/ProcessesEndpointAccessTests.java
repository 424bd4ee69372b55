package dev.processkit.actuate;

import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.never;

/**
 * Tests for the access to {@link ProcessesEndpoint} over HTTP.
 */
class ProcessesEndpointAccessTests {

	@Test
	void anyOperationWhenAccessIsDefaultOnlyReads() throws Exception {
		try (RunningApplication application = new RunningApplication(WebApplicationType.SERVLET)) {
			assertThat(application.get("/processes").statusCode()).isEqualTo(200);
			assertThat(application.get("/processes/pricing").statusCode()).isEqualTo(200);
			assertRefused(application);
		}
	}

	@Test
	void anyOperationWhenPermittedAccessIsReadOnlyOnlyReads() throws Exception {
		try (RunningApplication application = new RunningApplication(WebApplicationType.SERVLET,
				"management.endpoint.processes.access=unrestricted",
				"management.endpoints.access.max-permitted=read-only")) {
			assertThat(application.get("/processes").statusCode()).isEqualTo(200);
			assertRefused(application);
		}
	}

	@Test
	void anyOperationWhenAccessIsNoneIsNotFound() throws Exception {
		try (RunningApplication application = new RunningApplication(WebApplicationType.SERVLET,
				"management.endpoint.processes.access=none")) {
			assertThat(application.get("/processes").statusCode()).isEqualTo(404);
		}
	}

	private static void assertRefused(RunningApplication application) throws Exception {
		assertThat(application.delete("/processes/pricing").statusCode()).isIn(404, 405);
		assertThat(application.post("/processes/pricing", "{\"action\":\"stop\"}").statusCode()).isIn(404, 405);
		then(application.manager()).should(never()).stop(any());
	}

}
