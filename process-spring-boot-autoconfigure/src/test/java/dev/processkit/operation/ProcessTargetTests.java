package dev.processkit.operation;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import dev.processkit.InstanceId;
import dev.processkit.ProcessDefinition;
import dev.processkit.ProcessStatus;
import dev.processkit.Program;
import dev.processkit.SupervisorStatus;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ProcessTarget}.
 */
class ProcessTargetTests {

	private final SupervisorStatus status = Snapshots.typical();

	@Test
	void resolveWhenNameMeansAllInstances() {
		ProcessTarget target = ProcessTarget.resolve(this.status, "pricing");
		assertThat(target).isEqualTo(new ProcessTarget("pricing", null));
		assertThat(target.in(this.status).several()).isFalse();
		assertThat(target.in(this.status).processes().get(0).instances()).hasSize(2);
	}

	@Test
	void resolveWhenInstanceOrPidMeansThatOne() {
		ProcessTarget second = new ProcessTarget("pricing", new InstanceId("pricing", 1));
		assertThat(ProcessTarget.resolve(this.status, "pricing-1")).isEqualTo(second);
		assertThat(ProcessTarget.resolve(this.status, "4000001")).isEqualTo(second);
		assertThat(second.in(this.status).processes().get(0).instances())
			.extracting((instance) -> instance.id().index())
			.containsExactly(1);
	}

	@Test
	void resolveWhenNameLooksLikeInstanceOrPidPrefersTheName() {
		ProcessStatus alias = named("pricing-1");
		ProcessStatus digits = named("4000001");
		SupervisorStatus both = new SupervisorStatus(9, 0, List.of(this.status.processes().get(0), alias, digits));
		assertThat(ProcessTarget.resolve(both, "pricing-1")).isEqualTo(new ProcessTarget("pricing-1", null));
		assertThat(ProcessTarget.resolve(both, "4000001")).isEqualTo(new ProcessTarget("4000001", null));
	}

	@Test
	void resolveWhenGroupMeansItsMembersThatAreThereInTheirOrder() {
		SupervisorStatus grouped = Snapshots.grouped(List.of("ticker", "absent", "pricing"));
		TargetStatus shop = ProcessTarget.resolve(grouped, "shop").in(grouped);
		assertThat(shop.several()).isTrue();
		assertThat(shop.processes()).extracting(ProcessStatus::name).containsExactly("ticker", "pricing");
		SupervisorStatus empty = Snapshots.grouped(List.of("absent"));
		assertThat(ProcessTarget.resolve(empty, "shop").in(empty).processes()).isEmpty();
	}

	@Test
	void resolveWhenNameIsThatOfAProcessAndAGroupPrefersTheProcess() {
		SupervisorStatus grouped = Snapshots.grouped(List.of("ticker"));
		List<ProcessStatus> more = new ArrayList<>(grouped.processes());
		more.add(named("shop"));
		SupervisorStatus both = new SupervisorStatus(9, 0, more, grouped.spares(), grouped.classArchive(),
				grouped.groups());
		assertThat(ProcessTarget.resolve(both, "shop")).isEqualTo(new ProcessTarget("shop", null));
	}

	@Test
	void resolveWhenUnknownReturnsNull() {
		assertThat(ProcessTarget.resolve(this.status, "nobody")).isNull();
		assertThat(ProcessTarget.resolve(this.status, "-1")).isNull();
		assertThat(ProcessTarget.resolve(this.status, "1")).isNull();
	}

	private static ProcessStatus named(String name) {
		return ProcessStatus.of(ProcessDefinition.of(name, Program.Worker.of("a.B")), null,
				List.of(Snapshots.stopped(name)));
	}

}
