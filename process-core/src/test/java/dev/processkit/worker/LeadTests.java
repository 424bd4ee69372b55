package dev.processkit.worker;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@Timeout(60)
class LeadTests {

	private final CountDownLatch stuck = new CountDownLatch(1);

	private volatile boolean kept = true;

	private final Thread handling = new Thread(this::handle);

	private final Lead lead = new Lead(this.handling, Thread.currentThread());

	@Test
	void giveWhenNobodyWaitsKeepsTheLead() {
		assertThat(this.lead.give()).isFalse();
	}

	@Test
	void giveWhenTheOfferWasWithdrawnKeepsTheLead() {
		this.lead.offer();
		assertThat(this.lead.withdraw()).isTrue();
		assertThat(this.lead.give()).isFalse();
	}

	@Test
	void withdrawWhenTheLeadWasGivenFails() {
		this.lead.offer();
		assertThat(this.lead.give()).isTrue();
		assertThat(this.lead.withdraw()).isFalse();
		this.lead.await();
	}

	@Test
	void watchWhenAHandlerIsStuckTakesTheLeadOnceAndGivesItBack() throws Exception {
		this.lead.offer();
		this.handling.start();
		assertThat(this.lead.give()).isTrue();
		// Does not return before the handling thread is stuck, whatever it did before.
		this.lead.watch();
		this.stuck.countDown();
		await().until(this.lead::give);
		this.handling.join(TimeUnit.SECONDS.toMillis(30));
		assertThat(this.handling.isAlive()).isFalse();
		assertThat(this.kept).isFalse();
	}

	private void handle() {
		this.lead.await();
		for (int i = 0; i < 100_000; i++) {
			this.lead.begin();
			this.kept = this.lead.end();
			if (!this.kept) {
				// Taken since the machine is busy.
				this.lead.offer();
				this.lead.await();
				return;
			}
		}
		this.lead.begin();
		try {
			this.stuck.await();
		}
		catch (InterruptedException ex) {
			return;
		}
		this.kept = this.lead.end();
		this.lead.offer();
		this.lead.await();
	}

}
