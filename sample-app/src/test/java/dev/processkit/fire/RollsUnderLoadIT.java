package dev.processkit.fire;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Rolling replacements under full load, a hundred of them on request: no request fails.
 */
@EnabledOnOs(OS.LINUX)
@Timeout(3600)
class RollsUnderLoadIT {

	private static final int ROLLS = Integer.getInteger("fire.rolls", 15);

	private static final List<String> POOLS = List.of("ledger", "ledger-tcp", "ledger-unix");

	@TempDir
	Path directory;

	@Test
	void noRequestFails() throws Exception {
		Outcomes outcomes = new Outcomes();
		List<SocketRoad> roads = new ArrayList<>();
		try (Fire fire = new Fire(this.directory)) {
			try (Load load = fire.load("roll", outcomes, roads)) {
				for (int i = 0; i < ROLLS; i++) {
					String pool = POOLS.get(i % POOLS.size());
					Set<Long> before = pids(fire, pool);
					fire.manager().rollingRestart(pool).get(180, TimeUnit.SECONDS);
					assertThat(pids(fire, pool)).hasSameSizeAs(before).doesNotContainAnyElementsOf(before);
				}
			}
			for (SocketRoad road : roads) {
				road.close();
			}
		}
		System.out.printf("%d rolling replacements, %d requests, %d failed, the slowest took %d ms%n", ROLLS,
				outcomes.issued(), outcomes.failures().size(), outcomes.slowest().toMillis());
		assertThat(outcomes.failures()).isEmpty();
		assertThat((long) outcomes.answered().size()).isEqualTo(outcomes.issued());
		Map<String, Integer> entries = Book.count(this.directory.resolve("books"));
		assertThat(entries.values()).allMatch((count) -> count == 1);
	}

	private static Set<Long> pids(Fire fire, String pool) {
		return fire.find(pool)
			.instances()
			.stream()
			.map((instance) -> (instance.identity() != null) ? instance.identity().pid() : -1)
			.collect(Collectors.toSet());
	}

}
