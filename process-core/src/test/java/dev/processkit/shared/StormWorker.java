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

	private final SharedTable table;

	private final SharedLock lock;

	private final SharedLong inside;

	private final SharedLong acknowledged;

	private final SharedLong locks;

	StormWorker(Path directory, String name) {
		SharedTables shared = new SharedTables(directory);
		this.table = shared.table("storm");
		this.lock = shared.lock("storm");
		this.inside = shared.number("inside");
		this.acknowledged = shared.number("acknowledged-" + name);
		this.locks = shared.number("locks");
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
		String key = "key" + random.nextInt(KEYS);
		long value = random.nextLong();
		switch (random.nextInt(4)) {
			case 0 -> this.table.delete(key);
			case 1 -> check(this.table.getAndDelete(key));
			default -> this.table.set(key, Map.of("value", value, "text",
					String.valueOf(value).repeat(2).substring(0, 10), "complement", ~value));
		}
		check(this.table.get("key" + random.nextInt(KEYS)));
		if (random.nextInt(8) == 0) {
			this.table.forEach(StormWorker::check);
			lockedRound();
		}
	}

	static void check(SharedRow row) {
		if (row == null || row.key().equals("sum")) {
			return;
		}
		long value = row.getLong("value");
		if (row.getLong("complement") != ~value
				|| !row.getString("text").equals(String.valueOf(value).repeat(2).substring(0, 10))) {
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
