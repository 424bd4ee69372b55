package dev.processkit.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import dev.processkit.ProcessDefinition;
import dev.processkit.Program;
import dev.processkit.ResourcePolicy;
import dev.processkit.launch.ResourceSupport.Programs;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

/**
 * Where control groups are made and what is written into them, in a directory that looks
 * like the kernel's.
 */
class ControlGroupsTests {

	private static final ResourcePolicy HALF = new ResourcePolicy(null, null, 512L << 20, null, 0.5, null, null, null,
			null, null);

	@TempDir
	Path mount;

	@BeforeEach
	void mount() throws IOException {
		Files.writeString(this.mount.resolve("cgroup.controllers"), "cpuset cpu io memory pids\n");
	}

	@Test
	void ownGroupThatPassesControllersOnIsUsed() throws IOException {
		group("", "cpu memory", "1\n");
		ControlGroups groups = find("/");
		assertThat(groups).isNotNull();
		Path group = groups.create("web-0", HALF);
		assertThat(group).isEqualTo(this.mount.resolve("processkit-web-0"));
		assertThat(group.resolve("cpu.max")).hasContent("50000 100000");
		assertThat(group.resolve("memory.max")).hasContent("536870912");
		assertThat(group.resolve("memory.oom.group")).hasContent("1");
	}

	@Test
	void delegatedUnitAroundTheApplicationPassesControllersOn() throws IOException {
		group("system.slice/shop.service", "", "");
		group("system.slice/shop.service/app", "", "77\n");
		ControlGroups groups = find("/system.slice/shop.service/app");
		assertThat(groups).isNotNull();
		assertThat(this.mount.resolve("system.slice/shop.service/cgroup.subtree_control")).hasContent("+cpu +memory");
		assertThat(groups.create("web-0", HALF)).hasParent(this.mount.resolve("system.slice/shop.service"));
	}

	@Test
	void whatIsNotOursIsLeftAlone() throws IOException {
		group("system.slice", "", "");
		group("system.slice/shop.service", "", "77\n");
		assertThat(find("/system.slice/shop.service")).isNull();
		assertThat(this.mount.resolve("system.slice/cgroup.subtree_control")).isEmptyFile();
		group("user.scope", "", "12\n");
		group("user.scope/app", "", "77\n");
		assertThat(find("/user.scope/app")).as("somebody else lives in the unit").isNull();
		Files.writeString(this.mount.resolve("self"), "4:memory:/x\n");
		assertThat(ControlGroups.find(this.mount, this.mount.resolve("self"))).as("version 1").isNull();
		Files.delete(this.mount.resolve("cgroup.controllers"));
		assertThat(find("/")).isNull();
	}

	@Test
	void groupsWithoutUseAreNotMadeAndEmptyOnesAreRemoved() throws IOException {
		group("", "memory", "1\n");
		Path stale = Files.createDirectory(this.mount.resolve("processkit-old-0"));
		ControlGroups groups = find("/");
		assertThat(groups.limitsCpu()).isFalse();
		assertThat(groups.create("a", ResourcePolicy.INHERITED)).isNull();
		assertThat(groups.create("b", HALF)).isNotNull();
		assertThat(this.mount.resolve("processkit-b/cpu.max")).doesNotExist();
		assertThat(stale).doesNotExist();
	}

	@Test
	void processEntersItsGroupBeforeItBecomesTheProgram() throws Exception {
		group("", "cpu memory", "1\n");
		ResourceSupport support = new ResourceSupport(Programs.find(), OwnLimits.read(), find("/"));
		LaunchLimits limits = LaunchLimits.of(HALF, "web-0", support);
		List<String> shell = limits.shell(Path.of("/bin/sh"), "");
		assertThat(shell).hasSize(4);
		try (LaunchFixture fixture = new LaunchFixture(this.mount)) {
			LaunchedProcess process = fixture.launch(ProcessDefinition.of("test",
					new Program.Command(List.of(shell.get(0), shell.get(1), shell.get(2), shell.get(3), "true"))));
			assertThat(LaunchFixture.exitOf(process).code()).isZero();
			assertThat(limits.group().resolve("cgroup.procs")).hasContent(String.valueOf(process.identity().pid()));
		}
	}

	@Test
	void kernelLimitsWhatEntersAGroupWhereOneIsWritable() throws Exception {
		ControlGroups groups = ControlGroups.find();
		assumeThat(groups).as("control groups that this JVM may divide").isNotNull();
		Path group = groups.create("test-" + ProcessHandle.current().pid(), HALF);
		Process process = new ProcessBuilder("sh", "-c", "echo $$ >\"$0/cgroup.procs\" && exec sleep 100",
				group.toString())
			.start();
		try {
			await().until(() -> Files.readString(Path.of("/proc/" + process.pid() + "/cgroup"))
				.contains("/" + group.getFileName()));
			assertThat(group.resolve(groups.limitsCpu() ? "cpu.max" : "memory.max"))
				.hasContent(groups.limitsCpu() ? "50000 100000" : "536870912");
		}
		finally {
			process.destroyForcibly().waitFor();
			Files.delete(group);
		}
	}

	private ControlGroups find(String own) throws IOException {
		Path membership = Files.writeString(this.mount.resolve("self"), "1:name=systemd:/elsewhere\n0::" + own + "\n");
		return ControlGroups.find(this.mount, membership);
	}

	private void group(String name, String subtree, String processes) throws IOException {
		Path group = Files.createDirectories(this.mount.resolve(name));
		Files.writeString(group.resolve("cgroup.controllers"), "cpuset cpu io memory pids\n");
		Files.writeString(group.resolve("cgroup.subtree_control"), subtree);
		Files.writeString(group.resolve("cgroup.procs"), processes);
	}

}
