package dev.processkit.actuate;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import javax.management.MBeanException;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;

import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;

import dev.processkit.ProcessSignal;
import dev.processkit.ReloadReport;
import dev.processkit.operation.Snapshots;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;

/**
 * Tests for {@link ProcessesEndpoint} over JMX.
 */
class ProcessesEndpointJmxTests {

	private static final String STRING = String.class.getName();

	private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();

	@Test
	void invokeWhenAccessIsUnrestrictedReadsAndOperates() throws Exception {
		try (RunningApplication application = run("management.endpoint.processes.access=unrestricted")) {
			assertThat(operations()).containsExactlyInAnyOrder("processes", "process", "log", "operate", "reload",
					"kill");
			assertThat((Map<?, ?>) invoke("processes")).extracting("live").isEqualTo(2);
			assertThat((Map<?, ?>) invoke("process", "cache")).extracting("kind").isEqualTo("unix");
			assertThat(invoke("process", "nobody")).isNull();
			given(application.manager().status()).willReturn(Snapshots.grouped(List.of("ticker", "cache")));
			assertThat((List<?>) invoke("process", "shop")).extracting("name").containsExactly("ticker", "cache");
			given(application.manager().tail("cache-0")).willReturn(List.of("one", "two"));
			assertThat(invoke("log", "cache", "log", 1)).isEqualTo(List.of("two"));
			given(application.manager().scale("cache", 3))
				.willReturn(CompletableFuture.completedFuture(Snapshots.typical().processes().get(1)));
			assertThat((Map<?, ?>) invoke("operate", "cache", "scale", null, 3)).extracting("name").isEqualTo("cache");
			given(application.manager().reload()).willReturn(CompletableFuture.completedFuture(
					new ReloadReport(List.of("mailer"), List.of(), List.of(), List.of("cache"), List.of())));
			assertThat((Map<?, ?>) invoke("reload", "reload")).extracting("added").isEqualTo(List.of("mailer"));
			given(application.manager().kill("cache", ProcessSignal.KILL))
				.willReturn(CompletableFuture.completedFuture(Snapshots.typical().processes().get(1)));
			assertThat((Map<?, ?>) invoke("kill", "cache", "KILL")).extracting("state").isEqualTo("STOPPED");
			then(application.manager()).should().kill("cache", ProcessSignal.KILL);
		}
	}

	@Test
	void invokeWhenRefusedTellsWhy() throws Exception {
		try (RunningApplication application = run("management.endpoint.processes.access=unrestricted")) {
			assertThatThrownBy(() -> invoke("operate", "cache", "explode", null, null))
				.isInstanceOf(MBeanException.class)
				.rootCause()
				.hasMessageContaining("'explode' is no action");
			assertThatThrownBy(() -> invoke("kill", "nobody", null)).rootCause().hasMessageContaining("'nobody'");
		}
	}

	@Test
	void operationsWhenAccessIsDefaultOnlyRead() throws Exception {
		try (RunningApplication application = run()) {
			assertThat(operations()).containsExactlyInAnyOrder("processes", "process", "log");
		}
	}

	private static RunningApplication run(String... properties) {
		List<String> all = new java.util.ArrayList<>(List.of(properties));
		all.add("spring.jmx.enabled=true");
		all.add("management.endpoints.jmx.exposure.include=processes");
		return new RunningApplication(WebApplicationType.SERVLET, all.toArray(String[]::new));
	}

	private static ObjectName name() throws Exception {
		return new ObjectName("org.springframework.boot:type=Endpoint,name=Processes");
	}

	private List<String> operations() throws Exception {
		return Arrays.stream(this.server.getMBeanInfo(name()).getOperations())
			.map(MBeanOperationInfo::getName)
			.toList();
	}

	private Object invoke(String operation, Object... arguments) throws Exception {
		String[] signature = new String[arguments.length];
		Arrays.fill(signature, STRING);
		return this.server.invoke(name(), operation, arguments, signature);
	}

}
