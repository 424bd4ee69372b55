package dev.processkit.shared;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;

/**
 * Changes what is shared until it is killed, and writes down what it was told is done.
 */
final class StormWorker {

	static final SharedSchema SCHEMA = SharedSchema.of(SharedColumn.ofLong("value"), SharedColumn.ofString("text", 40),
			SharedColumn.ofLong("complement"));

	private static final int KEYS = 40;

	private static final int TOKENS = 8;

	private final SharedTable table;

	private final SharedLock lock;

	private final SharedLong inside;

	private final SharedLong acknowledged;

	private final SharedLong swaps;

	private final SharedLong tokens;

	private final SharedLong locks;

	StormWorker(Path directory, String name) {
		SharedTables shared = new SharedTables(directory);
		this.table = shared.table("storm");
		this.lock = shared.lock("storm");
		this.inside = shared.number("inside");
		this.acknowledged = shared.number("acknowledged-" + name);
		this.swaps = shared.number("swaps");
		this.tokens = shared.number("tokens");
		this.locks = shared.number("locks");
		this.table.add("swapped", Map.of());
	}

	public static void main(String[] args) throws Exception {
		StormWorker worker = new StormWorker(Path.of(args[0]), args[1]);
		Random random = new Random();
		worker.round(random);
		System.out.println("ready");
		while (true) {
			worker.round(random);
		}
	}

	void round(Random random) throws InterruptedException {
		this.table.increment("sum", "value", 1);
		this.acknowledged.add(1);
		swap();
		token("token" + random.nextInt(TOKENS), random.nextLong());
		String key = "key" + random.nextInt(KEYS);
		long value = random.nextLong();
		Map<String, ?> values = Map.of("value", value, "text", text(value), "complement", ~value);
		switch (random.nextInt(7)) {
			case 0 -> this.table.delete(key);
			case 1 -> check(this.table.getAndDelete(key));
			case 2 -> this.table.add(key, values);
			case 3 -> this.table.update(key, values);
			case 4 -> rewrite(this.table.get(key));
			default -> this.table.set(key, values);
		}
		check(this.table.get("key" + random.nextInt(KEYS)));
		if (random.nextInt(8) == 0) {
			this.table.forEach(StormWorker::check);
			lockedRound();
		}
	}

	/** By what it was: whatever others do meanwhile, no row is torn. */
	private void rewrite(SharedRow row) {
		if (row != null) {
			this.table.compareAndSet(row.key(), "value", row.getLong("value"), row.getLong("value"));
			this.table.compareAndSet(row.key(), "text", row.getString("text"), row.getString("text"));
		}
	}

	/** Counts as those do who have nothing but compare-and-set. */
	private void swap() {
		long value;
		do {
			value = this.table.get("swapped").getLong("value");
		}
		while (!this.table.compareAndSet("swapped", "value", value, value + 1));
		this.swaps.add(1);
	}

	/** Made by one, deleted by one; a kill may keep either from being noted. */
	private void token(String key, long value) {
		if (this.table.add(key, Map.of("value", value, "text", text(value), "complement", ~value))) {
			this.tokens.add(1);
			return;
		}
		SharedRow row = this.table.get(key);
		if (row != null && this.table.compareAndDelete(key, Map.of("value", row.getLong("value")))) {
			this.tokens.add(-1);
		}
	}

	private static String text(long value) {
		return String.valueOf(value).repeat(2).substring(0, 10);
	}

	static void check(SharedRow row) {
		if (row == null || row.key().equals("sum") || row.key().equals("swapped")) {
			return;
		}
		long value = row.getLong("value");
		if (row.getLong("complement") != ~value || !row.getString("text").equals(text(value))) {
			throw new IllegalStateException("torn: " + row);
		}
	}

	private void lockedRound() throws InterruptedException {
		try (SharedLock.Hold hold = this.lock.tryLock(Duration.ofSeconds(20))) {
			if (hold == null) {
				throw new IllegalStateException("the lock is not free in time");
			}
			if (hold.inherited()) {
				this.inside.set(0);
			}
			if (!this.inside.compareAndSet(0, 1)) {
				throw new IllegalStateException("two hold the lock");
			}
			this.locks.add(1);
			if (!this.inside.compareAndSet(1, 0)) {
				throw new IllegalStateException("another one came in");
			}
		}
	}

}
