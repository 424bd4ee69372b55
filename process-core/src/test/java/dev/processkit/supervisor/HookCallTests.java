package dev.processkit.supervisor;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import dev.processkit.HookContext;
import dev.processkit.HookPolicy.Moment;
import dev.processkit.InstanceId;
import dev.processkit.ProcessDefinition;
import dev.processkit.ProcessExit;
import dev.processkit.ProcessHook;
import dev.processkit.ProcessIdentity;
import dev.processkit.Program;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * One call of a hook, at each of the four moments.
 */
class HookCallTests {

	private static final Duration LONG = Duration.ofMinutes(10);

	private final CountDownLatch begun = new CountDownLatch(1);

	private final CountDownLatch interrupted = new CountDownLatch(1);

	private final CountDownLatch release = new CountDownLatch(1);

	@ParameterizedTest
	@EnumSource(Moment.class)
	void hookThatReturnsIsToldWhatIsKnownOnAThreadOfItsOwn(Moment moment) {
		AtomicReference<HookContext> told = new AtomicReference<>();
		AtomicReference<Thread> thread = new AtomicReference<>();
		HookCall call = call(moment, LONG, calls((context) -> {
			told.set(context);
			thread.set(Thread.currentThread());
		}));
		assertThat(call.run()).isNull();
		assertThat(told.get()).isEqualTo(context(moment));
		assertThat(thread.get()).isNotEqualTo(Thread.currentThread())
			.returns("process-hook-tidy", Thread::getName)
			.returns(true, Thread::isDaemon);
		await().until(() -> !thread.get().isAlive());
	}

	@ParameterizedTest
	@EnumSource(Moment.class)
	void hookThatThrowsHasFailedWithWhatItThrew(Moment moment) {
		HookCalls calls = calls((context) -> {
			throw new IOException("no such volume");
		});
		assertThat(call(moment, LONG, calls).run())
			.isEqualTo("hook '%s' (bean 'tidy') threw java.io.IOException: no such volume", moment);
		assertThat(call(moment, LONG, calls).run()).as("it is called again").contains("no such volume");
	}

	@ParameterizedTest
	@EnumSource(Moment.class)
	void hookThatTakesTooLongIsInterrupted(Moment moment) throws Exception {
		HookCalls calls = calls(this::waitForEver);
		assertThat(untilBegun(moment, calls)).isEqualTo("hook '%s' (bean 'tidy') took longer than 50 ms", moment);
		assertThat(this.interrupted.await(30, TimeUnit.SECONDS)).isTrue();
		await().until(() -> !calls.isStuck(context(moment).instance(), moment));
	}

	@ParameterizedTest
	@EnumSource(Moment.class)
	void hookThatIsCancelledIsInterrupted(Moment moment) throws Exception {
		HookCall call = call(moment, LONG, calls(this::waitForEver));
		CompletableFuture<String> outcome = CompletableFuture.supplyAsync(call::run);
		assertThat(this.begun.await(30, TimeUnit.SECONDS)).isTrue();
		call.cancel();
		assertThat(outcome.get(30, TimeUnit.SECONDS)).isEqualTo("hook '%s' (bean 'tidy') was cancelled", moment);
		assertThat(this.interrupted.await(30, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void hookThatIsCancelledBeforeItBeginsIsNotCalled() {
		HookCall call = call(Moment.BEFORE_START, LONG, calls(this::waitForEver));
		call.cancel();
		assertThat(call.run()).contains("was cancelled");
		assertThat(this.begun.getCount()).isOne();
	}

	@Test
	void closeInterruptsWhatRunsAndWhatComesLater() throws Exception {
		HookCalls calls = calls(this::waitForEver);
		CompletableFuture<String> outcome = CompletableFuture
			.supplyAsync(() -> call(Moment.AFTER_READY, LONG, calls).run());
		assertThat(this.begun.await(30, TimeUnit.SECONDS)).isTrue();
		calls.close();
		assertThat(outcome.get(30, TimeUnit.SECONDS)).contains("was cancelled");
		assertThat(call(Moment.AFTER_EXIT, LONG, calls).run()).contains("was cancelled");
	}

	@Test
	void hookThatDoesNotNoticeIsNotCalledAgainUntilItHasReturned() {
		HookCalls calls = calls((context) -> {
			this.begun.countDown();
			while (this.release.getCount() > 0) {
				try {
					this.release.await();
				}
				catch (InterruptedException ex) {
					this.interrupted.countDown();
				}
			}
		});
		assertThat(untilBegun(Moment.BEFORE_START, calls)).contains("took longer");
		assertThat(call(Moment.BEFORE_START, LONG, calls).run()).isEqualTo(
				"hook 'before-start' (bean 'tidy') was not called, since its last call still runs although it was interrupted");
		InstanceId instance = context(Moment.BEFORE_START).instance();
		assertThat(calls.isStuck(instance, Moment.AFTER_EXIT)).as("another moment").isFalse();
		this.release.countDown();
		await().until(() -> !calls.isStuck(instance, Moment.BEFORE_START));
		assertThat(call(Moment.BEFORE_START, LONG, calls).run()).isNull();
	}

	@Test
	void hookThatCannotBeFoundHasFailed() {
		assertThat(call(Moment.BEFORE_START, LONG, new HookCalls(HookSource.NONE)).run())
			.contains("There is no hook named 'tidy'");
	}

	@Test
	void whatCannotSayWhatItIsIsAFailureToo() {
		assertThat(call(Moment.BEFORE_START, LONG, calls((context) -> {
			throw new Speechless();
		})).run()).contains("threw " + Speechless.class.getName());
	}

	/** One whose time is over before its thread has begun does not get to the hook. */
	private String untilBegun(Moment moment, HookCalls calls) {
		String told;
		do {
			told = call(moment, Duration.ofMillis(50), calls).run();
			await().until(() -> this.begun.getCount() == 0 || !calls.isStuck(context(moment).instance(), moment));
		}
		while (this.begun.getCount() > 0);
		return told;
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

	private static HookCalls calls(ProcessHook hook) {
		return new HookCalls((name) -> hook);
	}

	private static HookCall call(Moment moment, Duration timeout, HookCalls calls) {
		return new HookCall("tidy", context(moment), timeout, calls);
	}

	private static HookContext context(Moment moment) {
		ProcessIdentity identity = new ProcessIdentity(4711, 1, Instant.EPOCH);
		return new HookContext(moment, new InstanceId("db", 0),
				ProcessDefinition.of("db", new Program.Command(List.of("sleep", "1"))),
				(moment != Moment.BEFORE_START) ? identity : null,
				(moment == Moment.AFTER_EXIT) ? ProcessExit.of(143, Instant.EPOCH, false) : null);
	}

	private static final class Speechless extends RuntimeException {

		@Override
		public String getMessage() {
			throw new IllegalStateException("not even that");
		}

	}

}
