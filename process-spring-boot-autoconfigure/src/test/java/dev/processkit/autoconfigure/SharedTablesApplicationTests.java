package dev.processkit.autoconfigure;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import dev.processkit.InstanceState;
import dev.processkit.InstanceStatus;
import dev.processkit.ProcessIdentity;
import dev.processkit.ProcessManager;
import dev.processkit.shared.SharedLock;
import dev.processkit.shared.SharedTable;
import dev.processkit.shared.SharedTables;
import dev.processkit.worker.MessageHandler;
import dev.processkit.worker.WorkerContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * What an application and its workers share.
 */
@EnabledOnOs(OS.LINUX)
class SharedTablesApplicationTests {

	private ConfigurableApplicationContext context;

	@TempDir
	private Path directory;

	@AfterEach
	void close() {
		if (this.context != null && this.context.isActive()) {
			Path shared = this.context.getBean(SharedTables.class).directory();
			assertThat(shared).isDirectory();
			this.context.close();
			assertThat(shared).doesNotExist();
		}
	}

	@Test
	void tableIsSharedWithWorkersWhoeverDies() throws Exception {
		run("process.shared-tables.visits.rows=10", "process.shared-tables.visits.columns.hits=long",
				"process.shared-tables.visits.columns.last=string(20)",
				"process.processes.counter.type=" + Counter.class.getName());
		SharedTables shared = this.context.getBean(SharedTables.class);
		SharedTable visits = shared.table("visits");
		visits.set("home", Map.of("hits", 40));
		ProcessManager manager = this.context.getBean(ProcessManager.class);
		assertThat(manager.send("counter", "home").get(60, TimeUnit.SECONDS)).isEqualTo("41");
		assertThat(visits.get("home").values()).isEqualTo(Map.of("hits", 41L, "last", "counter-0"));
		long pid = manager.running().get(0).instances().get(0).identity().pid();
		assertThat(manager.send("counter", "lock").get(60, TimeUnit.SECONDS)).isEqualTo("locked");
		SharedLock lock = shared.lock("guard");
		assertThat(lock.tryLock()).as("its worker lives").isNull();
		ProcessHandle.of(pid).orElseThrow().destroyForcibly();
		await().atMost(java.time.Duration.ofSeconds(30)).until(() -> !lock.isHeld());
		await().atMost(java.time.Duration.ofSeconds(30)).until(() -> isReplaced(manager, pid));
		try (SharedLock.Hold hold = lock.tryLock()) {
			assertThat(hold.inherited()).isTrue();
		}
		assertThat(manager.send("counter", "home").get(60, TimeUnit.SECONDS)).as("the next worker").isEqualTo("42");
		assertThat(shared.number("messages").get()).isEqualTo(3);
	}

	@Test
	void commandsAreToldWhereTheFilesAre() throws Exception {
		Path told = this.directory.resolve("told");
		run("process.shared-tables.visits.columns.hits=long", "process.processes.teller.command[0]=sh",
				"process.processes.teller.command[1]=-c", "process.processes.teller.command[2]=ls $PROCESSKIT_SHARED > "
						+ told + ".new; mv " + told + ".new " + told,
				"process.processes.teller.restart.mode=never");
		await().atMost(java.time.Duration.ofSeconds(30)).until(() -> Files.exists(told));
		assertThat(Files.readString(told)).contains("table-visits");
	}

	@Test
	void impossibleTablesFailTheStartWithTheirProperty() {
		assertThatThrownBy(() -> run("process.shared-tables.visits.columns.hits=int"))
			.hasStackTraceContaining("'process.shared-tables.visits.columns.hits' with value 'int'")
			.hasStackTraceContaining("long, double, or string(n)");
		assertThatThrownBy(() -> run("process.shared-tables.visits.rows=5"))
			.hasStackTraceContaining("'process.shared-tables.visits.columns'");
		assertThatThrownBy(
				() -> run("process.shared-tables.visits.rows=0", "process.shared-tables.visits.columns.hits=long"))
			.hasStackTraceContaining("'process.shared-tables.visits.rows' with value '0'");
	}

	/** The lock is given back sooner than the supervisor knows of the death. */
	private static boolean isReplaced(ProcessManager manager, long pid) {
		InstanceStatus instance = manager.status().processes().get(0).instances().get(0);
		ProcessIdentity identity = instance.identity();
		return identity != null && identity.pid() != pid && instance.state() == InstanceState.READY;
	}

	private void run(String... properties) {
		this.context = new SpringApplicationBuilder(App.class).web(WebApplicationType.NONE)
			.properties("process.skip.in-tests=false", "process.runtime-directory=" + this.directory)
			.properties(properties)
			.run();
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	static class App {

	}

	/** Counts in a table, or takes a lock for ever. */
	public static class Counter implements MessageHandler {

		private final SharedTables shared = SharedTables.inherited();

		@Override
		public String handle(String message, WorkerContext context) {
			this.shared.number("messages").add(1);
			if (message.equals("lock")) {
				return (this.shared.lock("guard").tryLock() != null) ? "locked" : "taken";
			}
			SharedTable visits = this.shared.table("visits");
			visits.set(message, Map.of("last", context.instance()));
			return String.valueOf(visits.increment(message, "hits", 1));
		}

	}

}
