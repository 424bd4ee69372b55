package dev.processkit.supervisor;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import dev.processkit.InstanceId;
import dev.processkit.InstanceState;
import dev.processkit.ProcessDefinition;
import dev.processkit.ProcessExit;
import dev.processkit.ProcessIdentity;
import dev.processkit.ProcessSignal;
import dev.processkit.Program;
import dev.processkit.supervisor.Effect.Alarm;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class InstanceTests {

	private Instant now = FleetSimulationTests.epoch();

	private final Instance instance = new Instance(new InstanceId("job", 0),
			ProcessDefinition.of("job", Program.Worker.of("com.acme.Job")), this.now);

	@Test
	void startTimeoutIsNoStableRunHoweverLongItTook() {
		launch();
		pass(Duration.ofSeconds(30));
		alarm(Alarm.START_TIMEOUT);
		exit(137);
		assertThat(this.instance.state()).isEqualTo(InstanceState.BACKING_OFF);
		assertThat(this.instance.reason()).isEqualTo("not ready within 30s; restart 1 in a row in %s"
			.formatted(Durations.words(Duration.between(this.now, this.instance.status().nextLaunch()))));
	}

	@Test
	void exitAfterAStableRunRestartsAtOnce() {
		launch();
		this.instance.ready(step(), this.instance.launch(), "it says so");
		pass(Duration.ofSeconds(30));
		exit(1);
		assertThat(this.instance.state()).isEqualTo(InstanceState.STARTING);
	}

	@Test
	void startWhileBackingOffForgetsEarlierRestarts() {
		for (int i = 0; i < 10; i++) {
			launch();
			exit(1);
		}
		launch();
		exit(1);
		assertThat(this.instance.state()).isEqualTo(InstanceState.BACKING_OFF);
	}

	@Test
	void killWhileLaunchIsStoppedKillsAtOnce() {
		this.instance.start(step(), "test");
		this.instance.stop(step(), ProcessSignal.TERM, "test");
		this.instance.stop(step(), ProcessSignal.KILL, "test");
		assertThat(launched()).anyMatch(Effect.Kill.class::isInstance);
	}

	@Test
	void unresponsiveWorkerIsKilledAndReplacedAtOnceWithoutUsingUpItsRestarts() {
		launch();
		for (int i = 0; i < 50; i++) {
			this.instance.ready(step(), this.instance.launch(), "it says so");
			Step step = step();
			this.instance.unresponsive(step, this.instance.launch(), "did not react");
			assertThat(step.effects()).anyMatch(Effect.Kill.class::isInstance);
			assertThat(this.instance.state()).isEqualTo(InstanceState.STOPPING);
			exit(137);
			assertThat(this.instance.state()).isEqualTo(InstanceState.STARTING);
			assertThat(this.instance.reason()).isEqualTo("did not react");
			launched();
		}
		assertThat(this.instance.status().restarts()).isZero();
	}

	@Test
	void retirementIsReplacedAtOnceHoweverShortTheRunAndIsNoRestart() {
		launch();
		for (int i = 0; i < 20; i++) {
			this.instance.ready(step(), this.instance.launch(), "it says so");
			this.instance.retire(step(), this.instance.launch(), "served 1 task");
			assertThat(this.instance.state()).isEqualTo(InstanceState.STOPPING);
			exit(0);
			assertThat(this.instance.state()).isEqualTo(InstanceState.STARTING);
			assertThat(this.instance.reason()).isEqualTo("served 1 task");
			launched();
		}
		assertThat(this.instance.status().restarts()).isZero();
	}

	@Test
	void unresponsiveWorkerOfAnEarlierLaunchOrOneThatStopsIsLeftAlone() {
		launch();
		this.instance.ready(step(), this.instance.launch(), "it says so");
		Step stale = step();
		this.instance.unresponsive(stale, this.instance.launch() - 1, "did not react");
		assertThat(stale.effects()).isEmpty();
		this.instance.stop(step(), ProcessSignal.TERM, "test");
		Step late = step();
		this.instance.unresponsive(late, this.instance.launch(), "did not react");
		assertThat(late.effects()).isEmpty();
	}

	@Test
	void retirementOfAStoppedInstanceDoesNotBringItBack() {
		launch();
		this.instance.ready(step(), this.instance.launch(), "it says so");
		this.instance.retire(step(), this.instance.launch(), "served 1 task");
		this.instance.stop(step(), ProcessSignal.TERM, "test");
		exit(0);
		assertThat(this.instance.state()).isEqualTo(InstanceState.STOPPED);
	}

	@Test
	void workerThatRetiresAndGoesOnIsKilled() {
		launch();
		this.instance.ready(step(), this.instance.launch(), "it says so");
		Step step = step();
		this.instance.retire(step, this.instance.launch(), "served 1 task");
		assertThat(step.effects())
			.anyMatch((effect) -> effect instanceof Effect.SetAlarm alarm && alarm.alarm() == Alarm.GRACE_PERIOD);
	}

	private void launch() {
		this.instance.start(step(), "test");
		launched();
	}

	private List<Effect> launched() {
		Step step = step();
		this.instance.launched(step, this.instance.launch(), new ProcessIdentity(1, 1, this.now), this.now, "launched");
		return step.effects();
	}

	private void exit(int code) {
		ProcessExit exit = ProcessExit.of(code, this.now, false);
		this.instance.exited(step(), this.instance.launch(), exit, exit.describe());
	}

	private void alarm(Alarm alarm) {
		for (long epoch = 0; epoch < 10 && this.instance.state() == InstanceState.STARTING; epoch++) {
			this.instance.alarm(step(), alarm, epoch, Duration.ZERO);
		}
	}

	private void pass(Duration time) {
		this.now = this.now.plus(time);
	}

	private Step step() {
		return Step.at(this.now, () -> 0.5);
	}

}
