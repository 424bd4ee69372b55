package dev.processkit.client;

import java.util.concurrent.CompletableFuture;

import dev.processkit.RequestFailedException;
import dev.processkit.client.CallObserver.CallObservation;
import dev.processkit.supervisor.Dispatcher.Cancellation;
import dev.processkit.supervisor.Dispatcher.ReplyCallback;
import org.jspecify.annotations.Nullable;

/**
 * The answer that nobody waits for yet. Cancelling it gives the call up; what is derived
 * from it does not.
 */
final class FutureCall extends CompletableFuture<@Nullable Object> implements ReplyCallback {

	private final ClientCall call;

	private final CallObservation observation;

	private volatile @Nullable Cancellation cancellation;

	FutureCall(ClientCall call, CallObservation observation) {
		this.call = call;
		this.observation = observation;
	}

	void sent(Cancellation cancellation) {
		this.cancellation = cancellation;
	}

	@Override
	public boolean cancel(boolean mayInterruptIfRunning) {
		boolean cancelled = super.cancel(mayInterruptIfRunning);
		Cancellation sent = this.cancellation;
		if (cancelled && sent != null) {
			this.cancellation = null;
			sent.cancel();
		}
		return cancelled;
	}

	@Override
	public void onReply(byte @Nullable [] reply) {
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
		fail(this.call.translate(failure));
	}

	private void fail(Throwable failure) {
		this.observation.end(failure);
		completeExceptionally(failure);
	}

}
