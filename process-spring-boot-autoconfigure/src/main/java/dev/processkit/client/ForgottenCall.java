package dev.processkit.client;

import dev.processkit.RequestFailedException;
import dev.processkit.client.CallObserver.CallObservation;
import dev.processkit.supervisor.Dispatcher.ReplyCallback;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The answer that nobody will wait for. The log has what went wrong.
 */
final class ForgottenCall implements ReplyCallback {

	private static final Log logger = LogFactory.getLog(ProcessClient.class);

	private final ClientCall call;

	private final CallObservation observation;

	ForgottenCall(ClientCall call, CallObservation observation) {
		this.call = call;
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
		logger.warn("%s failed, and its caller does not wait: %s".formatted(this.call, cause));
	}

}
