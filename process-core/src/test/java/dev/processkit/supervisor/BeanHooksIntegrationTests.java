package dev.processkit.supervisor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.processkit.HookAction;
import dev.processkit.HookContext;
import dev.processkit.HookPolicy;
import dev.processkit.HookPolicy.Moment;
import dev.processkit.InstanceState;
import dev.processkit.ProcessDefinition;
import dev.processkit.ProcessEvent;
import dev.processkit.ProcessSignal;
import dev.processkit.RestartPolicy.Mode;
import dev.processkit.launch.LogCapture;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Hooks that are code of the application, in the life of real processes.
 */
class BeanHooksIntegrationTests extends SupervisorFixture {

	private static final Duration LONG = Duration.ofMinutes(10);

	/** Over soon, but long enough for a hook to be reached. */
	private static final Duration SHORT = Duration.ofSeconds(5);

	private static final Duration PATIENCE = Duration.ofSeconds(90);

	private static final HookAction TIDY = HookAction.bean("tidy");

	private final List<HookContext> told = Collections.synchronizedList(new ArrayList<>());

	private final CountDownLatch begun = new CountDownLatch(1);

	private final CountDownLatch interrupted = new CountDownLatch(1);

	@Test
	void eachMomentIsToldWhatItMustKnow() throws Exception {
		this.hooks.put("tidy", this.told::add);
		ProcessDefinition definition = hooked(new HookPolicy(TIDY, TIDY, TIDY, TIDY, LONG));
		start(definition);
		await().atMost(PATIENCE).until(() -> this.told.size() == 2);
		long pid = pid("a-0");
		this.supervisor.stop("a", "test").get(30, TimeUnit.SECONDS);
		await().atMost(PATIENCE).until(() -> this.told.size() == 4);
		assertThat(this.told).extracting(HookContext::moment)
			.containsExactly(Moment.BEFORE_START, Moment.AFTER_READY, Moment.BEFORE_STOP, Moment.AFTER_EXIT);
		assertThat(this.told).allSatisfy((context) -> {
			assertThat(context.instance()).hasToString("a-0");
			assertThat(context.definition()).isEqualTo(definition);
		});
		assertThat(this.told.get(0).identity()).isNull();
		assertThat(this.told.subList(1, 4))
			.allSatisfy((context) -> assertThat(context.identity().pid()).isEqualTo(pid));
		assertThat(this.told.subList(0, 3)).extracting(HookContext::exit).containsOnlyNulls();
		assertThat(this.told.get(3).exit().signal()).isEqualTo(ProcessSignal.TERM);
	}

	@Test
	void launchFailsWithWhatTheHookBeforeItThrows() throws Exception {
		this.hooks.put("tidy", (context) -> {
			throw new IllegalStateException("no such volume");
		});
		add(hooked(new HookPolicy(TIDY, null, null, null, LONG)));
		await().atMost(PATIENCE).until(() -> state("a") == InstanceState.FAILED);
		assertThat(this.supervisor.find("a").reason())
			.startsWith("hook 'before-start' (bean 'tidy') threw java.lang.IllegalStateException: no such volume");
		assertThat(this.events).noneMatch(ProcessEvent.Launched.class::isInstance);
	}

	@Test
	void launchThatFailedOnceSucceedsWhenTheHookDoes() throws Exception {
		AtomicBoolean failed = new AtomicBoolean();
		this.hooks.put("tidy", (context) -> {
			if (failed.compareAndSet(false, true)) {
				throw new IllegalStateException("not yet");
			}
		});
		add(hooked(new HookPolicy(TIDY, null, null, null, LONG)));
		await().atMost(PATIENCE).until(() -> state("a") == InstanceState.READY);
	}

	@Test
	void launchFailsWhenTheHookBeforeItTakesTooLong() throws Exception {
		this.hooks.put("tidy", this::waitForEver);
		add(hooked(new HookPolicy(TIDY, null, null, null, SHORT))
			.withPolicies((policies) -> policies.withRestart(mode(Mode.NEVER))));
		await().atMost(PATIENCE).until(() -> state("a") == InstanceState.FAILED);
		assertThat(this.supervisor.find("a").reason())
			.startsWith("hook 'before-start' (bean 'tidy') took longer than 5000 ms");
		assertThat(this.interrupted.await(30, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void stopInterruptsTheHookBeforeTheStart() throws Exception {
		this.hooks.put("tidy", this::waitForEver);
		add(hooked(new HookPolicy(TIDY, null, null, null, LONG)));
		assertThat(this.begun.await(30, TimeUnit.SECONDS)).isTrue();
		this.supervisor.stop("a", "test").get(30, TimeUnit.SECONDS);
		assertThat(this.interrupted.await(30, TimeUnit.SECONDS)).isTrue();
		assertThat(state("a")).isEqualTo(InstanceState.STOPPED);
		assertThat(this.events).noneMatch(ProcessEvent.Launched.class::isInstance);
	}

	@Test
	void othersThatThrowAreReportedAndDoNoHarm() throws Exception {
		try (LogCapture log = LogCapture.of(Hooks.class)) {
			throwAtEach();
			String threw = "' (bean 'tidy') threw java.lang.IllegalStateException: thrown on request";
			await().atMost(PATIENCE)
				.untilAsserted(() -> assertThat(log.messages()).contains("a-0: hook 'after-ready" + threw,
						"a-0: hook 'before-stop" + threw, "a-0: hook 'after-exit" + threw));
		}
	}

	private void throwAtEach() throws Exception {
		this.hooks.put("tidy", (context) -> {
			this.told.add(context);
			throw new IllegalStateException("thrown on request");
		});
		start(hooked(new HookPolicy(null, TIDY, TIDY, TIDY, LONG)));
		await().atMost(PATIENCE).until(() -> this.told.size() == 1);
		assertThat(state("a")).isEqualTo(InstanceState.READY);
		this.supervisor.restart("a", "test").get(30, TimeUnit.SECONDS);
		await().atMost(PATIENCE).until(() -> this.told.size() == 4);
		assertThat(state("a")).isEqualTo(InstanceState.READY);
		assertThat(instance("a-0").lastExit().signal()).as("the stop signal follows").isEqualTo(ProcessSignal.TERM);
	}

	@Test
	void stopSignalFollowsAHookThatTakesTooLong() throws Exception {
		this.hooks.put("tidy", this::waitForEver);
		start(hooked(new HookPolicy(null, null, TIDY, null, SHORT)));
		this.supervisor.stop("a", "test").get(30, TimeUnit.SECONDS);
		assertThat(this.interrupted.await(30, TimeUnit.SECONDS)).isTrue();
		assertThat(instance("a-0").lastExit().signal()).isEqualTo(ProcessSignal.TERM);
	}

	@Test
	void supervisorGoesOnWhileAHookTakesItsTime() throws Exception {
		this.hooks.put("tidy", this::waitForEver);
		start(hooked(new HookPolicy(null, TIDY, null, null, LONG)));
		assertThat(this.begun.await(30, TimeUnit.SECONDS)).isTrue();
		start(sleeper("b"));
		assertThat(state("b")).isEqualTo(InstanceState.READY);
		this.supervisor.close();
		assertThat(this.interrupted.await(30, TimeUnit.SECONDS)).as("nobody waits for it at the end").isTrue();
	}

	@Test
	void stopOfAllWaitsForWhatFollowsTheExits() throws Exception {
		this.hooks.put("tidy", (context) -> {
			this.begun.await(30, TimeUnit.SECONDS);
			this.told.add(context);
		});
		start(hooked(new HookPolicy(null, null, null, TIDY, LONG)));
		var stopped = this.supervisor.stopAll("test");
		await().atMost(PATIENCE).until(() -> state("a") == InstanceState.STOPPED);
		assertThat(stopped).isNotDone();
		this.begun.countDown();
		stopped.get(30, TimeUnit.SECONDS);
		assertThat(this.told).hasSize(1);
	}

	@Test
	void hookAfterTheExitThatTakesTooLongIsNotWaitedFor() throws Exception {
		this.hooks.put("tidy", this::waitForEver);
		start(hooked(new HookPolicy(null, null, null, TIDY, SHORT)));
		this.supervisor.stopAll("test").get(30, TimeUnit.SECONDS);
		assertThat(this.interrupted.await(30, TimeUnit.SECONDS)).isTrue();
	}

	private void waitForEver(HookContext context) throws InterruptedException {
		this.begun.countDown();
		try {
			new CountDownLatch(1).await();
		}
		catch (InterruptedException ex) {
			this.interrupted.countDown();
			throw ex;
		}
	}

	private static ProcessDefinition hooked(HookPolicy hooks) {
		return sleeper("a").withPolicies((policies) -> policies.withRestart(QUICK).withHooks(hooks));
	}

}
