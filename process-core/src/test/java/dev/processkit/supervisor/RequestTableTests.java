package dev.processkit.supervisor;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;

import dev.processkit.supervisor.RequestTable.Slot;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RequestTableTests {

	private final RequestTable table = new RequestTable();

	private final Map<Long, Slot> expected = new HashMap<>();

	@Test
	void holdsWhatAMapWouldHoldWhenIdsAscendAndOldOnesStay() {
		Random random = new Random(7);
		long id = 0;
		for (int step = 0; step < 200_000; step++) {
			if (random.nextInt(1000) < 520 - this.expected.size() / 4) {
				put(++id);
			}
			else if (!this.expected.isEmpty()) {
				// Mostly a recent one, so that some become very old.
				remove(random.nextInt(10) == 0 ? any(random) : Math.max(1, id - random.nextInt(100)));
			}
			assertThat(this.table.size()).isEqualTo(this.expected.size());
		}
		this.expected.forEach((key, slot) -> assertThat(this.table.get(key)).isSameAs(slot));
		this.table.replaceAll((key, slot) -> (key % 2 == 0) ? slot : null);
		this.expected.keySet().removeIf((key) -> key % 2 != 0);
		assertThat(this.table.size()).isEqualTo(this.expected.size());
		this.expected.forEach((key, slot) -> assertThat(this.table.get(key)).isSameAs(slot));
	}

	private void put(long id) {
		Slot slot = new Tombstone(1, false, 0, 0);
		this.table.put(id, slot);
		this.expected.put(id, slot);
	}

	private void remove(long id) {
		assertThat(this.table.remove(id)).isSameAs(this.expected.remove(id));
	}

	private long any(Random random) {
		return this.expected.keySet().stream().skip(random.nextInt(this.expected.size())).findFirst().orElseThrow();
	}

}
