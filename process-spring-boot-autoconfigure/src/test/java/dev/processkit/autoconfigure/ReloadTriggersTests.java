package dev.processkit.autoconfigure;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import dev.processkit.InstanceState;
import dev.processkit.ProcessStatus;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.cloud.context.environment.EnvironmentChangeEvent;
import org.springframework.context.ApplicationEvent;
import org.springframework.core.env.MapPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * What makes a running application reload by itself, and processes restart on schedule.
 */
@EnabledOnOs(OS.LINUX)
class ReloadTriggersTests {

	private static final String ONE = "process.processes.one: {command: [sleep, \"1000\"]}\n";

	@TempDir
	private Path directory;

	@BeforeEach
	void nobodyLooksOutForAnEarlierTest() {
		assertThatNobodyLooksOut();
	}

	@Test
	void editOfAWatchedFileIsEnough() throws Exception {
		try (Reloaded application = new Reloaded(this.directory, ONE, "--process.reload.watch=true",
				"--process.reload.settle=50ms")) {
			application.write(ONE.replace("one", "two"));
			application.awaitGone("one");
			await().atMost(Reloaded.PATIENCE).until(() -> isReady(application.find("two")));
			application.write("process: [broken");
			application.write(ONE.replace("one", "three"));
			application.awaitGone("two");
			await().atMost(Reloaded.PATIENCE).until(() -> isReady(application.find("three")));
		}
		assertThatNobodyLooksOut();
	}

	@Test
	void signalIsEnough() throws Exception {
		try (Reloaded application = new Reloaded(this.directory, ONE, "--process.reload.on-hangup=true")) {
			application.write(ONE.replace("one", "two"));
			hangUp();
			application.awaitGone("one");
			await().atMost(Reloaded.PATIENCE).until(() -> isReady(application.find("two")));
			assertThatNobodyLooksOut();
		}
	}

	@Test
	void cloudEventIsEnough() throws Exception {
		try (Reloaded application = new Reloaded(this.directory, ONE)) {
			application.write(ONE.replace("one", "two"));
			application.context().publishEvent(new ApplicationEvent(this) {
			});
			assertThat(application.find("one")).isNotNull();
			publishCloudEvent(application);
			application.awaitGone("one");
			await().atMost(Reloaded.PATIENCE).until(() -> isReady(application.find("two")));
		}
	}

	@Test
	void cloudEventAppliesWhatWasAddedToTheEnvironment() throws Exception {
		String two = "process.processes.two: {command: [sleep, \"2000\"]}\n";
		try (Reloaded application = new Reloaded(this.directory, ONE + two)) {
			long one = application.pid("one");
			long untouched = application.pid("two");
			Map<String, Object> added = new ConcurrentHashMap<>(Map.of("process.processes.one.environment.LEVEL", "1"));
			application.context()
				.getEnvironment()
				.getPropertySources()
				.addFirst(new MapPropertySource("manager", added));
			publishCloudEvent(application);
			awaitReplaced(application, "one", one);
			assertThat(level(application)).isEqualTo("1");
			long replaced = application.pid("one");
			added.put("process.processes.one.environment.LEVEL", "2");
			publishCloudEvent(application);
			awaitReplaced(application, "one", replaced);
			assertThat(level(application)).isEqualTo("2");
			assertThat(application.pid("two")).isEqualTo(untouched);
			added.clear();
			assertThat(application.reload().changed()).containsExactly("one");
			assertThat(level(application)).isNull();
		}
	}

	@Test
	void otherEventsAreNone() {
		ReloadTriggers triggers = new ReloadTriggers(null, null, null, null);
		assertThat(triggers.supportsEventType(ApplicationEvent.class)).isFalse();
		assertThat(triggers.supportsEventType(EnvironmentChangeEvent.class)).isTrue();
	}

	@Test
	void watchedFileRestartsItsProcess() throws Exception {
		Path watched = this.directory.resolve("program");
		String yaml = """
				process:
				  reload: {settle: 20ms}
				  processes:
				    one: {command: [sleep, "1000"], schedule: {watch: ["%s"]}}
				    two: {command: [sleep, "2000"]}
				""".formatted(watched);
		try (Reloaded application = new Reloaded(this.directory, yaml)) {
			long one = application.pid("one");
			long two = application.pid("two");
			awaitLookout();
			Files.writeString(watched, "changed");
			await().atMost(Reloaded.PATIENCE)
				.until(() -> isReady(application.find("one")) && application.pid("one") != one);
			assertThat(application.pid("two")).isEqualTo(two);
			application.reload(yaml.replace(", schedule: {watch: [\"" + watched + "\"]}", ""));
			assertThatNobodyLooksOut();
		}
	}

	@Test
	void whatIsPausedStaysPausedAfterAScheduledRestartAndAReload() throws Exception {
		Path watched = this.directory.resolve("program");
		String yaml = """
				process:
				  reload: {settle: 20ms}
				  processes:
				    echo: {type: "%s", schedule: {watch: ["%s"]}}
				""".formatted(Workers.PricingProcess.class.getName(), watched);
		try (Reloaded application = new Reloaded(this.directory, yaml)) {
			application.manager().pause("echo").join();
			long first = application.pid("echo");
			awaitLookout();
			Files.writeString(watched, "changed");
			await().atMost(Reloaded.PATIENCE).until(() -> isPausedAndNot(first, application));
			long second = application.pid("echo");
			application.reload(yaml.replace("{type", "{args: {more: 1}, type"));
			await().atMost(Reloaded.PATIENCE).until(() -> isPausedAndNot(second, application));
			application.manager().restart("echo").join();
			assertThat(application.find("echo").state()).isEqualTo(InstanceState.READY);
		}
	}

	private static boolean isPausedAndNot(long pid, Reloaded application) {
		return application.find("echo").state() == InstanceState.PAUSED && application.pid("echo") != pid;
	}

	@Test
	void cronRestartsWhatRunsAndLeavesDownWhatIsStopped() throws Exception {
		String yaml = "process.processes.one: {command: [sleep, \"1000\"], instances: 2, schedule: {cron: \"* * * * * *\"}}\n";
		try (Reloaded application = new Reloaded(this.directory, ONE)) {
			application.reload(yaml);
			await().atMost(Reloaded.PATIENCE).until(() -> application.pids("one").size() > 1);
			List<Long> before = application.pids("one");
			await().atMost(Reloaded.PATIENCE)
				.until(() -> isReady(application.find("one")) && Collections.disjoint(application.pids("one"), before));
			application.manager().stop("one").join();
			application.reload(ONE);
			assertThatNobodyLooksOut();
			assertThat(application.find("one").state()).isEqualTo(InstanceState.STOPPED);
		}
	}

	@Test
	void wrongScheduleIsRefusedWithItsRemedy() throws Exception {
		try (Reloaded application = new Reloaded(this.directory, ONE)) {
			assertThat(application
				.refused("process.processes.one: {command: [sleep, \"1\"], schedule: {cron: \"0 61 * * * *\"}}"))
				.contains("process.processes.one.schedule.cron", "0 61 * * * *", "six fields");
			assertThat(
					application.refused("process.processes.one: {command: [sleep, \"1\"], schedule: {watch: [\" \"]}}"))
				.contains("process.processes.one.schedule.watch", "Give a file or a directory");
		}
		assertThatThrownBy(() -> ScheduleProperties.parse("soon")).hasMessageContaining("@daily");
	}

	private void publishCloudEvent(Reloaded application) {
		application.context().publishEvent(new EnvironmentChangeEvent(application.context(), Set.of()));
	}

	private static void awaitReplaced(Reloaded application, String process, long pid) {
		await().atMost(Reloaded.PATIENCE)
			.until(() -> isReady(application.find(process)) && application.pid(process) != pid);
	}

	private static String level(Reloaded application) {
		return application.find("one").definition().environment().get("LEVEL");
	}

	private static boolean isReady(ProcessStatus status) {
		return status != null && status.state() == InstanceState.READY;
	}

	/** From then on it is known what the files were. */
	private static void awaitLookout() {
		await().atMost(Reloaded.PATIENCE).until(ReloadTriggersTests::somebodyLooksOut);
	}

	private static void assertThatNobodyLooksOut() {
		await().atMost(Reloaded.PATIENCE).until(() -> !somebodyLooksOut());
	}

	private static boolean somebodyLooksOut() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.anyMatch((thread) -> thread.getName().equals("process-lookout"));
	}

	private static void hangUp() throws Exception {
		Process kill = new ProcessBuilder("kill", "-HUP", Long.toString(ProcessHandle.current().pid())).start();
		assertThat(kill.waitFor()).isZero();
	}

}
