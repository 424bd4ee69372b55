package dev.processkit.control;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

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
 * Tests for {@link ControlChannel} over real pipes, with the test as the worker.
 */
@Timeout(60)
class ControlChannelTests implements ControlChannel.Listener {

	private final List<String> news = new CopyOnWriteArrayList<>();

	private final CompletableFuture<String> closed = new CompletableFuture<>();

	private final AtomicLong clock = new AtomicLong(5);

	private InputStream fromApplication;

	private OutputStream toApplication;

	private FrameQueue worker;

	private FrameReader requests;

	private ControlChannel channel;

	@BeforeEach
	void open() throws IOException {
		Pipe up = Pipe.open();
		Pipe down = Pipe.open();
		this.fromApplication = Channels.newInputStream(down.source());
		this.toApplication = Channels.newOutputStream(up.sink());
		this.worker = new FrameQueue(this.toApplication);
		this.requests = FrameReader.fromApplication(this.fromApplication);
		this.channel = ControlChannel.open(Channels.newInputStream(up.source()), Channels.newOutputStream(down.sink()),
				Map.of("name", "test"), "direct-0", this, this.clock::get);
	}

	@AfterEach
	void close() throws Exception {
		this.channel.close();
		this.fromApplication.close();
		this.toApplication.close();
		this.closed.get(30, TimeUnit.SECONDS);
		await().until(() -> threads("control-direct-0") + threads("control-write-direct-0") == 0);
	}

	@Test
	void openSendsConfigurationFirst() throws IOException {
		assertThat(take().entries()).containsExactly(Map.entry("name", "test"));
	}

	@Test
	void listenerWhenFramesComeIsToldInOrder() throws IOException {
		this.worker.add(FrameType.HEARTBEAT);
		this.worker.add(FrameType.READY);
		this.worker.add(FrameType.REPLY, 1, new byte[3]);
		this.worker.add(FrameType.REPLY, 2, new byte[0]);
		this.worker.add(FrameType.NO_REPLY, 3);
		this.worker.addFailure(4, "kind", "message", "");
		this.worker.addFailure(0, "kind", "all of it", "");
		this.worker.addText(FrameType.STATE, "paused");
		send();
		awaitNews("ready", "reply 1 3", "reply 2 0", "reply 3 null", "failure 4 kind message",
				"failure 0 kind all of it", "state paused", "end");
	}

	@Test
	void lastHeardWhenBytesComeIsTheirTime() throws IOException {
		assertThat(this.channel.lastHeardNanos()).isEqualTo(5);
		this.clock.set(9);
		this.worker.add(FrameType.HEARTBEAT);
		send();
		awaitNews("end");
		assertThat(this.channel.lastHeardNanos()).isEqualTo(9);
	}

	@Test
	void requestWhenFlushedIsSentOnTheCallersThread() throws IOException {
		ready();
		this.channel.request(1, new byte[] { 1, 2 });
		this.channel.request(2, new byte[0]);
		assertThat(this.channel.unsentBytes()).isEqualTo(13 + 2 + 13);
		this.channel.flush();
		assertThat(this.channel.unsentBytes()).isZero();
		take();
		assertThat(take()).satisfies((frame) -> assertThat(frame.body()).containsExactly(1, 2));
		assertThat(take().id()).isEqualTo(2);
		assertThat(threads("control-write-direct-0")).isZero();
	}

	@Test
	void requestWhenWorkerDoesNotReadNeverBlocksAndIsBounded() throws IOException {
		ready();
		long id = 1;
		// More than the pipe and the reader hold.
		assertThat(this.channel.request(id, new byte[ControlChannel.ROOM])).isTrue();
		this.channel.flush();
		assertThat(take().type()).isEqualTo(FrameType.CONFIGURE);
		// Whoever writes is at it, and stuck: it takes nothing more out of the queue.
		assertThat(this.requests.fill()).isTrue();
		while (this.channel.request(++id, new byte[10_000])) {
			this.channel.flush();
		}
		long refused = id;
		assertThat(this.channel.hasRoom()).isFalse();
		assertThat(this.channel.unsentBytes()).isBetween((long) ControlChannel.ROOM, ControlChannel.ROOM + 10_100L);
		this.channel.pause();
		this.channel.resume();
		for (long i = 1; i < refused; i++) {
			assertThat(take().id()).isEqualTo(i);
		}
		assertThat(List.of(take().type(), take().type())).containsExactly(FrameType.PAUSE, FrameType.RESUME);
		assertThat(this.channel.hasRoom()).isTrue();
	}

	@Test
	void stopIsSentOnceAndNoRequestIsSentBehindIt() throws IOException {
		ready();
		assertThat(this.channel.request(1, new byte[1])).isTrue();
		this.channel.stop();
		assertThat(this.channel.hasRoom()).isFalse();
		assertThat(this.channel.request(2, new byte[1])).isFalse();
		assertThat(this.channel.call(3, new byte[1])).isFalse();
		this.channel.stop();
		this.channel.cancel(1);
		take();
		assertThat(List.of(take().type(), take().type(), take().type())).containsExactly(FrameType.REQUEST,
				FrameType.STOP, FrameType.CANCEL);
	}

	@Test
	void requestWhenAnsweredIsDirectAgain() throws IOException {
		ready();
		take();
		for (long id = 1; id <= 1000; id++) {
			this.channel.request(id, new byte[1000]);
			this.channel.flush();
			assertThat(take().id()).isEqualTo(id);
			this.worker.add(FrameType.REPLY, id, new byte[0]);
			send();
			String expected = "reply " + id + " 0";
			await().pollInterval(Duration.ofMillis(1)).until(() -> this.news.contains(expected));
		}
		assertThat(threads("control-write-direct-0")).isZero();
	}

	@Test
	void requestWhenSentByManyThreadsArrivesWhole() throws Exception {
		ready();
		AtomicLong ids = new AtomicLong();
		List<Thread> threads = new ArrayList<>();
		for (int t = 0; t < 4; t++) {
			Thread thread = new Thread(() -> requestMany(ids), "requests");
			threads.add(thread);
			thread.start();
		}
		take();
		for (long id = 1; id <= 40_000; id++) {
			Frame frame = take();
			assertThat(frame.id()).isEqualTo(id);
			assertThat(frame.body()).hasSize((int) (id % 50));
		}
		for (Thread thread : threads) {
			thread.join();
		}
	}

	@Test
	void requestWhenIdIsNotPositiveThrows() {
		assertThatThrownBy(() -> this.channel.request(0, new byte[0])).isInstanceOf(IllegalArgumentException.class)
			.hasMessageContaining("above 0");
	}

	@Test
	void workerWhenGoneClosesChannelOnce() throws Exception {
		ready();
		this.worker.add(FrameType.REPLY, 1, new byte[0]);
		send();
		this.toApplication.close();
		assertThat(this.closed.get(30, TimeUnit.SECONDS)).isEqualTo("The worker closed its control channel");
		assertThat(this.news).contains("reply 1 0");
		await().until(() -> !this.channel.request(2, new byte[0]));
	}

	@Test
	void workerWhenItStopsReadingClosesChannel() throws Exception {
		ready();
		this.fromApplication.close();
		this.channel.request(1, new byte[0]);
		this.channel.flush();
		assertThat(this.closed.get(30, TimeUnit.SECONDS)).startsWith("The control channel broke: ");
		assertThat(this.channel.request(2, new byte[0])).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "REPLY", "NO_REPLY", "FAILURE", "READY" })
	void workerWhenFrameIsOutOfTurnClosesChannel(FrameType type) throws Exception {
		switch (type) {
			case READY -> {
				this.worker.add(type);
				this.worker.add(type);
			}
			case REPLY -> this.worker.add(type, 1, new byte[0]);
			case NO_REPLY -> this.worker.add(type, 1);
			default -> this.worker.addFailure(1, "kind", "message", "");
		}
		send();
		assertThat(this.closed.get(30, TimeUnit.SECONDS))
			.startsWith("The stream from the worker carries " + ((type == FrameType.READY) ? "a second READY" : type));
		take();
		assertThat(this.requests.fill()).isFalse();
	}

	@Test
	void workerWhenItPrintsClosesChannelWithWhatItPrinted() throws Exception {
		this.toApplication.write("Exception in thread main\n".getBytes());
		assertThat(this.closed.get(30, TimeUnit.SECONDS)).contains("begins with \"Exception in thread main.\"");
	}

	@Test
	void workerWhenItSendsRubbishClosesChannel() throws Exception {
		ready();
		byte[] rubbish = new byte[30_000];
		new Random(7).nextBytes(rubbish);
		this.toApplication.write(rubbish);
		assertThat(this.closed.get(30, TimeUnit.SECONDS)).startsWith("The stream from the worker carries ");
	}

	@Test
	void closeWhenWorkerStillTalksDeliversItFirst() throws Exception {
		ready();
		this.channel.close();
		this.channel.close();
		take();
		assertThat(this.requests.fill()).isFalse();
		this.worker.add(FrameType.REPLY, 1, new byte[0]);
		send();
		awaitNews("ready", "end", "reply 1 0", "end");
		assertThat(this.closed).isNotDone();
		assertThat(this.channel.request(2, new byte[0])).isFalse();
	}

	private void requestMany(AtomicLong ids) {
		for (int i = 0; i < 10_000; i++) {
			synchronized (ids) {
				long id = ids.incrementAndGet();
				while (!this.channel.request(id, new byte[(int) (id % 50)])) {
					this.channel.flush();
					LockSupport.parkNanos(1_000_000);
				}
			}
			this.channel.flush();
		}
	}

	private void ready() throws IOException {
		this.worker.add(FrameType.READY);
		send();
		awaitNews("ready", "end");
	}

	private void send() throws IOException {
		assertThat(this.worker.writeBatch()).isTrue();
	}

	private Frame take() throws IOException {
		Frame frame = this.requests.next();
		while (frame == null) {
			assertThat(this.requests.fill()).isTrue();
			frame = this.requests.next();
		}
		return frame;
	}

	private void awaitNews(String... expected) {
		await().until(() -> this.news.size() >= expected.length);
		assertThat(this.news).containsExactly(expected);
	}

	private static long threads(String name) {
		return Thread.getAllStackTraces().keySet().stream().filter((thread) -> thread.getName().equals(name)).count();
	}

	@Override
	public void onReady() {
		this.news.add("ready");
	}

	@Override
	public void onReply(long id, byte @Nullable [] payload) {
		this.news.add("reply " + id + " " + ((payload != null) ? payload.length : null));
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
		this.news.add("end");
	}

	@Override
	public void onClosed(String reason) {
		assertThat(this.closed.complete(reason)).isTrue();
	}

}
