package dev.processkit.fire;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A hundred rolling replacements under full load: no request fails.
 */
@EnabledOnOs(OS.LINUX)
@Timeout(3600)
class RollsUnderLoadIT {

	private static final int ROLLS = Integer.getInteger("fire.rolls", 100);

	private static final List<String> POOLS = List.of("ledger", "ledger-tcp", "ledger-unix");

	/**
	 * A roll launches one process more than its pool has, beside clients that take all
	 * the processors they can get.
	 */
	private static final List<String> SMALL = List.of("process.processes.ledger.instances=1",
			"process.unix-processes.ledger-unix.instances=1");

	@TempDir
	Path directory;

	@Test
	void noRequestFails() throws Exception {
		Outcomes outcomes = new Outcomes();
		List<SocketRoad> roads = new ArrayList<>();
		Map<String, Integer> rolls;
		String events;
		try (Fire fire = Fire.patient(this.directory, SMALL)) {
			try (Load load = fire.load("roll", outcomes, roads)) {
				rolls = rollAll(fire);
			}
			for (SocketRoad road : roads) {
				road.close();
			}
			events = fire.bean(Chronicle.class).last();
		}
		System.out.printf("Rolling replacements %s, %d requests, %d failed, the slowest, %s%n", rolls,
				outcomes.issued(), outcomes.failures().size(), outcomes.slowest());
		assertThat(rolls.values()).allMatch((count) -> count > 0);
		assertThat(outcomes.failures()).as("failures, after %s", events).isEmpty();
		assertThat((long) outcomes.answered().size()).isEqualTo(outcomes.issued());
		Map<String, Integer> entries = Book.count(this.directory.resolve("books"));
		assertThat(entries.values()).allMatch((count) -> count == 1);
	}

	/** All pools at once, each as often as it comes to, until there were enough. */
	private static Map<String, Integer> rollAll(Fire fire) throws Exception {
		AtomicInteger left = new AtomicInteger(ROLLS);
		Map<String, Future<Integer>> counts = new HashMap<>();
		ExecutorService threads = Executors.newFixedThreadPool(POOLS.size());
		try {
			for (String pool : POOLS) {
				counts.put(pool, threads.submit(() -> roll(fire, pool, left)));
			}
			Map<String, Integer> rolls = new HashMap<>();
			for (String pool : POOLS) {
				rolls.put(pool, counts.get(pool).get());
			}
			return rolls;
		}
		finally {
			threads.shutdownNow();
		}
	}

	private static int roll(Fire fire, String pool, AtomicInteger left) throws Exception {
		int rolls = 0;
		while (left.getAndDecrement() > 0) {
			Set<Long> before = pids(fire, pool);
			fire.manager().rollingRestart(pool).get(600, TimeUnit.SECONDS);
			assertThat(pids(fire, pool)).hasSameSizeAs(before).doesNotContainAnyElementsOf(before);
			rolls++;
		}
		return rolls;
	}

	private static Set<Long> pids(Fire fire, String pool) {
		return fire.find(pool)
			.instances()
			.stream()
			.map((instance) -> (instance.identity() != null) ? instance.identity().pid() : -1)
			.collect(Collectors.toSet());
	}

}
