package dev.processkit.shared;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.processkit.InvalidDefinitionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Locks and numbers, in one JVM.
 */
@EnabledOnOs(OS.LINUX)
class SharedLockTests {

	@TempDir
	private Path directory;

	private SharedTables shared;

	@BeforeEach
	void create() {
		this.shared = new SharedTables(this.directory);
	}

	@Test
	void lockIsHeldByOne() throws Exception {
		SharedLock lock = this.shared.lock("one");
		SharedLock same = new SharedTables(this.directory).lock("one");
		SharedLock.Hold hold = lock.tryLock();
		assertThat(hold.inherited()).isFalse();
		assertThat(same.isHeld()).isTrue();
		assertThat(lock.tryLock()).as("not reentrant").isNull();
		assertThat(same.tryLock(Duration.ofMillis(30))).isNull();
		hold.close();
		assertThat(same.isHeld()).isFalse();
		try (SharedLock.Hold again = same.tryLock(Duration.ofSeconds(20))) {
			assertThat(again).isNotNull();
			hold.close();
			assertThat(lock.isHeld()).as("closing twice lets nobody in").isTrue();
		}
		assertThat(lock.isHeld()).isFalse();
	}

	@Test
	void deadHolderIsSucceeded() throws Exception {
		SharedLock lock = this.shared.lock("orphan");
		Process dead = new ProcessBuilder("true").start();
		dead.waitFor();
		SharedMemory.open(this.directory.resolve("lock-orphan")).setWord(0, Holder.word(dead.pid(), 1));
		assertThat(lock.isHeld()).isFalse();
		try (SharedLock.Hold hold = lock.tryLock()) {
			assertThat(hold.inherited()).isTrue();
		}
		try (SharedLock.Hold hold = lock.tryLock()) {
			assertThat(hold.inherited()).isFalse();
		}
	}

	@Test
	void waitingEndsWithAnInterrupt() throws Exception {
		SharedLock lock = this.shared.lock("long");
		try (SharedLock.Hold hold = lock.tryLock()) {
			assertThat(hold).isNotNull();
			CompletableFuture<Throwable> failure = new CompletableFuture<>();
			Thread waiting = new Thread(() -> {
				try {
					failure.complete(new AssertionError(String.valueOf(lock.tryLock(Duration.ofSeconds(60)))));
				}
				catch (InterruptedException ex) {
					failure.complete(ex);
				}
			});
			waiting.start();
			waiting.interrupt();
			assertThat(failure.get(20, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
		}
	}

	@Test
	void numbersAreChangedAtOnceByAllThreads() throws Exception {
		SharedLong number = this.shared.number("n");
		List<CompletableFuture<Void>> all = new ArrayList<>();
		for (int thread = 0; thread < 4; thread++) {
			SharedLong own = new SharedTables(this.directory).number("n");
			all.add(CompletableFuture.runAsync(() -> {
				for (int i = 0; i < 10_000; i++) {
					own.add(2);
					long seen = own.get();
					while (!own.compareAndSet(seen, seen - 1)) {
						seen = own.get();
					}
				}
			}));
		}
		CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);
		assertThat(number.get()).isEqualTo(40_000);
		number.set(-1);
		assertThat(number).hasToString("-1");
	}

	@Test
	void namesArePlain() {
		assertThatExceptionOfType(InvalidDefinitionException.class).isThrownBy(() -> this.shared.lock("../x"))
			.withMessageContaining("'../x'");
	}

	@Test
	void holderIsDeadWhenItsLastThreadIs() {
		String zombie = "42 (a) b) Z 1 42 42 0 -1 0 0 0 0 0 5 5 0 0 20 0 %d 0 777 0 0";
		long word = Holder.word(42, 777);
		assertThat(Holder.pid(word)).isEqualTo(42);
		assertThat(Holder.isDead(word, zombie.formatted(1))).isTrue();
		assertThat(Holder.isDead(word, zombie.formatted(3))).as("some threads still end").isFalse();
		assertThat(Holder.isDead(word, zombie.formatted(3).replace(" Z ", " S "))).isFalse();
		assertThat(Holder.isDead(Holder.word(42, 778), zombie.formatted(3))).as("another process").isTrue();
		assertThat(Holder.isDead(Holder.SELF)).isFalse();
	}

}
