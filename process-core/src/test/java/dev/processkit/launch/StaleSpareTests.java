package dev.processkit.launch;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import dev.processkit.InstanceState;
import dev.processkit.InstanceStatus;
import dev.processkit.JvmSettings;
import dev.processkit.ProcessDefinition;
import dev.processkit.Program;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Spares that were launched before the class path changed, with real JVMs.
 */
@EnabledOnOs(OS.LINUX)
class StaleSpareTests {

	@TempDir
	Path base;

	private ArchiveFixture fixture;

	@BeforeEach
	void create() throws Exception {
		this.fixture = new ArchiveFixture(this.base);
		this.fixture.enabled = false;
	}

	@AfterEach
	void close() {
		this.fixture.close();
	}

	@Test
	void spareIsDroppedWhenAJarIsReplaced() throws Exception {
		Path app = this.fixture.jar("app.jar", "one");
		start(JvmSettings.Spare.LEAN, app, this.fixture.core);
		long spare = awaitSpare();
		assertThat(killAndAwait()).isEqualTo(spare);
		long stale = awaitSpare();
		Files.move(this.fixture.jar("other.jar", "two"), app, StandardCopyOption.REPLACE_EXISTING);
		assertThat(killAndAwait()).isNotEqualTo(stale);
		assertThat(this.fixture.greet()).isEqualTo("two");
		await().until(() -> ProcessHandle.of(stale).isEmpty());
		assertThat(awaitSpare()).isNotEqualTo(stale);
	}

	@Test
	void leanSpareTakesWhatADirectoryHasNow() throws Exception {
		start(JvmSettings.Spare.LEAN, this.fixture.classes("classes", "one"), this.fixture.core);
		long spare = awaitSpare();
		this.fixture.classes("classes", "two");
		assertThat(killAndAwait()).isEqualTo(spare);
		assertThat(this.fixture.greet()).isEqualTo("two");
	}

	@Test
	void preparedSpareIsDroppedWhenADirectoryIsEdited() throws Exception {
		start(JvmSettings.Spare.PREPARED, this.fixture.classes("classes", "one"), this.fixture.core);
		long stale = awaitSpare();
		this.fixture.classes("classes", "two");
		assertThat(killAndAwait()).isNotEqualTo(stale);
		assertThat(this.fixture.greet()).isEqualTo("two");
	}

	private void start(JvmSettings.Spare spare, Path... classPath) throws Exception {
		this.fixture.open(classPath);
		this.fixture.supervisor.keepSpares(1);
		Program.Worker program = new Program.Worker("app.Greeter", Map.of(),
				new JvmSettings(64L << 20, List.of(), spare), true, "", "", Map.of());
		this.fixture.supervisor.add(List.of(ProcessDefinition.of("greeter", program)), "test")
			.get(90, TimeUnit.SECONDS);
	}

	private long awaitSpare() {
		await().atMost(ArchiveFixture.PATIENCE).until(() -> this.fixture.supervisor.status().spares().ready() == 1);
		return EnvironmentMark.find(EnvironmentMark.RUN, Set.of(this.fixture.runtime.token()), Set.of())
			.get(this.fixture.runtime.token())
			.stream()
			.filter((pid) -> pid != instance().identity().pid() && isSpare(pid))
			.findFirst()
			.orElseThrow();
	}

	private static boolean isSpare(long pid) {
		return ProcessHandle.of(pid)
			.flatMap((handle) -> handle.info().arguments())
			.stream()
			.flatMap(Arrays::stream)
			.anyMatch((argument) -> argument.startsWith("-Dprocesskit.instance=_spare-"));
	}

	/** Kill the worker, and tell the pid of the next one. */
	private long killAndAwait() {
		long killed = instance().identity().pid();
		ProcessHandle.of(killed).orElseThrow().destroyForcibly();
		return await().atMost(ArchiveFixture.PATIENCE)
			.until(this::instance,
					(instance) -> instance.state() == InstanceState.READY && instance.identity().pid() != killed)
			.identity()
			.pid();
	}

	private InstanceStatus instance() {
		return this.fixture.supervisor.status().processes().get(0).instances().get(0);
	}

}
