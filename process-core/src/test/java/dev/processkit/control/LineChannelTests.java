package dev.processkit.control;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import dev.processkit.RemoteFailure;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link LineChannel} over real pipes, with the test as the program.
 */
@Timeout(60)
class LineChannelTests implements ControlChannel.Listener {

	private final List<String> news = new CopyOnWriteArrayList<>();

	private final CompletableFuture<String> closed = new CompletableFuture<>();

	private BufferedReader requests;

	private OutputStream replies;

	private LineChannel channel;

	@BeforeEach
	void open() throws IOException {
		Pipe up = Pipe.open();
		Pipe down = Pipe.open();
		this.requests = new BufferedReader(
				new InputStreamReader(Channels.newInputStream(down.source()), StandardCharsets.UTF_8));
		this.replies = Channels.newOutputStream(up.sink());
		this.channel = LineChannel.open(Channels.newInputStream(up.source()), Channels.newOutputStream(down.sink()),
				"test-0", this);
	}

	@AfterEach
	void close() throws Exception {
		this.channel.close();
		this.replies.close();
		this.requests.close();
		this.closed.get(30, TimeUnit.SECONDS);
		await().until(() -> Thread.getAllStackTraces()
			.keySet()
			.stream()
			.noneMatch((thread) -> thread.getName().startsWith("lines-")));
	}

	@Test
	void repliesBelongToRequestsInOrder() throws Exception {
		ask(1, "a");
		ask(5, "ß");
		ask(6, "");
		assertThat(this.requests.readLine()).isEqualTo("a");
		assertThat(this.requests.readLine()).isEqualTo("ß");
		assertThat(this.requests.readLine()).isEmpty();
		reply("A\nSS\r\n\n");
		awaitNews("reply 1 A", "reply 5 SS", "reply 6 ", "batch");
	}

	@Test
	void replyMayComeInPieces() throws Exception {
		ask(1, "a");
		reply("be");
		reply("gin and e");
		reply("nd\n");
		awaitNews("reply 1 begin and end", "batch");
	}

	@Test
	void oneLineFeedAtTheEndIsTheEndOfTheLine() throws Exception {
		ask(1, "a\n");
		ask(2, "b");
		assertThat(this.requests.readLine()).isEqualTo("a");
		assertThat(this.requests.readLine()).isEqualTo("b");
	}

	@ParameterizedTest
	@ValueSource(strings = { "a\nb", "a\rb", "a\0b", "a\n\n", "\r\n" })
	void whatIsNotOneLineFailsAloneAndIsNotSent(String request) throws Exception {
		ask(1, "before");
		ask(2, request);
		ask(3, "after");
		assertThat(this.requests.readLine()).isEqualTo("before");
		assertThat(this.requests.readLine()).isEqualTo("after");
		await().until(() -> this.news.stream().anyMatch((line) -> line.startsWith("failure 2 unsupported")));
		reply("1\n3\n");
		await().until(() -> this.news.containsAll(List.of("reply 1 1", "reply 3 3")));
	}

	@Test
	void callIsUnsupported() {
		assertThat(this.channel.call(1, new byte[] { 0 })).isTrue();
		this.channel.flush();
		await().until(() -> this.news.stream()
			.anyMatch((line) -> line.startsWith("failure 1 unsupported") && line.contains("protocol: wire")));
	}

	@Test
	void lineThatNobodyAskedForClosesIt() throws Exception {
		reply("Welcome to bc 1.07\n");
		assertThat(this.closed.get(30, TimeUnit.SECONDS)).contains("nobody asked for: \"Welcome to bc 1.07\"");
		assertThat(this.channel.hasRoom()).isFalse();
		assertThat(this.channel.request(1, new byte[0])).isFalse();
	}

	@Test
	void lineWithoutItsEndIsNoReply() throws Exception {
		ask(1, "a");
		assertThat(this.requests.readLine()).isEqualTo("a");
		reply("{\"cut\":");
		this.replies.close();
		assertThat(this.closed.get(30, TimeUnit.SECONDS))
			.isEqualTo("The program ended within a line, after 7 bytes of it");
		assertThat(this.news).noneMatch((line) -> line.startsWith("reply"));
	}

	@Test
	void endOfOutputClosesIt() throws Exception {
		this.replies.close();
		assertThat(this.closed.get(30, TimeUnit.SECONDS)).isEqualTo("The program closed its standard output");
	}

	@Test
	void endOfInputClosesItOnceItIsWrittenTo() throws Exception {
		this.requests.close();
		ask(1, "a");
		assertThat(this.closed.get(30, TimeUnit.SECONDS)).startsWith("The line to the program broke: ");
	}

	@Test
	void lineThatIsTooLongClosesIt() throws Exception {
		ask(1, "a");
		byte[] piece = new byte[1 << 20];
		assertThatThrownBy(() -> {
			for (int i = 0; i < 40; i++) {
				this.replies.write(piece);
			}
		}).isInstanceOf(IOException.class);
		assertThat(this.closed.get(30, TimeUnit.SECONDS)).contains("a line of more than 16777216 bytes");
	}

	@Test
	void callersNeverBlockAndRoomComesBack() throws Exception {
		byte[] request = "x".repeat(100_000).getBytes(StandardCharsets.UTF_8);
		long id = 0;
		while (this.channel.request(id + 1, request)) {
			id++;
			this.channel.flush();
		}
		assertThat(this.channel.hasRoom()).isFalse();
		assertThat(this.channel.unsentBytes()).isGreaterThan(1 << 20);
		for (int i = 0; i < id; i++) {
			assertThat(this.requests.readLine()).hasSize(request.length);
		}
		await().until(() -> this.channel.hasRoom() && this.news.contains("batch"));
	}

	@Test
	void whatIsBeingWrittenIsUnsent() throws Exception {
		int length = ControlChannel.ROOM + 1;
		ask(1, "x".repeat(length));
		assertThat(this.requests.read()).isEqualTo('x');
		assertThat(this.channel.unsentBytes()).isEqualTo(length + 1);
		assertThat(this.channel.hasRoom()).isFalse();
		assertThat(this.channel.request(2, new byte[0])).isFalse();
		assertThat(this.requests.readLine()).hasSize(length - 1);
		await().until(() -> this.channel.hasRoom() && this.news.contains("batch"));
		assertThat(this.channel.unsentBytes()).isZero();
	}

	@Test
	void bothPipesFullIsNoDeadlock() throws Exception {
		String line = "y".repeat(50_000);
		int count = 200;
		Thread program = new Thread(() -> {
			try {
				for (int i = 0; i < count; i++) {
					reply(this.requests.readLine() + "\n");
				}
			}
			catch (IOException ex) {
				this.news.add("program: " + ex);
			}
		});
		program.start();
		for (int i = 1; i <= count; i++) {
			long id = i;
			await().pollInterval(1, TimeUnit.MILLISECONDS)
				.until(() -> this.channel.request(id, line.getBytes(StandardCharsets.UTF_8)));
			this.channel.flush();
		}
		program.join(30_000);
		await().until(() -> this.news.contains("reply " + count + " " + line));
	}

	@Test
	void stopEndsTheInputAndWaitsForWhatIsOwed() throws Exception {
		ask(1, "a");
		CompletableFuture<Void> stopped = this.channel.stop();
		assertThat(this.channel.request(2, new byte[0])).isFalse();
		assertThat(this.requests.readLine()).isEqualTo("a");
		assertThat(this.requests.readLine()).isNull();
		assertThat(stopped).isNotDone();
		reply("A\n");
		stopped.get(30, TimeUnit.SECONDS);
		awaitNews("reply 1 A", "batch");
	}

	@Test
	void stopOfAnIdleOneWaitsForNothing() throws Exception {
		assertThat(this.channel.stop()).isDone();
		assertThat(this.requests.readLine()).isNull();
	}

	private void ask(long id, String request) {
		assertThat(this.channel.request(id, request.getBytes(StandardCharsets.UTF_8))).isTrue();
		this.channel.flush();
	}

	private void reply(String text) throws IOException {
		this.replies.write(text.getBytes(StandardCharsets.UTF_8));
	}

	private void awaitNews(String... expected) {
		await().untilAsserted(() -> assertThat(this.news).containsExactly(expected));
	}

	@Override
	public void onReady() {
		this.news.add("ready");
	}

	@Override
	public void onReply(long id, byte @Nullable [] payload) {
		this.news.add("reply " + id + " " + new String(payload, StandardCharsets.UTF_8));
	}

	@Override
	public void onFailure(long id, RemoteFailure failure) {
		this.news.add("failure " + id + " " + failure.type() + " " + failure.message());
	}

	@Override
	public void onState(String state) {
		this.news.add("state " + state);
	}

	@Override
	public void onBatchEnd() {
		this.news.add("batch");
	}

	@Override
	public void onClosed(String reason) {
		this.closed.complete(reason);
	}

}
