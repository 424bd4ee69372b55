package dev.processkit.client;

import java.util.concurrent.CompletableFuture;

import dev.processkit.RequestFailedException;
import dev.processkit.client.CallObserver.CallObservation;
import dev.processkit.supervisor.Dispatcher.Cancellation;
import dev.processkit.supervisor.Dispatcher.ReplyCallback;
import org.jspecify.annotations.Nullable;

/**
 * The answer that nobody waits for yet. Whoever completes it before the worker does (by
 * cancelling it, or by a time-out of their own) gives the call up; what is derived from
 * it does not.
 */
final class FutureCall extends CompletableFuture<@Nullable Object> implements ReplyCallback {

	private final ClientCall call;

	private final CallObservation observation;

	private volatile boolean answered;

	FutureCall(ClientCall call, CallObservation observation) {
		this.call = call;
		this.observation = observation;
	}

	void sent(Cancellation cancellation) {
		whenComplete((result, failure) -> {
			if (!this.answered) {
				cancellation.cancel();
			}
		});
	}

	@Override
	public void onReply(byte @Nullable [] reply) {
		this.answered = true;
		Object result;
		try {
			result = this.call.result(reply);
		}
		catch (RuntimeException ex) {
			fail(ex);
			return;
		}
		this.observation.end(null);
		complete(result);
	}

	@Override
	public void onFailure(RequestFailedException failure) {
		this.answered = true;
		fail(this.call.translate(failure));
	}

	private void fail(Throwable failure) {
		this.observation.end(failure);
		completeExceptionally(failure);
	}

}
