package dev.processkit.control;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Tests for {@link FrameReader}, {@link FrameQueue} and {@link Frame}.
 */
@Timeout(60)
class FrameTests {

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4 })
	void nextWhenStreamIsCutAnywhereYieldsWhatWasAdded(long seed) throws IOException {
		Random random = new Random(seed);
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		FrameQueue queue = new FrameQueue(out);
		List<String> added = new ArrayList<>();
		for (int i = 0; i < 2000; i++) {
			byte[] payload = new byte[random.nextInt(10) == 0 ? random.nextInt(200_000) : random.nextInt(100)];
			random.nextBytes(payload);
			long id = random.nextLong();
			added.add("REPLY " + id + " " + Arrays.hashCode(payload));
			queue.add(FrameType.REPLY, id, payload);
			queue.add(FrameType.HEARTBEAT);
			added.add("HEARTBEAT 0 1");
			if (random.nextBoolean()) {
				queue.writeBatch();
			}
		}
		queue.writeBatch();
		List<String> read = new ArrayList<>();
		FrameReader reader = FrameReader.fromWorker(new Chopped(out.toByteArray(), random));
		while (reader.fill()) {
			for (Frame frame = reader.next(); frame != null; frame = reader.next()) {
				read.add(frame.type() + " " + frame.id() + " " + Arrays.hashCode(frame.body()));
			}
		}
		assertThat(read).isEqualTo(added);
	}

	@Test
	void entriesWhenConfigurationWasAddedAreTheSame() throws IOException {
		Map<String, String> entries = new LinkedHashMap<>();
		entries.put("name", "mäiler \uD83D\uDE00");
		entries.put("", "");
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		FrameQueue queue = new FrameQueue(out);
		queue.addConfiguration(entries);
		queue.writeBatch();
		assertThat(read(false, out.toByteArray()).get(0).entries()).isEqualTo(entries);
	}

	@Test
	void failureWhenAddedIsTheSame() throws IOException {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		FrameQueue queue = new FrameQueue(out);
		queue.addFailure(7, "kind", "mässage", "stack");
		queue.addText(FrameType.STATE, "paused");
		queue.writeBatch();
		List<Frame> frames = read(true, out.toByteArray());
		assertThat(frames.get(0).failure()).isEqualTo(new Frame.Failure("kind", "mässage", "stack"));
		assertThat(frames.get(0).id()).isEqualTo(7);
		assertThat(frames.get(1).text()).isEqualTo("paused");
	}

	@Test
	void writeBatchWhenExampleOfTheDocumentationGivesItsBytes() throws IOException {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		FrameQueue queue = new FrameQueue(out);
		queue.add(FrameType.READY);
		queue.add(FrameType.REPLY, 1, new byte[] { 'p', 'o', 'n', 'g' });
		queue.writeBatch();
		assertThat(out.toByteArray()).asHexString()
			.isEqualToIgnoringCase("50524F4300000001" + "0000000102" + "0000000D05" + "0000000000000001" + "706F6E67");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "48656C6C6F|begins with \"Hello\" instead of the magic PROC",
			"50524F4300000002|speaks version 2 of the wire, this end version 1",
			"50524F430000000100000000|ended within a frame", "50524F43000000010000000002|carries a frame of length 0",
			"50524F4300000001FFFFFFFF02|carries a frame of length -1",
			"50524F43000000010100000102|carries a frame of length 16777217",
			"50524F4300000001000000010F|carries a frame of the unknown type 15",
			"50524F43000000010000000100|carries a frame of the unknown type 0",
			"50524F43000000010000000107|carries STOP, which only the other end may send",
			"50524F4300000001000000020200|carries READY with a body of 1 bytes",
			"50524F430000000100000002050000|carries REPLY with a body of 1 bytes",
			"50524F4300000001000000|ended within a frame, after 3 bytes of it", "5052|ended within a frame" })
	void nextWhenBytesAreWrongThrowsBadFrame(String hex, String message) {
		byte[] bytes = HexFormat.of().parseHex(hex);
		assertThatThrownBy(() -> read(true, bytes)).isInstanceOf(BadFrameException.class)
			.hasMessageStartingWith("The stream from the worker ")
			.hasMessageContaining(message);
	}

	@ParameterizedTest
	@CsvSource({ "00000001,ends too early", "FFFFFFFF,negative length", "7FFFFFFF,ends too early",
			"0000000000,1 bytes too many", "0000000100000001,ends too early" })
	void entriesWhenBodyIsWrongThrowsBadFrame(String hex, String message) {
		Frame frame = new Frame(FrameType.CONFIGURE, 0, HexFormat.of().parseHex(hex));
		assertThatThrownBy(frame::entries).isInstanceOf(BadFrameException.class).hasMessageContaining(message);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void nextWhenBytesAreRandomOrMutatedEndsWithOneReason(boolean fromWorker) throws IOException {
		Random random = new Random(42);
		byte[] valid = valid(fromWorker);
		long total = 0;
		int bad = 0;
		while (total < 1_000_000) {
			byte[] bytes = mutate(valid, random);
			total += bytes.length;
			try {
				for (Frame frame : read(fromWorker, bytes)) {
					decode(frame);
				}
			}
			catch (BadFrameException ex) {
				assertThat(ex).hasMessageMatching("(?s)(The stream from the |CONFIGURE |FAILURE ).+");
				bad++;
			}
		}
		assertThat(bad).isGreaterThan(100);
	}

	@Test
	void fillWhenLengthIsHugeGrowsOnlyWithTheBytes() throws IOException {
		byte[] head = HexFormat.of().parseHex("50524F43000000010100000005");
		FrameReader reader = FrameReader.fromWorker(new ByteArrayInputStream(head));
		assertThat(reader.fill()).isTrue();
		assertThat(reader.next()).isNull();
		assertThat(reader).extracting("buffer.bytes")
			.isInstanceOfSatisfying(byte[].class, (buffer) -> assertThat(buffer.length).isLessThanOrEqualTo(64 << 10));
	}

	@ParameterizedTest
	@CsvSource({ "name,,CONFIGURE has no 'name'", "heartbeat-interval,soon,no positive number of milliseconds",
			"heartbeat-interval,0,no positive number of milliseconds" })
	void configurationWhenEntryIsWrongThrowsBadFrame(String key, String value, String message) {
		Map<String, String> entries = configuration().entries();
		entries.put(key, (value != null) ? value : "");
		assertThatThrownBy(() -> WorkerConfiguration.of(entries)).isInstanceOf(BadFrameException.class)
			.hasMessageContaining(message);
	}

	@Test
	void configurationWhenWrittenAndReadIsTheSame() throws IOException {
		assertThat(WorkerConfiguration.of(configuration().entries())).isEqualTo(configuration());
		assertThat(configuration()).asString().doesNotContain("secret");
	}

	private static WorkerConfiguration configuration() {
		return new WorkerConfiguration("mailer", "mailer-0", "com.acme.Mailer", "", "", true, Duration.ofSeconds(2),
				Map.of("a.b", "c"), Map.of("password", "secret"));
	}

	private static byte[] valid(boolean fromWorker) throws IOException {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		FrameQueue queue = new FrameQueue(out);
		if (fromWorker) {
			queue.add(FrameType.READY);
			queue.add(FrameType.REPLY, 1, new byte[300]);
			queue.addFailure(2, "kind", "message", "");
		}
		else {
			queue.addConfiguration(configuration().entries());
			queue.add(FrameType.REQUEST, 1, new byte[300]);
			queue.add(FrameType.STOP);
		}
		queue.writeBatch();
		return out.toByteArray();
	}

	private static byte[] mutate(byte[] valid, Random random) {
		if (random.nextInt(4) == 0) {
			byte[] bytes = new byte[1 + random.nextInt(1000)];
			random.nextBytes(bytes);
			return bytes;
		}
		byte[] bytes = Arrays.copyOf(valid, 1 + random.nextInt(valid.length));
		for (int i = random.nextInt(3); i > 0; i--) {
			bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
		}
		return bytes;
	}

	private static void decode(Frame frame) throws BadFrameException {
		if (frame.type() == FrameType.FAILURE) {
			frame.failure();
		}
		if (frame.type() == FrameType.CONFIGURE) {
			WorkerConfiguration.of(frame.entries());
		}
	}

	private static List<Frame> read(boolean fromWorker, byte[] bytes) throws IOException {
		InputStream in = new ByteArrayInputStream(bytes);
		FrameReader reader = fromWorker ? FrameReader.fromWorker(in) : FrameReader.fromApplication(in);
		List<Frame> frames = new ArrayList<>();
		while (reader.fill()) {
			for (Frame frame = reader.next(); frame != null; frame = reader.next()) {
				frames.add(frame);
			}
		}
		return frames;
	}

	/** Gives a few bytes at a time. */
	private static final class Chopped extends InputStream {

		private final ByteArrayInputStream in;

		private final Random random;

		Chopped(byte[] bytes, Random random) {
			this.in = new ByteArrayInputStream(bytes);
			this.random = random;
		}

		@Override
		public int read() {
			return this.in.read();
		}

		@Override
		public int read(byte[] target, int offset, int length) {
			int most = this.random.nextBoolean() ? 10 : 100_000;
			return this.in.read(target, offset, Math.min(length, 1 + this.random.nextInt(most)));
		}

	}

}
