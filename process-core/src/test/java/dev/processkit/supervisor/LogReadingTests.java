package dev.processkit.supervisor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import dev.processkit.IllegalProcessStateException;
import dev.processkit.InvalidDefinitionException;
import dev.processkit.LogFollow;
import dev.processkit.LogLine;
import dev.processkit.LogPage;
import dev.processkit.LogPolicy;
import dev.processkit.LogPosition;
import dev.processkit.ProcessDefinition;
import dev.processkit.Program;
import dev.processkit.Protocol;
import dev.processkit.StandardInput;
import dev.processkit.UnknownProcessException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Reading on from a position, with real processes.
 */
class LogReadingTests extends SupervisorFixture {

	private static final Duration PATIENCE = Duration.ofSeconds(90);

	private static final Duration LONG = Duration.ofSeconds(60);

	private static final String ECHO = "while read line; do echo got $line; done";

	@Test
	void readWaitsForTheNextLineAndNoLonger() throws Exception {
		start(talker("talk", ECHO));
		write("talk", "one\n");
		LogPage first = read("talk", LogPosition.START, LONG).get(30, TimeUnit.SECONDS);
		assertThat(texts(first)).containsExactly("got one");
		assertThat(first.next()).hasToString("1");
		CompletableFuture<LogPage> second = read("talk", first.next(), LONG);
		assertThat(second).isNotDone();
		write("talk", "two\n");
		assertThat(texts(second.get(30, TimeUnit.SECONDS))).containsExactly("got two");
	}

	@Test
	void readWhenNothingComesInTimeHasNoLinesAndTheSamePosition() throws Exception {
		start(talker("talk", ECHO));
		LogPosition position = new LogPosition(Map.of(0, 0L));
		LogPage page = read("talk", position, Duration.ofMillis(50)).get(30, TimeUnit.SECONDS);
		assertThat(page).isEqualTo(new LogPage(List.of(), position, 0));
		assertThat(read("talk", LogPosition.START, Duration.ZERO).get(30, TimeUnit.SECONDS).isEmpty()).isTrue();
	}

	@Test
	void waitsThatHaveEndedMakeRoomForOthers() throws Exception {
		start(talker("talk", ECHO));
		for (int i = 0; i < 2 * LogFollow.MOST; i++) {
			read("talk", LogPosition.START, LONG).cancel(true);
			read("talk", LogPosition.START, Duration.ofMillis(1)).get(30, TimeUnit.SECONDS);
		}
	}

	@Test
	void readAgainAndAgainMissesNoneOverRestartsAndGetsNoneTwice() throws Exception {
		start(talker("talk", "seq 1 300; read go; exit 7")
			.withPolicies((policies) -> policies.withLog(new LogPolicy(LogPolicy.To.LOGGER, null, 10_000))));
		List<LogLine> all = new ArrayList<>();
		LogPosition position = LogPosition.START;
		int exits = 0;
		while (all.size() < 1500) {
			LogPage page = read("talk", position, LONG).get(30, TimeUnit.SECONDS);
			assertThat(page.missed()).isZero();
			all.addAll(page.lines());
			position = page.next();
			if (all.size() >= 300 * (exits + 1)) {
				exits++;
				awaitProcesses("talk");
				write("talk", "go\n");
			}
		}
		assertThat(all).extracting(LogLine::number)
			.isEqualTo(IntStream.rangeClosed(1, all.size()).mapToObj(Long::valueOf).toList());
		assertThat(all.subList(0, 1500)).extracting(LogLine::text)
			.isEqualTo(IntStream.range(0, 1500).mapToObj((i) -> Integer.toString(i % 300 + 1)).toList());
	}

	@Test
	void readOfAProcessTellsOfInstancesThatComeLaterAndOfTheirSuccessors() throws Exception {
		start(talker("talk", "echo ${PROCESSKIT_INSTANCE##*/}; exec sleep 100"));
		LogPage first = read("talk", LogPosition.START, LONG).get(30, TimeUnit.SECONDS);
		CompletableFuture<LogPage> second = read("talk", first.next(), LONG);
		this.supervisor.scale("talk", 2, "test").get(30, TimeUnit.SECONDS);
		assertThat(texts(second.get(30, TimeUnit.SECONDS))).containsExactly("talk-1");
		LogPosition position = second.get().next();
		assertThat(position).hasToString("0.1-1." + position.of(1));
		this.supervisor.scale("talk", 1, "test").get(30, TimeUnit.SECONDS);
		this.supervisor.scale("talk", 2, "test").get(30, TimeUnit.SECONDS);
		LogPage third = read("talk", position, LONG).get(30, TimeUnit.SECONDS);
		assertThat(texts(third)).containsExactly("talk-1");
		assertThat(third.missed()).isZero();
	}

	@Test
	void readTellsWhatHasLeftTheMemory() throws Exception {
		start(talker("talk", "seq 1 1000; exec sleep 100")
			.withPolicies((policies) -> policies.withLog(new LogPolicy(LogPolicy.To.LOGGER, null, 10))));
		await().atMost(PATIENCE).until(() -> this.supervisor.streams().tail("talk").contains("1000"));
		LogPage page = read("talk-0", LogPosition.parse("100", 0), LONG).get(30, TimeUnit.SECONDS);
		assertThat(page.missed()).isEqualTo(890);
		assertThat(page.lines().get(0).skipped()).isEqualTo(890);
		assertThat(texts(page)).hasSize(10).startsWith("991").endsWith("1000");
	}

	@Test
	void waitEndsWithTheSupervisor() throws Exception {
		start(talker("talk", ECHO));
		CompletableFuture<LogPage> waiting = read("talk", LogPosition.START, LONG);
		this.supervisor.close();
		assertThat(waiting.get(30, TimeUnit.SECONDS).isEmpty()).isTrue();
	}

	@Test
	void readIsRefusedWithTheReason() throws Exception {
		start(talker("talk", ECHO), sleeper("mute")
			.withPolicies((policies) -> policies.withLog(new LogPolicy(LogPolicy.To.DISCARD, null, 5))));
		assertThatExceptionOfType(UnknownProcessException.class)
			.isThrownBy(() -> read("nobody", LogPosition.START, LONG));
		assertThatExceptionOfType(IllegalProcessStateException.class)
			.isThrownBy(() -> read("mute", LogPosition.START, LONG))
			.withMessageContaining("DISCARD");
		for (Duration wait : List.of(Duration.ofMillis(-1), LONG.plusNanos(1))) {
			assertThatExceptionOfType(InvalidDefinitionException.class)
				.isThrownBy(() -> read("talk", LogPosition.START, wait))
				.withMessageContaining("Use 0s to 60s");
		}
		List<CompletableFuture<LogPage>> most = IntStream.range(0, LogFollow.MOST)
			.mapToObj((i) -> read("talk", LogPosition.START, LONG))
			.toList();
		assertThatExceptionOfType(IllegalProcessStateException.class)
			.isThrownBy(() -> read("talk", LogPosition.START, LONG))
			.withMessageContaining("64");
		most.forEach((each) -> each.cancel(true));
	}

	private CompletableFuture<LogPage> read(String target, LogPosition after, Duration wait) {
		return this.supervisor.streams().read(target, after, wait);
	}

	private void write(String target, String text) throws Exception {
		this.supervisor.streams().write(target, text).get(30, TimeUnit.SECONDS);
	}

	private static List<String> texts(LogPage page) {
		return page.lines().stream().map(LogLine::text).toList();
	}

	private static ProcessDefinition talker(String name, String script) {
		return command(name,
				new Program.Command(List.of("sh", "-c", script), Protocol.NONE, Map.of(), StandardInput.PIPE))
			.withPolicies((policies) -> policies.withRestart(UNTIRING));
	}

}
