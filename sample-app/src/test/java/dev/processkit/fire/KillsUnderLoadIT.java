package dev.processkit.fire;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

import dev.processkit.InstanceState;
import dev.processkit.InstanceStatus;
import dev.processkit.ProcessIdentity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A thousand {@code kill -9} at random moments while TCP, Unix-domain sockets, typed
 * calls and tasks are all busy.
 */
@EnabledOnOs(OS.LINUX)
@Timeout(900)
class KillsUnderLoadIT {

	private static final int KILLS = Integer.getInteger("fire.kills", 1000);

	/**
	 * On a busy machine kills may come faster than workers for as long as a request
	 * waits, and a worker may get no processor for as long.
	 */
	private static final List<String> LEGAL = List.of("is gone", "was ready in time", "did not answer in time",
			"were busy for too long");

	@TempDir
	Path directory;

	@Test
	void everyRequestEndsOnceAndNothingIsLeft() throws Exception {
		Outcomes outcomes = new Outcomes();
		List<SocketRoad> roads = new ArrayList<>();
		Resources idle = idle(roads);
		try (Fire fire = new Fire(this.directory)) {
			fire.awaitArchive();
			run(fire, "before", new Outcomes(), roads, 20);
			fire.awaitStrength();
			fire.awaitSpares();
			Resources before = Resources.now(this.directory);
			int kills = run(fire, "fire", outcomes, roads, KILLS);
			assertThat(kills).isEqualTo(KILLS);
			fire.awaitStrength();
			await().atMost(Reach.PATIENCE)
				.untilAsserted(() -> assertThat(fire.instances()).allMatch((instance) -> instance.busy() == 0));
			awaitAtMost(before);
			System.out.printf("%d kills, %d requests: %d answered, %d failed, the slowest, %s%n", kills,
					outcomes.issued(), outcomes.answered().size(), outcomes.failures().size(), outcomes.slowest());
		}
		awaitAtMost(idle);
		assertEndedOnce(outcomes);
	}

	/** What stays when an application has come and gone: what the JVM keeps for ever. */
	private Resources idle(List<SocketRoad> roads) throws Exception {
		try (Fire fire = new Fire(this.directory)) {
			fire.awaitArchive();
			run(fire, "first", new Outcomes(), roads, 20);
		}
		return Resources.now(this.directory);
	}

	private void awaitAtMost(Resources allowed) {
		await().pollInSameThread()
			.atMost(Reach.PATIENCE)
			.untilAsserted(() -> Resources.now(this.directory).assertAtMost(allowed));
	}

	private void assertEndedOnce(Outcomes outcomes) throws IOException {
		assertThat((long) outcomes.answered().size() + outcomes.failures().size()).isEqualTo(outcomes.issued());
		assertThat(outcomes.slowest().took()).isLessThan(Reach.PATIENCE);
		assertThat(outcomes.failures().values()).allMatch((failure) -> LEGAL.stream().anyMatch(failure::contains),
				"says that its worker is gone, or that none came or answered in time");
		Map<String, Integer> entries = Book.count(this.directory.resolve("books"));
		assertThat(outcomes.answered()).allMatch(entries::containsKey);
		assertThat(entries)
			.allSatisfy((id, times) -> assertThat(times).as(id).isLessThanOrEqualTo(id.contains("-look-") ? 3 : 1));
		// It fails only when three workers died under one call.
		assertThat(outcomes.failures("fire-look")).isLessThanOrEqualTo(outcomes.failures("fire-enter"));
	}

	private int run(Fire fire, String phase, Outcomes outcomes, List<SocketRoad> roads, int kills) throws Exception {
		try (Load load = fire.load(phase, outcomes, roads)) {
			fire.addTasks(phase, load);
			return kill(fire, kills, new Random(7));
		}
		finally {
			for (SocketRoad road : roads) {
				road.close();
			}
			roads.clear();
		}
	}

	private static int kill(Fire fire, int kills, Random random) {
		int killed = 0;
		while (killed < kills) {
			List<InstanceStatus> instances = fire.instances();
			if (3 * instances.stream().filter(KillsUnderLoadIT::isReady).count() < instances.size()) {
				// A pool that is never up has no load to lose.
				LockSupport.parkNanos(1_000_000);
				continue;
			}
			ProcessIdentity victim = instances.get(random.nextInt(instances.size())).identity();
			if (victim != null && ProcessHandle.of(victim.pid()).filter(ProcessHandle::destroyForcibly).isPresent()) {
				killed++;
			}
			// Not to wait for anything: the moments are to be random.
			LockSupport.parkNanos(random.nextInt(40_000_000));
		}
		return killed;
	}

	private static boolean isReady(InstanceStatus instance) {
		return instance.state() == InstanceState.READY;
	}

}
