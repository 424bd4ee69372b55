package dev.processkit.shared;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

import dev.processkit.IllegalProcessStateException;
import dev.processkit.InvalidDefinitionException;
import dev.processkit.ProcessException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What a table does, in one JVM.
 */
@EnabledOnOs(OS.LINUX)
class SharedTableTests {

	private static final SharedSchema SCHEMA = SharedSchema.of(SharedColumn.ofLong("hits"),
			SharedColumn.ofDouble("ratio"), SharedColumn.ofString("note", 5), SharedColumn.ofLong("last"));

	@TempDir
	private Path directory;

	private Path file;

	private SharedTable table;

	@BeforeEach
	void create() {
		this.file = this.directory.resolve("table");
		this.table = SharedTable.create(this.file, SCHEMA, 100);
	}

	@Test
	void rowIsSetReadAndDeleted() {
		assertThat(this.table.get("a")).isNull();
		assertThat(this.table.set("a", Map.of("hits", 1, "ratio", 0.5f, "note", "žaba", "last", -1L))).isTrue();
		assertThat(this.table.get("a").values()).hasToString("{hits=1, ratio=0.5, note=žaba, last=-1}");
		assertThat(this.table.get("a")).hasToString("a{hits=1, ratio=0.5, note=žaba, last=-1}");
		assertThat(this.table.exists("a")).isTrue();
		assertThat(this.table.delete("a")).isTrue();
		assertThat(this.table.delete("a")).isFalse();
		assertThat(this.table.exists("a")).isFalse();
	}

	@Test
	void columnsThatAreNotNamedKeepTheirValues() {
		this.table.set("a", Map.of("hits", 1, "note", "x"));
		this.table.set("a", Map.of("hits", 2));
		assertThat(this.table.get("a").values()).hasToString("{hits=2, ratio=0.0, note=x, last=0}");
	}

	@Test
	void valuesAreCountedUpAndDownAndComparedFirst() {
		assertThat(this.table.increment("a", "hits", 5)).isEqualTo(5);
		assertThat(this.table.decrement("a", "hits", 7)).isEqualTo(-2);
		assertThat(this.table.increment("a", "ratio", 0.5)).isEqualTo(0.5);
		assertThat(this.table.decrement("a", "ratio", 1.0)).isEqualTo(-0.5);
		assertThat(this.table.compareAndSet("a", "hits", 1, 9)).isFalse();
		assertThat(this.table.compareAndSet("a", "hits", -2, 9)).isTrue();
		assertThat(this.table.compareAndSet("a", "ratio", -0.5, Double.NaN)).isTrue();
		assertThat(this.table.compareAndSet("a", "ratio", Double.NaN, 2)).isTrue();
		assertThat(this.table.compareAndSet("a", "note", "", "on")).isTrue();
		assertThat(this.table.compareAndSet("none", "note", "", "on")).isFalse();
		assertThat(this.table.exists("none")).isFalse();
		assertThat(this.table.getAndDelete("a").values()).hasToString("{hits=9, ratio=2.0, note=on, last=0}");
		assertThat(this.table.getAndDelete("a")).isNull();
	}

	@Test
	void rowIsAddedOnlyIfThereIsNoneAndUpdatedOnlyIfThereIsOne() {
		assertThat(this.table.update("a", Map.of("hits", 1))).isFalse();
		assertThat(this.table.exists("a")).isFalse();
		assertThat(this.table.add("a", Map.of("hits", 1, "note", "x"))).isTrue();
		assertThat(this.table.add("a", Map.of("hits", 2))).isFalse();
		assertThat(this.table.get("a").values()).hasToString("{hits=1, ratio=0.0, note=x, last=0}");
		assertThat(this.table.update("a", Map.of("hits", 3, "last", 4))).isTrue();
		assertThat(this.table.get("a").values()).hasToString("{hits=3, ratio=0.0, note=x, last=4}");
		assertThatIllegalArgumentException().isThrownBy(() -> this.table.add("b", Map.of("hit", 1)));
		assertThatIllegalArgumentException().isThrownBy(() -> this.table.update("a", Map.of("note", "longer")));
		assertThat(this.table.count()).isOne();
	}

	@Test
	void rowIsDeletedOnlyIfItIsWhatIsExpected() {
		assertThat(this.table.compareAndDelete("a", Map.of())).isFalse();
		this.table.set("a", Map.of("hits", 1, "ratio", Double.NaN, "note", "žaba", "last", -1L));
		for (Map<String, ?> other : List.of(Map.of("hits", 2), Map.of("ratio", 0), Map.of("note", "žab"),
				Map.of("note", "abcde"), Map.of("hits", 1, "last", 1))) {
			assertThat(this.table.compareAndDelete("a", other)).as("%s", other).isFalse();
		}
		assertThatIllegalArgumentException().isThrownBy(() -> this.table.compareAndDelete("a", Map.of("hit", 1)));
		assertThatIllegalArgumentException().isThrownBy(() -> this.table.compareAndDelete("a", Map.of("hits", "1")));
		assertThat(this.table.exists("a")).isTrue();
		assertThat(this.table.compareAndDelete("a", Map.of("hits", 1, "ratio", Double.NaN, "note", "žaba"))).isTrue();
		assertThat(this.table.exists("a")).isFalse();
		this.table.set("a", Map.of("ratio", -0.0));
		assertThat(this.table.compareAndDelete("a", Map.of("ratio", 0.0))).as("as Double.equals").isFalse();
		assertThat(this.table.compareAndDelete("a", Map.of())).as("whatever it is").isTrue();
	}

	@Test
	void whatDoesNotFitIsRefusedAndChangesNothing() {
		this.table.set("a", Map.of("hits", 1, "note", "short"));
		assertThatIllegalArgumentException().isThrownBy(() -> this.table.set("a", Map.of("hits", 2, "note", "longer")))
			.withMessageContaining("'note' is string(5)")
			.withMessageContaining("6 bytes");
		assertThatIllegalArgumentException().isThrownBy(() -> this.table.set("a", Map.of("hits", 2.0)))
			.withMessageContaining("takes no Double");
		assertThatIllegalArgumentException().isThrownBy(() -> this.table.set("a", Map.of("hit", 2)))
			.withMessageContaining("no column 'hit'");
		assertThatIllegalArgumentException().isThrownBy(() -> this.table.increment("a", "note", 1));
		assertThatIllegalArgumentException().isThrownBy(() -> this.table.set("", Map.of()));
		assertThatIllegalArgumentException().isThrownBy(() -> this.table.get("k".repeat(64)))
			.withMessageContaining("64 bytes; 1 to 63");
		assertThat(this.table.set("k".repeat(63), Map.of())).isTrue();
		assertThat(this.table.get("a").values()).hasToString("{hits=1, ratio=0.0, note=short, last=0}");
	}

	@Test
	void takesAtLeastWhatItWasMadeForAndSaysWhenItIsFull() {
		int taken = 0;
		while (this.table.set("key" + taken, Map.of("hits", taken))) {
			taken++;
		}
		assertThat(taken).isBetween(100, this.table.stats().slots());
		assertThat(this.table.count()).isEqualTo(taken);
		assertThatExceptionOfType(IllegalProcessStateException.class)
			.isThrownBy(() -> this.table.increment("one more", "hits", 1))
			.withMessageContaining("full: it was made for 100 rows");
		assertThatExceptionOfType(IllegalProcessStateException.class)
			.isThrownBy(() -> this.table.add("one more", Map.of()))
			.withMessageContaining("full: it was made for 100 rows");
		assertThat(this.table.add("key7", Map.of())).as("a row that is there").isFalse();
		assertThat(this.table.update("one more", Map.of("hits", 1))).as("a row that is not there").isFalse();
		assertThat(this.table.set("key7", Map.of("hits", 70))).as("a row that is there").isTrue();
		Set<String> seen = new HashSet<>();
		this.table.forEach((row) -> seen.add(row.key()));
		assertThat(seen).hasSize(taken);
		assertThat(this.table.delete("key8")).isTrue();
		assertThat(this.table.set("one more", Map.of())).as("in its place").isTrue();
	}

	@Test
	void comingAndGoingOfRowsUsesNothingUp() {
		for (int i = 0; i < 20_000; i++) {
			assertThat(this.table.set("key" + i, Map.of("hits", i))).isTrue();
			if (i >= 90) {
				assertThat(this.table.getAndDelete("key" + (i - 90)).getLong("hits")).isEqualTo(i - 90);
			}
		}
		assertThat(this.table.stats()).returns(90, SharedTableStats::rows).returns(0L, SharedTableStats::successions);
		assertThat(this.table.stats().longestProbe()).isLessThan(64);
	}

	@Test
	void fileIsPrivateAndOpenedByName() throws Exception {
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(this.file))).isEqualTo("rw-------");
		this.table.set("a", Map.of("hits", 3));
		SharedTable other = SharedTable.open(this.file);
		assertThat(other.schema()).isEqualTo(SCHEMA);
		assertThat(other.increment("a", "hits", 1)).isEqualTo(4);
		assertThat(this.table.get("a").getLong("hits")).isEqualTo(4);
		assertThatExceptionOfType(IllegalProcessStateException.class)
			.isThrownBy(() -> SharedTable.create(this.file, SCHEMA, 1))
			.withMessageContaining("already");
		assertThatExceptionOfType(ProcessException.class)
			.isThrownBy(() -> SharedTable.open(this.directory.resolve("no")))
			.withMessageContaining("process.shared-tables");
		Files.writeString(this.directory.resolve("text"), "not a table");
		assertThatExceptionOfType(ProcessException.class)
			.isThrownBy(() -> SharedTable.open(this.directory.resolve("text")))
			.withMessageContaining("no shared table");
		assertThat(this.directory).isDirectoryNotContaining("glob:**/.new-*");
	}

	@Test
	void impossibleTablesAreRefusedWithARemedy() {
		assertThatExceptionOfType(InvalidDefinitionException.class).isThrownBy(() -> SharedColumn.parse("n", "int"))
			.withMessageContaining("long, double, or string(n)");
		assertThatExceptionOfType(InvalidDefinitionException.class)
			.isThrownBy(() -> SharedColumn.parse("n", "string(0)"));
		assertThatExceptionOfType(InvalidDefinitionException.class)
			.isThrownBy(() -> SharedTable.create(this.directory.resolve("x"), SCHEMA, 0));
		assertThatExceptionOfType(InvalidDefinitionException.class)
			.isThrownBy(() -> SharedTable.create(this.directory.resolve("x"), SCHEMA, Integer.MAX_VALUE))
			.withMessageContaining("1 GiB")
			.withMessageContaining("at most");
		assertThatExceptionOfType(InvalidDefinitionException.class)
			.isThrownBy(() -> SharedSchema.of(SharedColumn.ofLong("a"), SharedColumn.ofLong("a")));
	}

	@Test
	void whatADeadProcessHoldsIsTakenOver() throws Exception {
		Process dead = new ProcessBuilder("true").start();
		long word = Holder.word(dead.pid(), 1);
		dead.waitFor();
		assertThat(Holder.isDead(word)).isTrue();
		SharedMemory memory = SharedMemory.open(this.file);
		TableFormat format = TableFormat.read(memory);
		for (int slot = 0; slot < format.slots(); slot++) {
			memory.setWord(format.lock(slot), word);
			memory.setWord(format.claim(slot), word);
			byte[] rest = new byte[format.layout().size()];
			Arrays.fill(rest, (byte) 0xff);
			memory.write(format.copy(slot, 1), rest);
		}
		for (int i = 0; i < 100; i++) {
			assertThat(this.table.get("key" + i)).isNull();
			assertThat(this.table.increment("key" + i, "hits", i)).isEqualTo(i);
			assertThat(this.table.get("key" + i).values())
				.hasToString("{hits=%d, ratio=0.0, note=, last=0}".formatted(i));
		}
		assertThat(this.table.stats().successions()).isGreaterThan(100);
	}

	@Test
	void livingHolderIsWaitedForAndNamedWhenItTakesTooLong() {
		this.table.set("a", Map.of("hits", 1));
		SharedMemory memory = SharedMemory.open(this.file);
		TableFormat format = TableFormat.read(memory);
		byte[] key = RowLayout.encode("a");
		int lock = format.lock(format.home(format.hash(key)));
		memory.setWord(lock, Holder.SELF);
		assertThatExceptionOfType(ProcessException.class)
			.isThrownBy(() -> new Slots(memory, format, Duration.ofMillis(50)).change(key, (content) -> content))
			.withMessageContaining("Process %d has been changing".formatted(ProcessHandle.current().pid()))
			.withMessageContaining("suspended");
		assertThat(this.table.get("a").getLong("hits")).as("readers do not wait").isEqualTo(1);
		memory.setWord(lock, 0);
		assertThat(this.table.increment("a", "hits", 1)).isEqualTo(2);
	}

	@Test
	void ofThreadsThatTryOneAddsAndOneDeletes() throws Exception {
		int threads = 4;
		int rounds = 5_000;
		LongAdder added = new LongAdder();
		LongAdder deleted = new LongAdder();
		List<CompletableFuture<Void>> all = new ArrayList<>();
		for (int thread = 0; thread < threads; thread++) {
			long own = thread;
			all.add(CompletableFuture.runAsync(() -> {
				for (int i = 0; i < rounds; i++) {
					if (this.table.add("lease", Map.of("hits", own))) {
						added.increment();
						assertThat(this.table.compareAndDelete("lease", Map.of("hits", own + 1))).isFalse();
						assertThat(this.table.update("lease", Map.of("last", i))).isTrue();
						assertThat(this.table.compareAndDelete("lease", Map.of("hits", own, "last", i))).isTrue();
						deleted.increment();
					}
				}
			}));
		}
		CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);
		assertThat(added.sum()).isPositive().isEqualTo(deleted.sum());
		assertThat(this.table.count()).isZero();
	}

	@Test
	void threadsLoseNoIncrementAndReadNoMixture() throws Exception {
		int threads = 4;
		int rounds = 20_000;
		List<CompletableFuture<Void>> all = new ArrayList<>();
		for (int thread = 0; thread < threads; thread++) {
			all.add(CompletableFuture.runAsync(() -> {
				for (int i = 0; i < rounds; i++) {
					this.table.increment("sum", "hits", 1);
					this.table.set("pair", Map.of("hits", i, "ratio", -1.0 * i, "last", -i));
					SharedRow pair = this.table.get("pair");
					assertThat(pair.getLong("last")).isEqualTo(-pair.getLong("hits"));
					assertThat(pair.getDouble("ratio")).isEqualTo(-1.0 * pair.getLong("hits"));
					String churned = "churned" + i % 7;
					if (!this.table.set(churned, Map.of("hits", i, "last", i)) || i % 3 == 0) {
						this.table.delete(churned);
					}
				}
			}));
		}
		CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);
		assertThat(this.table.get("sum").getLong("hits")).isEqualTo((long) threads * rounds);
		Set<String> keys = new HashSet<>();
		for (SharedRow row : this.table) {
			assertThat(keys.add(row.key())).as("%s stands once", row.key()).isTrue();
		}
		assertThat(keys).contains("sum", "pair").hasSize(this.table.count());
	}

}
