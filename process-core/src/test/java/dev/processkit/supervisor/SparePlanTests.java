package dev.processkit.supervisor;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.processkit.InstanceId;
import dev.processkit.JvmSettings;
import dev.processkit.ProcessDefinition;
import dev.processkit.Program;
import dev.processkit.SpareStatus;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SparePlanTests {

	private static final ProcessDefinition SMALL = definition("small", 32, JvmSettings.Spare.LEAN);

	private static final ProcessDefinition LARGE = definition("large", 512, JvmSettings.Spare.LEAN);

	private static final ProcessDefinition OWN = definition("own", 32, JvmSettings.Spare.PREPARED);

	private static final ProcessDefinition NONE = definition("none", 32, JvmSettings.Spare.NONE);

	private static final SpareKind SMALL_KIND = SpareKind.of(SMALL);

	private static final SpareKind LARGE_KIND = SpareKind.of(LARGE);

	private static final SpareKind OWN_KIND = SpareKind.of(OWN);

	private final SparePlan plan = new SparePlan(10);

	private Instant now = FleetSimulationTests.epoch();

	@BeforeEach
	void one() {
		this.plan.setSpares(1);
	}

	@Test
	void shapeOfMostInstancesComesFirst() {
		assertThat(this.plan.next(demand(SMALL_KIND, 1, LARGE_KIND, 2), this.now)).isEqualTo(LARGE_KIND);
	}

	@Test
	void sparesGoRoundTheShapesAndThenAgain() {
		this.plan.setSpares(3);
		SpareDemand demand = demand(SMALL_KIND, 1, LARGE_KIND, 2);
		assertThat(List.of(launchNext(demand), launchNext(demand), launchNext(demand))).containsExactly(LARGE_KIND,
				SMALL_KIND, LARGE_KIND);
		assertThat(this.plan.next(demand, this.now)).isNull();
		assertThat(this.plan.status(demand)).isEqualTo(new SpareStatus(3, 3));
	}

	@Test
	void spareOfAnotherShapeStaysUntilItIsTaken() {
		launchNext(demand(SMALL_KIND, 2, LARGE_KIND, 1));
		SpareDemand later = demand(SMALL_KIND, 1, LARGE_KIND, 2);
		assertThat(this.plan.giveUp(later)).isEmpty();
		assertThat(this.plan.next(later, this.now)).isNull();
		assertThat(this.plan.take(SMALL)).isNotNull();
		assertThat(this.plan.next(later, this.now)).isEqualTo(LARGE_KIND);
	}

	@Test
	void definitionThatWantsItsOwnHasOneBesideTheOthers() {
		SpareDemand demand = demand(SMALL_KIND, 1, OWN_KIND, 1);
		assertThat(List.of(launchNext(demand), launchNext(demand))).containsExactly(SMALL_KIND, OWN_KIND);
		assertThat(this.plan.next(demand, this.now)).isNull();
		assertThat(this.plan.take(SMALL)).isNotNull();
		assertThat(this.plan.take(SMALL)).isNull();
		assertThat(this.plan.take(OWN.withInstances(5))).isNotNull();
	}

	@Test
	void definitionWithoutItsOwnTakesALeanOne() {
		launchNext(demand(SMALL_KIND, 1));
		assertThat(this.plan.take(OWN)).isNotNull();
	}

	@Test
	void definitionThatWantsNoneTakesNone() {
		launchNext(demand(SMALL_KIND, 1));
		assertThat(SpareKind.of(NONE)).isNull();
		assertThat(this.plan.take(NONE)).isNull();
		assertThat(this.plan.take(LARGE)).isNull();
	}

	@Test
	void startingSpareIsNotTaken() {
		this.plan.launch(SMALL_KIND, this.now);
		assertThat(this.plan.take(SMALL)).isNull();
	}

	@Test
	void nothingIsLaunchedWhileSomethingStarts() {
		assertThat(this.plan.next(new SpareDemand(Map.of(SMALL_KIND, 1), 1, false), this.now)).isNull();
		this.plan.setSpares(2);
		this.plan.launch(SMALL_KIND, this.now);
		assertThat(this.plan.next(demand(SMALL_KIND, 1), this.now)).isNull();
	}

	@Test
	void lastSlotStaysFree() {
		assertThat(this.plan.next(new SpareDemand(Map.of(SMALL_KIND, 9), 9, true), this.now)).isNull();
		assertThat(this.plan.next(new SpareDemand(Map.of(SMALL_KIND, 8), 8, true), this.now)).isEqualTo(SMALL_KIND);
	}

	@Test
	void newestIsGivenUpWhenItsSlotIsNeededAndCountsUntilItHasEnded() {
		this.plan.setSpares(2);
		launchNext(demand(SMALL_KIND, 2));
		launchNext(demand(SMALL_KIND, 2));
		SpareDemand full = new SpareDemand(Map.of(SMALL_KIND, 9), 9, true);
		List<InstanceId> given = this.plan.giveUp(full);
		assertThat(given).extracting(InstanceId::index).containsExactly(1);
		assertThat(this.plan.giveUp(full)).isEmpty();
		assertThat(this.plan.fits(9)).isFalse();
		assertThat(this.plan.ended(given.get(0), this.now)).isZero();
		assertThat(this.plan.fits(9)).isTrue();
	}

	@Test
	void uselessOnesAreGivenUp() {
		launchNext(demand(SMALL_KIND, 1));
		assertThat(this.plan.giveUp(demand(LARGE_KIND, 1))).hasSize(1);
		this.plan.setSpares(0);
		assertThat(this.plan.next(demand(LARGE_KIND, 1), this.now)).isNull();
	}

	@Test
	void brokenKindIsTriedLessAndLessOften() {
		SpareDemand demand = demand(SMALL_KIND, 1);
		Duration waited = Duration.ZERO;
		for (int failures = 1; failures <= 10; failures++) {
			assertThat(this.plan.ended(this.plan.launch(SMALL_KIND, this.now), this.now)).isEqualTo(failures);
			assertThat(this.plan.next(demand, this.now)).isNull();
			Instant next = this.plan.nextAttempt(demand, this.now);
			assertThat(Duration.between(this.now, next)).isGreaterThanOrEqualTo(waited)
				.isLessThanOrEqualTo(Duration.ofSeconds(64));
			waited = Duration.between(this.now, next);
			this.now = next;
			assertThat(this.plan.next(demand, this.now)).isEqualTo(SMALL_KIND);
		}
		assertThat(waited).isEqualTo(Duration.ofSeconds(64));
	}

	@Test
	void brokenKindDoesNotHoldBackAnother() {
		this.plan.ended(this.plan.launch(LARGE_KIND, this.now), this.now);
		this.plan.setSpares(2);
		assertThat(this.plan.next(demand(SMALL_KIND, 1, LARGE_KIND, 2), this.now)).isEqualTo(SMALL_KIND);
	}

	@Test
	void spareThatWasOfUseBeginsAnew() {
		this.plan.ended(this.plan.launch(SMALL_KIND, this.now), this.now);
		this.now = this.now.plusSeconds(1);
		launchNext(demand(SMALL_KIND, 1));
		assertThat(this.plan.take(SMALL)).isNotNull();
		assertThat(this.plan.ended(this.plan.launch(SMALL_KIND, this.now), this.now)).isOne();
	}

	private SpareKind launchNext(SpareDemand demand) {
		SpareKind kind = this.plan.next(demand, this.now);
		assertThat(kind).isNotNull();
		this.plan.ready(this.plan.launch(kind, this.now), this.now);
		return kind;
	}

	private static SpareDemand demand(SpareKind kind, int instances) {
		return new SpareDemand(Map.of(kind, instances), instances, true);
	}

	private static SpareDemand demand(SpareKind one, int ones, SpareKind other, int others) {
		Map<SpareKind, Integer> instances = new LinkedHashMap<>();
		instances.put(one, ones);
		instances.put(other, others);
		return new SpareDemand(instances, ones + others, true);
	}

	private static ProcessDefinition definition(String name, int megabytes, JvmSettings.Spare spare) {
		return ProcessDefinition.of(name, new Program.Worker("com.acme.Job", Map.of(),
				new JvmSettings((long) megabytes << 20, List.of(), spare), true, "", "", Map.of()));
	}

}
