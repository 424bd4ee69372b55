package dev.processkit.fire;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

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
@Timeout(600)
class KillsUnderLoadIT {

	private static final int KILLS = Integer.getInteger("fire.kills", 1000);

	/** The time-out of every road, and some room for a busy machine. */
	private static final Duration LONGEST = Duration.ofSeconds(45);

	@TempDir
	Path directory;

	@Test
	void everyRequestEndsOnceAndNothingIsLeft() throws Exception {
		Outcomes outcomes = new Outcomes();
		List<SocketRoad> roads = new ArrayList<>();
		try (Fire fire = new Fire(this.directory)) {
			run(fire, "before", new Outcomes(), roads, 20);
			fire.awaitStrength();
			Resources before = Resources.now(this.directory);
			int kills = run(fire, "fire", outcomes, roads, KILLS);
			assertThat(kills).isEqualTo(KILLS);
			fire.awaitStrength();
			assertThat(fire.instances()).allMatch((instance) -> instance.busy() == 0);
			await().atMost(Duration.ofSeconds(60))
				.untilAsserted(() -> Resources.now(this.directory).assertAtMost(before));
			System.out.printf("%d kills, %d requests: %d answered, %d failed, the slowest took %d ms%n", kills,
					outcomes.issued(), outcomes.answered().size(), outcomes.failures().size(),
					outcomes.slowest().toMillis());
		}
		assertEndedOnce(outcomes);
	}

	private void assertEndedOnce(Outcomes outcomes) throws IOException {
		assertThat((long) outcomes.answered().size() + outcomes.failures().size()).isEqualTo(outcomes.issued());
		assertThat(outcomes.slowest()).isLessThan(LONGEST);
		// On a busy machine kills may come faster than workers for as long as a request
		// waits.
		assertThat(outcomes.failures().values()).allMatch(
				(failure) -> failure.contains("is gone") || failure.contains("was ready in time"),
				"says that its worker is gone, or that none came");
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

	/**
	 * What an application holds.
	 */
	private record Resources(int threads, Map<String, Integer> descriptors, List<String> files, long children) {

		static Resources now(Path directory) throws IOException {
			try (Stream<Path> files = Files.walk(directory.resolve("run"))) {
				// Pipes are made sixteen at a time, and wait for the processes to come.
				return new Resources(Thread.getAllStackTraces().size(), descriptorsByKind(),
						files.map(Path::getFileName)
							.map(Path::toString)
							.filter((name) -> !name.startsWith("out-"))
							.toList(),
						ProcessHandle.current().descendants().count());
			}
		}

		private static Map<String, Integer> descriptorsByKind() throws IOException {
			Map<String, Integer> kinds = new TreeMap<>();
			try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
				for (Path descriptor : descriptors.toList()) {
					if (Files.isSymbolicLink(descriptor)) {
						String target = Files.readSymbolicLink(descriptor).toString();
						kinds.merge(target.replaceAll("[0-9]+", "N"), 1, Integer::sum);
					}
				}
			}
			return kinds;
		}

		void assertAtMost(Resources before) {
			assertThat(this.threads).as("threads").isLessThanOrEqualTo(before.threads);
			assertThat(this.descriptors).as("descriptors")
				.allSatisfy((kind, count) -> assertThat(count).as(kind)
					.isLessThanOrEqualTo(before.descriptors.getOrDefault(kind, 0)));
			assertThat(this.files).as("files").hasSizeLessThanOrEqualTo(before.files.size());
			assertThat(this.children).as("children").isLessThanOrEqualTo(before.children);
		}

	}

}
