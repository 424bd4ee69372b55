package dev.processkit.fire;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import dev.processkit.InstanceState;
import dev.processkit.InstanceStatus;
import dev.processkit.ProcessIdentity;
import dev.processkit.ProcessStatus;
import dev.processkit.ReloadRefusedException;
import dev.processkit.ReloadReport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Random edits of the configuration, valid and broken, under full load: the pids of what
 * is not edited never change, no request to it fails, and the end state equals the file.
 */
@EnabledOnOs(OS.LINUX)
@Timeout(1800)
class EditsUnderLoadIT {

	private static final int EDITS = Integer.getInteger("fire.edits", 40);

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
		try (Fire fire = new Fire(this.directory, "spring.config.import=file:" + file.path())) {
			Map<String, List<ProcessIdentity>> before = identities(fire);
			try (Load load = fire.load("edit", outcomes, roads)) {
				for (int i = 0; i < EDITS; i++) {
					refused += edit(fire, file) ? 0 : 1;
					assertThat(identities(fire)).as("edit %d with seed %d", i, SEED).isEqualTo(before);
				}
				file.write();
				fire.manager().reload().get(60, TimeUnit.SECONDS);
				await().atMost(Reach.PATIENCE).untilAsserted(() -> assertThatFileIsReached(fire, file));
			}
			assertThat(identities(fire)).isEqualTo(before);
			for (SocketRoad road : roads) {
				road.close();
			}
		}
		System.out.printf("%d edits with seed %d, %d of them broken; %d requests, %d failed, the slowest took %d ms%n",
				EDITS, SEED, refused, outcomes.issued(), outcomes.failures().size(), outcomes.slowest().toMillis());
		assertThat(outcomes.failures()).isEmpty();
		assertThat((long) outcomes.answered().size()).isEqualTo(outcomes.issued());
	}

	/** Whether it was applied, as it must be unless it is broken. */
	private static boolean edit(Fire fire, EditedFile file) throws Exception {
		List<String> names = fire.manager().status().processes().stream().map(ProcessStatus::name).toList();
		boolean broken = file.edit();
		try {
			ReloadReport report = fire.manager().reload().get(60, TimeUnit.SECONDS);
			assertThat(broken).as("applied %s", report).isFalse();
			assertThat(report.unchanged()).containsAll(UNTOUCHED);
			return true;
		}
		catch (ExecutionException ex) {
			assertThat(ex.getCause()).isInstanceOf(ReloadRefusedException.class);
			assertThat(broken).as(ex.getCause().getMessage()).isTrue();
			assertThat(names)
				.containsAll(fire.manager().status().processes().stream().map(ProcessStatus::name).toList());
			return false;
		}
	}

	private static Map<String, List<ProcessIdentity>> identities(Fire fire) {
		return Map.of("ledger", identities(fire, "ledger"), "ledger-tcp", identities(fire, "ledger-tcp"), "ledger-unix",
				identities(fire, "ledger-unix"));
	}

	private static List<ProcessIdentity> identities(Fire fire, String process) {
		return fire.find(process).instances().stream().map(InstanceStatus::identity).toList();
	}

	private static void assertThatFileIsReached(Fire fire, EditedFile file) throws IOException {
		Set<String> names = new HashSet<>();
		for (ProcessStatus process : fire.manager().status().processes()) {
			if (process.name().startsWith(EditedFile.PREFIX)) {
				names.add(process.name());
				EditedFile.Declared declared = file.declared().get(process.name());
				assertThat(declared).as(process.name()).isNotNull();
				assertThat(process.instances()).hasSize(declared.instances());
				for (InstanceStatus instance : process.instances()) {
					assertThat(instance.state()).isEqualTo(InstanceState.READY);
					assertThat(Reach.commandLine(instance)).isEqualTo(declared.command());
				}
			}
		}
		assertThat(names).isEqualTo(file.declared().keySet());
	}

}
