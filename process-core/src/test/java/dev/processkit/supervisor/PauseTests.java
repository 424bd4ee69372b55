package dev.processkit.supervisor;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import dev.processkit.InstanceId;
import dev.processkit.InstanceState;
import dev.processkit.ProcessDefinition;
import dev.processkit.ProcessEvent;
import dev.processkit.ProcessExit;
import dev.processkit.ProcessIdentity;
import dev.processkit.ProcessSignal;
import dev.processkit.Program;
import dev.processkit.ResourcePolicy;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A pause is part of what is wanted: whoever did not resume an instance finds it paused,
 * whatever has become of its process.
 */
class PauseTests {

	private Instant now = FleetSimulationTests.epoch();

	private final Instance instance = new Instance(new InstanceId("job", 0),
			ProcessDefinition.of("job", Program.Worker.of("com.acme.Job")), this.now);

	private final List<Effect> effects = new ArrayList<>();

	@Test
	void crashOfAPausedInstanceIsReplacedByAPausedOne() {
		pause();
		exit(1);
		backOff();
		launched();
		assertThat(this.effects).as("told before its first round").contains(told(true));
		ready();
		assertThat(this.instance.state()).isEqualTo(InstanceState.PAUSED);
		assertThat(this.instance.reason()).isEqualTo("still paused (test): it says so");
		assertThat(this.effects).anyMatch(PauseTests::becameReady);
		assertThatItWasNeverReady();
	}

	@Test
	void replacementByTheSupervisorKeepsThePause() {
		pause();
		this.now = this.now.plus(Duration.ofMinutes(1));
		act((step) -> new MemoryVerdict(this.instance.launch(), 500L << 20,
				ResourcePolicy.INHERITED.withMemory(null, 400L << 20))
			.apply(step, this.instance));
		assertThat(this.instance.state()).isEqualTo(InstanceState.STOPPING);
		exit(143);
		launched();
		ready();
		assertThat(this.instance.state()).isEqualTo(InstanceState.PAUSED);
		act((step) -> this.instance.unresponsive(step, this.instance.launch(), "test"));
		exit(137);
		launched();
		ready();
		assertThat(this.instance.state()).isEqualTo(InstanceState.PAUSED);
		assertThatItWasNeverReady();
	}

	@Test
	void failedInstanceThatIsRenewedIsStillPausedAndOneThatIsStartedIsNot() {
		pause();
		fail();
		act((step) -> this.instance.renew(step, "its time"));
		launched();
		ready();
		assertThat(this.instance.state()).isEqualTo(InstanceState.PAUSED);
		assertThatItWasNeverReady();
		fail();
		act((step) -> this.instance.start(step, "test"));
		launched();
		ready();
		assertThat(this.instance.state()).isEqualTo(InstanceState.READY);
	}

	@Test
	void restartByAnOperatorEndsThePause() {
		pause();
		act((step) -> this.instance.restart(step, "test"));
		exit(143);
		launched();
		ready();
		assertThat(this.instance.state()).isEqualTo(InstanceState.READY);
		assertThat(this.effects).doesNotContain(told(true));
	}

	@Test
	void stopAndStartEndThePause() {
		pause();
		act((step) -> this.instance.stop(step, ProcessSignal.TERM, "test"));
		act((step) -> this.instance.start(step, "test"));
		exit(143);
		launched();
		ready();
		assertThat(this.instance.state()).isEqualTo(InstanceState.READY);
	}

	@Test
	void startOfWhatIsUpLeavesThePause() {
		pause();
		act((step) -> this.instance.start(step, "test"));
		assertThat(this.instance.state()).isEqualTo(InstanceState.PAUSED);
		exit(1);
		act((step) -> this.instance.start(step, "test"));
		launched();
		ready();
		assertThat(this.instance.state()).isEqualTo(InstanceState.PAUSED);
		assertThatItWasNeverReady();
	}

	@Test
	void resumeReachesAnInstanceThatIsAwayOrStarting() {
		pause();
		exit(1);
		assertThat(this.instance.wantedPaused()).isTrue();
		act((step) -> this.instance.resume(step, "test"));
		backOff();
		launched();
		assertThat(this.effects).doesNotContain(told(true));
		ready();
		assertThat(this.instance.state()).isEqualTo(InstanceState.READY);
		act((step) -> this.instance.pause(step, "test"));
		exit(1);
		backOff();
		launched();
		act((step) -> this.instance.resume(step, "test"));
		assertThat(this.effects).as("its process was told to pause").endsWith(told(false));
		ready();
		assertThat(this.instance.state()).isEqualTo(InstanceState.READY);
	}

	@Test
	void startOfAPausedInstanceThatWasToStopAfterOthersResumesIt() {
		pause();
		act((step) -> this.instance.leave(step, "stops after others"));
		assertThat(this.instance.state()).isEqualTo(InstanceState.PAUSED);
		act((step) -> this.instance.start(step, "test"));
		assertThat(this.instance.state()).isEqualTo(InstanceState.READY);
		assertThat(this.effects).endsWith(told(false));
		act((step) -> this.instance.pause(step, "test"));
		exit(1);
		backOff();
		launched();
		act((step) -> this.instance.leave(step, "stops after others"));
		act((step) -> this.instance.start(step, "test"));
		assertThat(this.effects).as("also one that was told before it was ready").endsWith(told(false));
		ready();
		assertThat(this.instance.state()).isEqualTo(InstanceState.READY);
	}

	@Test
	void renewalOfWhatIsToStopDoesNotBringItBack() {
		pause();
		act((step) -> this.instance.leave(step, "stops after others"));
		act((step) -> this.instance.renew(step, "used 450 MB, it is replaced above 400 MB"));
		exit(143);
		assertThat(this.instance.state()).isEqualTo(InstanceState.STOPPED);
		act((step) -> this.instance.renew(step, "its time"));
		assertThat(this.instance.state()).isEqualTo(InstanceState.STOPPED);
	}

	private void pause() {
		act((step) -> this.instance.start(step, "test"));
		launched();
		ready();
		act((step) -> this.instance.pause(step, "test"));
		assertThat(this.instance.state()).isEqualTo(InstanceState.PAUSED);
		this.effects.clear();
	}

	private void launched() {
		this.effects.clear();
		act((step) -> this.instance.launched(step, this.instance.launch(), new ProcessIdentity(1, 1, this.now),
				this.now, "launched"));
	}

	private void ready() {
		act((step) -> this.instance.ready(step, this.instance.launch(), "it says so"));
	}

	private void exit(int code) {
		ProcessExit exit = ProcessExit.of(code, this.now, false);
		act((step) -> this.instance.exited(step, this.instance.launch(), exit, exit.describe()));
	}

	private void backOff() {
		assertThat(this.instance.state()).isEqualTo(InstanceState.BACKING_OFF);
		Effect.SetAlarm alarm = this.effects.stream()
			.filter((effect) -> effect instanceof Effect.SetAlarm set && set.alarm() == Effect.Alarm.BACK_OFF)
			.map(Effect.SetAlarm.class::cast)
			.reduce((first, last) -> last)
			.orElseThrow();
		act((step) -> this.instance.alarm(step, alarm.alarm(), alarm.epoch(), Duration.ZERO));
	}

	private void fail() {
		while (this.instance.state() != InstanceState.FAILED) {
			exit(1);
			if (this.instance.state() == InstanceState.BACKING_OFF) {
				backOff();
				launched();
			}
		}
	}

	private void act(Consumer<Step> signal) {
		Step step = Step.at(this.now, () -> 0.5);
		signal.accept(step);
		this.effects.addAll(step.effects());
	}

	private Effect told(boolean paused) {
		return new Effect.SetPaused(this.instance.id(), paused);
	}

	private static boolean becameReady(Effect effect) {
		return effect instanceof Effect.Publish publish && publish.event() instanceof ProcessEvent.BecameReady;
	}

	private void assertThatItWasNeverReady() {
		assertThat(this.effects).noneMatch((effect) -> effect instanceof Effect.Publish publish
				&& publish.event() instanceof ProcessEvent.StateChanged change && change.to() == InstanceState.READY);
	}

}
