package dev.processkit.supervisor;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import dev.processkit.InstanceState;
import dev.processkit.InstanceStatus;
import dev.processkit.ProcessEvent;
import dev.processkit.ProcessIdentity;
import dev.processkit.RequestFailedException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * As many clients at once as a busy endpoint has connections, while workers are killed:
 * every request must end exactly once, with its own answer or with a failure.
 */
@EnabledOnOs(OS.LINUX)
class RequestStormTests extends SupervisorFixture {

	private static final int CLIENTS = 64;

	private static final int REQUESTS_PER_CLIENT = 150;

	private static final int KILLS = 6;

	private final List<Exchange> exchanges = Collections.synchronizedList(new ArrayList<>());

	private final CountDownLatch ended = new CountDownLatch(CLIENTS * REQUESTS_PER_CLIENT);

	@Test
	void everyRequestEndsOnceWhileWorkersAreKilled() throws Exception {
		start(worker("echo", Echo.class).withInstances(3).withPolicies((policies) -> policies.withRestart(UNTIRING)));
		for (int client = 0; client < CLIENTS; client++) {
			new Client(client).next();
		}
		Random random = new Random(42);
		for (int kill = 1; kill <= KILLS; kill++) {
			long left = (long) CLIENTS * REQUESTS_PER_CLIENT * (KILLS + 1 - kill) / (KILLS + 1);
			await().pollInterval(Duration.ofMillis(1)).until(() -> this.ended.getCount() <= left);
			kill("echo-" + random.nextInt(3));
		}
		assertThat(this.ended.await(120, TimeUnit.SECONDS)).as("%d requests have not ended", this.ended.getCount())
			.isTrue();
		assertThat(this.exchanges).hasSize(CLIENTS * REQUESTS_PER_CLIENT)
			.allSatisfy((exchange) -> assertThat(exchange.outcomes).hasValue(1));
		assertThat(this.exchanges).filteredOn((exchange) -> exchange.reply != null)
			.hasSizeGreaterThan(CLIENTS * REQUESTS_PER_CLIENT / 2)
			.allSatisfy((exchange) -> assertThat(exchange.reply).isEqualTo(exchange.message));
		assertThat(this.supervisor.find("echo").instances()).extracting(InstanceStatus::busy).containsOnly(0);
		await().untilAsserted(
				() -> assertThat(this.events).filteredOn(ProcessEvent.Exited.class::isInstance).hasSizeGreaterThan(1));
	}

	private void kill(String id) {
		InstanceStatus status = instance(id);
		ProcessIdentity identity = status.identity();
		if (identity != null && status.state() == InstanceState.READY) {
			ProcessHandle.of(identity.pid()).ifPresent(ProcessHandle::destroyForcibly);
		}
	}

	/** Sends its next request when the one before has ended, from whichever thread. */
	private final class Client {

		private final int number;

		private final Dispatcher.Route route = RequestStormTests.this.supervisor.dispatcher()
			.route("echo", Duration.ofSeconds(60), this::next);

		private final AtomicInteger sent = new AtomicInteger();

		private volatile @Nullable Exchange current;

		Client(int number) {
			this.number = number;
		}

		void next() {
			Exchange before = this.current;
			if ((before == null || before.outcomes.get() > 0) && this.sent.get() < REQUESTS_PER_CLIENT) {
				Exchange exchange = new Exchange(this.number + "/" + this.sent.incrementAndGet());
				this.current = exchange;
				RequestStormTests.this.exchanges.add(exchange);
				this.route.dispatch(exchange.message.getBytes(StandardCharsets.UTF_8), exchange);
				this.route.flush();
			}
		}

	}

	private final class Exchange implements Dispatcher.ReplyCallback {

		private final String message;

		private final AtomicInteger outcomes = new AtomicInteger();

		private volatile @Nullable String reply;

		Exchange(String message) {
			this.message = message;
		}

		@Override
		public void onReply(byte @Nullable [] reply) {
			this.reply = new String(reply, StandardCharsets.UTF_8);
			end();
		}

		@Override
		public void onFailure(RequestFailedException failure) {
			end();
		}

		private void end() {
			this.outcomes.incrementAndGet();
			RequestStormTests.this.ended.countDown();
		}

	}

}
