package dev.processkit.autoconfigure;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import dev.processkit.HookAction;
import dev.processkit.HookContext;
import dev.processkit.HookPolicy;
import dev.processkit.InstanceState;
import dev.processkit.InvalidDefinitionException;
import dev.processkit.ProcessDefinition;
import dev.processkit.ProcessHook;
import dev.processkit.ProcessManager;
import dev.processkit.Program;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * Hooks that are beans, in a whole application with real processes.
 */
@EnabledOnOs(OS.LINUX)
@ExtendWith(OutputCaptureExtension.class)
class HookApplicationTests {

	private static final List<String> TOLD = new CopyOnWriteArrayList<>();

	private static volatile CountDownLatch begun;

	@TempDir
	private Path directory;

	@BeforeEach
	void begin() {
		begun = new CountDownLatch(1);
	}

	@AfterEach
	void forget() {
		TOLD.clear();
	}

	@Test
	void beanIsCalledAtEachMomentBeforeWhatItUsesIsDestroyed() throws Exception {
		try (Reloaded application = reloaded("""
				process:
				  processes:
				    db:
				      command: [sleep, "1000"]
				      hooks:
				        before-start: bean:diary
				        after-ready: bean:diary
				        before-stop: bean:diary
				        after-exit: bean:slow-diary
				""")) {
			await().atMost(Reloaded.PATIENCE).until(() -> TOLD.size() == 3);
			assertThat(TOLD).containsExactly("made", "before-start db-0", "after-ready db-0");
		}
		assertThat(TOLD).containsExactly("made", "before-start db-0", "after-ready db-0", "before-stop db-0",
				"after-exit db-0", "destroyed");
	}

	@Test
	void beanThatThrowsRefusesTheStartOnlyBeforeIt() throws Exception {
		try (Reloaded application = reloaded("process: {}")) {
			application.reload("""
					process:
					  processes:
					    a: {command: [sleep, "1000"], restart: {mode: never}, hooks: {before-start: bean:grumpy}}
					    b: {command: [sleep, "1000"], hooks: {after-ready: bean:grumpy, before-stop: bean:grumpy}}
					""");
			await().atMost(Reloaded.PATIENCE).until(() -> application.find("a").state() == InstanceState.FAILED);
			assertThat(application.find("a").reason())
				.contains("hook 'before-start' (bean 'grumpy') threw java.lang.IllegalStateException: not in the mood");
			await().atMost(Reloaded.PATIENCE).until(() -> application.find("b").state() == InstanceState.READY);
			assertThat(application.manager().stop("b").get(30, TimeUnit.SECONDS).state())
				.isEqualTo(InstanceState.STOPPED);
		}
	}

	@Test
	void stopAndTimeOutInterruptTheBean() throws Exception {
		try (Reloaded application = reloaded("process: {}")) {
			application.reload("""
					process:
					  processes:
					    a: {command: [sleep, "1000"], hooks: {before-start: bean:patient, timeout: 10m}}
					""");
			assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
			assertThat(application.manager().stop("a").get(30, TimeUnit.SECONDS).state())
				.isEqualTo(InstanceState.STOPPED);
			await().atMost(Reloaded.PATIENCE)
				.untilAsserted(() -> assertThat(TOLD).containsExactly("interrupted before-start"));
			begin();
			application.reload("""
					process:
					  processes:
					    b: {command: [sleep, "1000"], hooks: {after-ready: bean:patient, timeout: 3s}}
					""");
			// One whose thread begins after that time is not called at all.
			for (int i = 0; i < 3 && !begun.await(10, TimeUnit.SECONDS); i++) {
				application.manager().restart("b").get(30, TimeUnit.SECONDS);
			}
			await().atMost(Reloaded.PATIENCE).until(() -> TOLD.contains("interrupted after-ready"));
			assertThat(application.find("b").state()).isEqualTo(InstanceState.READY);
		}
	}

	@Test
	void beanOfATaskExecutorIsCalled() throws Exception {
		try (Reloaded application = reloaded("""
				process:
				  task-executors:
				    crunch: {hooks: {before-start: bean:diary}}
				""")) {
			await().atMost(Reloaded.PATIENCE).until(() -> TOLD.contains("before-start crunch-0"));
		}
	}

	@Test
	void reloadComparesNamesAndRefusesWhatIsNone() throws Exception {
		String yaml = "process: {processes: {a: {command: [sleep, \"1000\"], hooks: {after-exit: bean:%s}}}}";
		try (Reloaded application = reloaded(yaml.formatted("diary"))) {
			long pid = application.pid("a");
			assertThat(application.reload().unchanged()).containsExactly("a");
			assertThat(application.refused(yaml.formatted("nobody"))).contains("process.processes.a.hooks.after-exit",
					"\"bean:nobody\"", "names no bean of the application");
			assertThat(application.pid("a")).isEqualTo(pid);
			assertThat(application.reload(yaml.formatted("grumpy")).changed()).containsExactly("a");
		}
	}

	@Test
	void executeWithoutTheBeanIsRefusedBeforeAnythingIsLaunched() throws Exception {
		try (Reloaded application = reloaded("process: {}")) {
			ProcessDefinition definition = ProcessDefinition.of("a", new Program.Command(List.of("sleep", "1000")))
				.withPolicies((policies) -> policies
					.withHooks(new HookPolicy(HookAction.bean("nobody"), null, null, null, HookPolicy.NONE.timeout())));
			assertThat(application.manager().execute(definition)).failsWithin(Reloaded.PATIENCE)
				.withThrowableThat()
				.withCauseInstanceOf(InvalidDefinitionException.class)
				.withMessageContaining("'hooks.before-start' with value 'bean:nobody'");
			assertThat(application.find("a")).isNull();
		}
	}

	@Test
	void startThatNamesNoHookFailsWithPlaceAndRemedy(CapturedOutput output) {
		assertThatThrownBy(() -> reloaded("""
				process:
				  processes:
				    a: {command: [sleep, "1000"], hooks: {before-start: bean:text}}
				"""));
		assertThat(output).contains("Property: process.processes.a.hooks.before-start")
			.contains("Value: \"bean:text\"")
			.contains("application.yml] - 3:")
			.contains("names a bean that is no hook but a java.lang.String")
			.contains("there is diary, grumpy, patient, slow-diary.");
		assertThat(TOLD).isEmpty();
	}

	private Reloaded reloaded(String yaml) throws Exception {
		return new Reloaded(this.directory, List.of(Reloaded.Application.class, Hooks.class), yaml);
	}

	@Configuration(proxyBeanMethods = false)
	static class Hooks {

		@Bean
		String text() {
			return "no hook";
		}

		@Bean
		@Lazy
		Diary diary(ProcessManager manager) {
			return new Diary(manager);
		}

		@Bean("slow-diary")
		ProcessHook slowDiary(ObjectProvider<Diary> diary) {
			return (context) -> {
				new CountDownLatch(1).await(300, TimeUnit.MILLISECONDS);
				diary.getObject().run(context);
			};
		}

		@Bean
		ProcessHook grumpy() {
			return (context) -> {
				throw new IllegalStateException("not in the mood");
			};
		}

		@Bean
		ProcessHook patient() {
			return (context) -> {
				begun.countDown();
				try {
					new CountDownLatch(1).await();
				}
				catch (InterruptedException ex) {
					TOLD.add("interrupted " + context.moment());
				}
			};
		}

	}

	static final class Diary implements ProcessHook, DisposableBean {

		Diary(ProcessManager manager) {
			assertThat(manager).isNotNull();
			TOLD.add("made");
		}

		@Override
		public void run(HookContext context) {
			TOLD.add(context.moment() + " " + context.instance());
		}

		@Override
		public void destroy() {
			TOLD.add("destroyed");
		}

	}

}
