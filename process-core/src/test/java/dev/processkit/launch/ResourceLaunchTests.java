package dev.processkit.launch;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import dev.processkit.ProcessDefinition;
import dev.processkit.ProcessIdentity;
import dev.processkit.Program;
import dev.processkit.ResourcePolicy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static dev.processkit.launch.LaunchFixture.PATIENCE;
import static dev.processkit.launch.LaunchFixture.exitOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

/**
 * Real children that tell what they were given.
 */
@EnabledOnOs(OS.LINUX)
@Timeout(180)
class ResourceLaunchTests {

	@TempDir
	Path base;

	private LaunchFixture fixture;

	@BeforeEach
	void createLauncher() {
		this.fixture = new LaunchFixture(this.base);
	}

	@AfterEach
	void closeLauncher() {
		this.fixture.close();
	}

	@Test
	void commandHasItsResourcesAndNoWrapperStays() throws Exception {
		OwnLimits own = OwnLimits.read();
		int cpu = ResourceSupport.cpuSet(own.cpus()).nextSetBit(0);
		LaunchedProcess process = launch(
				new ResourcePolicy(19, String.valueOf(cpu), null, null, null, 100, 0L, null, null, "0027"),
				"echo pid $$ of $PPID; umask; ulimit -n; ulimit -c; cut -d' ' -f19 /proc/$$/stat; "
						+ "grep Cpus_allowed_list /proc/$$/status; grep 'open files' /proc/$$/limits; exit 3");
		assertThat(exitOf(process).code()).isEqualTo(3);
		assertThat(this.fixture.lines).startsWith(
				"pid %d of %d".formatted(process.identity().pid(), ProcessHandle.current().pid()), "0027", "100", "0",
				"19", "Cpus_allowed_list:\t" + cpu);
		assertThat(this.fixture.lines).last().asString().matches("Max open files +100 +100 +files *");
	}

	@Test
	void commandWithoutResourcesIsLaunchedWithoutShell() throws Exception {
		exitOf(launch(ResourcePolicy.INHERITED, "echo $0 $#; umask"));
		exitOf(this.fixture.launch("sh", "-c", "echo $0 $#; umask"));
		assertThat(this.fixture.lines).hasSize(4);
		assertThat(this.fixture.lines.stream().skip(2))
			.containsExactlyElementsOf(this.fixture.lines.stream().limit(2).toList());
	}

	@Test
	void commandRunsAsAnotherUserWithTheGroupsOfThatUser() throws Exception {
		assumeThat(OwnLimits.read().may(7)).as("may switch to another user").isTrue();
		ResourcePolicy policy = new ResourcePolicy(5, null, null, null, null, null, null, "nobody", null, "0077");
		assertThat(ResourceSupport.current().require(policy)).isSameAs(policy);
		exitOf(launch(policy, "id -un; id -gn; id -Gn; cut -d' ' -f19 /proc/$$/stat; test -r /etc/shadow || echo no"));
		assertThat(this.fixture.lines).hasSize(5).startsWith("nobody").endsWith("5", "no");
		assertThat(this.fixture.lines).doesNotContain("root");
	}

	@Test
	void commandRunsAsAnotherGroup() throws Exception {
		assumeThat(OwnLimits.read().may(6)).as("may switch to another group").isTrue();
		exitOf(launch(new ResourcePolicy(null, null, null, null, null, null, null, null, "daemon", null), "id -gn"));
		assertThat(this.fixture.lines).containsExactly("daemon");
	}

	@Test
	void childCannotSpeakToTheServiceManager() throws Exception {
		exitOf(this.fixture.launch(new ProcessDefinition("test",
				new Program.Command(List.of("sh", "-c", "echo $NOTIFY_SOCKET-$WATCHDOG_USEC")), 1,
				Map.of("NOTIFY_SOCKET", "mine"), null,
				ProcessDefinition.of("x", new Program.Command(List.of("x"))).policies(), List.of(), null)));
		assertThat(this.fixture.lines).containsExactly("mine-");
		assertThat(EnvironmentMark.SERVICE_MANAGER).contains("NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID");
	}

	@Test
	void memoryIsThatOfTheWholeTree() throws Exception {
		LaunchedProcess process = launch(ResourcePolicy.INHERITED,
				"(x=$(head -c 30000000 /dev/zero | tr '\\0' x); echo grown; sleep 1000; echo $x) & wait");
		this.fixture.awaitLine("grown");
		ProcessIdentity leader = process.identity();
		await().atMost(PATIENCE).until(() -> !TreeMemory.above(Map.of(leader, 25L << 20)).isEmpty());
		assertThat(TreeMemory.above(Map.of(leader, 25L << 20)).get(leader)).isBetween(25L << 20, 300L << 20);
		assertThat(TreeMemory.above(Map.of(leader, 1L << 30))).isEmpty();
		assertThat(ResourceUsage.of(leader).residentBytes()).as("the leader alone").isLessThan(25L << 20);
		process.kill();
		exitOf(process);
		assertThat(TreeMemory.above(Map.of(leader, 1L))).isEmpty();
	}

	private LaunchedProcess launch(ResourcePolicy resources, String script) {
		return this.fixture.launch((policies) -> policies.withResources(resources), "sh", "-c", script);
	}

}
