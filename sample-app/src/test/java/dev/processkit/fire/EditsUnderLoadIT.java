package dev.processkit.fire;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import dev.processkit.EndpointAddress;
import dev.processkit.InstanceState;
import dev.processkit.InstanceStatus;
import dev.processkit.ProcessIdentity;
import dev.processkit.ProcessStatus;
import dev.processkit.ReloadRefusedException;
import dev.processkit.ReloadReport;
import dev.processkit.fire.Declared.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Random edits of the configuration, valid and broken, under full load: commands, workers
 * and the worker of an endpoint come, go and change. The pids of what is not edited never
 * change, no request to it fails, nor one to the endpoint, whose clients only wait; and
 * the end state equals the file.
 */
@EnabledOnOs(OS.LINUX)
@Timeout(1800)
class EditsUnderLoadIT {

	private static final int EDITS = Integer.getInteger("fire.edits", 200);

	private static final long SEED = Long.getLong("fire.seed", System.nanoTime());

	private static final List<String> UNTOUCHED = List.of("ledger", "ledger-tcp", "ledger-unix");

	@TempDir
	Path directory;

	@Test
	void untouchedProcessesTakeNoNotice() throws Exception {
		EditedFile file = new EditedFile(this.directory.resolve("edited.yml"), new Random(SEED));
		file.write();
		Outcomes outcomes = new Outcomes();
		List<SocketRoad> roads = new ArrayList<>();
		int refused = 0;
		try (Fire fire = Fire.patient(this.directory, List.of("spring.config.import=file:" + file.path()))) {
			Map<String, List<ProcessIdentity>> before = identities(fire);
			EndpointAddress address = fire.find(EditedFile.ENDPOINT).endpoint();
			roads.add(new SocketRoad(address));
			try (Load load = fire.load("edit", outcomes, roads).with(1, "edit-edited", roads.get(0))) {
				for (int i = 0; i < EDITS; i++) {
					refused += edit(fire, file, i) ? 0 : 1;
					assertUntouched(fire, before, "edit " + i);
				}
				file.write();
				fire.manager().reload().get(Reach.PATIENCE.toSeconds(), TimeUnit.SECONDS);
				// What is being replaced may answer no more.
				await().atMost(Reach.PATIENCE)
					.ignoreExceptions()
					.untilAsserted(() -> assertThatFileIsReached(fire, file));
			}
			assertUntouched(fire, before, "the last edit");
			assertThat(fire.find(EditedFile.ENDPOINT).endpoint()).isEqualTo(address);
			assertThat(fire.bean(Chronicle.class).faults()).isEmpty();
			for (SocketRoad road : roads) {
				road.close();
			}
		}
		System.out.printf("%d edits with seed %d, %d of them broken; %d requests, %d failed, the slowest, %s%n", EDITS,
				SEED, refused, outcomes.issued(), outcomes.failures().size(), outcomes.slowest());
		assertThat(outcomes.failures()).isEmpty();
		assertThat((long) outcomes.answered().size()).isEqualTo(outcomes.issued());
	}

	/** Whether it was applied, as it must be unless it is broken. */
	private static boolean edit(Fire fire, EditedFile file, int number) throws Exception {
		Set<String> names = names(fire);
		Map<String, Declared> before = new HashMap<>(file.declared());
		boolean broken = file.edit();
		try {
			ReloadReport report = fire.manager().reload().get(Reach.PATIENCE.toSeconds(), TimeUnit.SECONDS);
			assertThat(broken).as("edit %d with seed %d was applied: %s", number, SEED, report).isFalse();
			assertThat(report.unchanged()).containsAll(UNTOUCHED);
			assertThat(touched(report)).as("edit %d with seed %d", number, SEED)
				.isEqualTo(difference(before, file.declared()));
			return true;
		}
		catch (ExecutionException ex) {
			assertThat(ex.getCause()).isInstanceOf(ReloadRefusedException.class);
			assertThat(broken).as("edit %d with seed %d: %s", number, SEED, ex.getCause().getMessage()).isTrue();
			assertThat(names).containsAll(names(fire));
			return false;
		}
	}

	private static Set<String> names(Fire fire) {
		Set<String> names = new HashSet<>();
		fire.manager().status().processes().forEach((process) -> names.add(process.name()));
		return names;
	}

	private static Set<String> touched(ReloadReport report) {
		Set<String> touched = new HashSet<>(report.added());
		touched.addAll(report.changed());
		touched.addAll(report.removed());
		return touched;
	}

	private static Set<String> difference(Map<String, Declared> before, Map<String, Declared> after) {
		Set<String> different = new HashSet<>(before.keySet());
		different.addAll(after.keySet());
		different.removeIf((name) -> before.containsKey(name) && before.get(name).equals(after.get(name)));
		return different;
	}

	private static Map<String, List<ProcessIdentity>> identities(Fire fire) {
		Map<String, List<ProcessIdentity>> identities = new HashMap<>();
		UNTOUCHED.forEach((process) -> identities.put(process,
				fire.find(process).instances().stream().map(InstanceStatus::identity).toList()));
		return identities;
	}

	private static void assertUntouched(Fire fire, Map<String, List<ProcessIdentity>> before, String moment) {
		assertThat(identities(fire))
			.as(() -> "after %s with seed %d, and %s".formatted(moment, SEED, fire.bean(Chronicle.class).last()))
			.isEqualTo(before);
	}

	private static void assertThatFileIsReached(Fire fire, EditedFile file) throws Exception {
		Set<String> names = new HashSet<>();
		for (ProcessStatus process : fire.manager().status().processes()) {
			if (process.name().startsWith(EditedFile.PREFIX)) {
				names.add(process.name());
				Declared declared = file.declared().get(process.name());
				assertThat(declared).as(process.name()).isNotNull();
				assertThat(process.instances()).hasSize(declared.instances());
				assertThat(process.definition().dependsOn())
					.isEqualTo((declared.dependsOn() != null) ? List.of(declared.dependsOn()) : List.of());
				assertThat(process.definition().policies().stop().gracePeriod())
					.isEqualTo(Duration.ofSeconds(declared.grace()));
				for (InstanceStatus instance : process.instances()) {
					assertThat(instance.state()).isEqualTo(InstanceState.READY);
					assertThat(number(fire, instance, declared.kind())).as("%s", instance.id())
						.isEqualTo(declared.number());
				}
			}
		}
		assertThat(names).isEqualTo(file.declared().keySet());
	}

	/** By what it really runs. */
	private static int number(Fire fire, InstanceStatus instance, Kind kind) throws Exception {
		String number = (kind == Kind.COMMAND) ? Reach.commandLine(instance).substring("sleep ".length())
				: fire.manager().invoke(instance.id().toString(), "number", null).get(30, TimeUnit.SECONDS);
		return Integer.parseInt(number);
	}

}
