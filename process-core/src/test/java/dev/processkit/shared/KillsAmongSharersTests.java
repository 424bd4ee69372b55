package dev.processkit.shared;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Real processes change a table, numbers and a lock while one after the other is killed.
 * {@code -Dstorm.seconds=600} goes on for longer.
 */
@EnabledOnOs(OS.LINUX)
class KillsAmongSharersTests {

	private static final int PROCESSES = 4;

	private static final Duration LASTS = Duration.ofSeconds(Integer.getInteger("storm.seconds", 12));

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private static final int KILLS = Integer.getInteger("storm.kills", 300);

	@TempDir
	private Path directory;

	private final Process[] processes = new Process[PROCESSES];

	private SharedTables shared;

	private SharedTable table;

	@BeforeEach
	void create() {
		this.shared = new SharedTables(this.directory);
		this.table = this.shared.create("storm", StormWorker.SCHEMA, 64);
	}

	@AfterEach
	void end() throws Exception {
		for (Process process : this.processes) {
			if (process != null) {
				process.destroyForcibly().waitFor();
			}
		}
	}

	@Test
	void nothingIsLostTornOrBlockedWhoeverDies() throws Exception {
		AtomicBoolean going = new AtomicBoolean(true);
		CompletableFuture<Void> own = CompletableFuture.runAsync(() -> work(going));
		int kills = kill();
		going.set(false);
		own.get(30, TimeUnit.SECONDS);
		for (Process process : this.processes) {
			kill(process);
			kills++;
		}
		long acknowledged = this.shared.number("acknowledged-own").get();
		for (int i = 0; i < PROCESSES; i++) {
			acknowledged += this.shared.number("acknowledged-" + i).get();
		}
		long sum = this.table.get("sum").getLong("value");
		assertThat(sum).as("%d kills, %s", kills, this.table.stats()).isBetween(acknowledged, acknowledged + kills);
		long swaps = this.shared.number("swaps").get();
		assertThat(this.table.get("swapped").getLong("value")).as("%d kills", kills).isBetween(swaps, swaps + kills);
		assertThat(this.shared.number("locks").get()).isPositive();
		assertThat(kills).isGreaterThan(2 * PROCESSES);
		assertThat(this.table.stats().successions()).as("holders that died").isPositive();
		Set<String> keys = new HashSet<>();
		for (SharedRow row : this.table) {
			StormWorker.check(row);
			assertThat(keys.add(row.key())).as("%s stands once", row.key()).isTrue();
		}
		long tokens = this.shared.number("tokens").get();
		assertThat(keys.stream().filter((key) -> key.startsWith("token")).count()).as("%d kills", kills)
			.isBetween(tokens - kills, tokens + kills);
		try (SharedLock.Hold hold = this.shared.lock("storm").tryLock()) {
			assertThat(hold).as("the lock of a dead holder").isNotNull();
		}
	}

	private void work(AtomicBoolean going) {
		StormWorker worker = new StormWorker(this.directory, "own");
		Random random = new Random();
		try {
			while (going.get()) {
				worker.round(random);
			}
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private int kill() throws Exception {
		Random random = new Random();
		for (int i = 0; i < PROCESSES; i++) {
			this.processes[i] = start(i);
		}
		long end = System.nanoTime() + LASTS.toNanos();
		int kills = 0;
		for (int victim = 0; kills < KILLS && isTime(end, kills); victim = (victim + 1) % PROCESSES) {
			Process process = this.processes[victim];
			byte[] ready = process.getInputStream().readNBytes("ready".length());
			assertThat(new String(ready, StandardCharsets.UTF_8)).as(errors(process, ready.length)).isEqualTo("ready");
			// It works for some milliseconds more or less, and must not end by itself.
			boolean ended = process.waitFor(random.nextInt(20_000), TimeUnit.MICROSECONDS);
			assertThat(ended).as(errors(process, ended ? 0 : 1)).isFalse();
			kill(process);
			this.processes[victim] = start(victim);
			kills++;
		}
		return kills;
	}

	/** A machine that is slow needs more of it until enough die, one with a lock. */
	private boolean isTime(long end, int kills) {
		long late = System.nanoTime() - end;
		return late < 0
				|| ((kills <= 2 * PROCESSES || this.table.stats().successions() == 0) && late < PATIENCE.toNanos());
	}

	private static void kill(Process process) throws InterruptedException {
		process.destroyForcibly().waitFor();
		assertThat(process.exitValue()).as("killed, not ended by itself").isEqualTo(137);
	}

	private static String errors(Process process, int fine) throws IOException {
		return (fine > 0) ? "" : new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
	}

	private Process start(int index) throws IOException {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
						"-XX:+UseSerialGC", "-Xmx32m", "-Xshare:auto", "-cp", System.getProperty("java.class.path"),
						StormWorker.class.getName(), this.directory.toString(), String.valueOf(index)));
		return new ProcessBuilder(command).start();
	}

}
