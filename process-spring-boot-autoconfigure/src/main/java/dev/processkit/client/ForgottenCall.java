package dev.processkit.client;

import dev.processkit.RequestFailedException;
import dev.processkit.client.CallObserver.CallObservation;
import dev.processkit.supervisor.Dispatcher.ReplyCallback;
import org.jspecify.annotations.Nullable;

/**
 * The answer that nobody will wait for. The log has what went wrong.
 */
final class ForgottenCall implements ReplyCallback {

	private final ClientCall call;

	private final FailureLog log;

	private final CallObservation observation;

	ForgottenCall(ClientCall call, FailureLog log, CallObservation observation) {
		this.call = call;
		this.log = log;
		this.observation = observation;
	}

	@Override
	public void onReply(byte @Nullable [] reply) {
		this.observation.end(null);
	}

	@Override
	public void onFailure(RequestFailedException failure) {
		Throwable cause = this.call.translate(failure);
		this.observation.end(cause);
		this.log.failed(this.call, cause);
	}

}
