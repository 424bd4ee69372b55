package dev.processkit.client;

import java.util.HashMap;
import java.util.Map;

import dev.processkit.ProcessException;
import dev.processkit.RequestFailedException;
import dev.processkit.client.CallCodec.MethodCodec;
import dev.processkit.client.CallObserver.CallObservation;
import dev.processkit.control.WorkerCall;
import dev.processkit.supervisor.Dispatcher.CallOptions;
import dev.processkit.supervisor.Dispatcher.Cancellation;
import dev.processkit.supervisor.Dispatcher.ReplyCallback;
import dev.processkit.supervisor.Dispatcher.Route;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * One method of a client, ready to be called.
 */
final class ClientCall {

	private static final Log logger = LogFactory.getLog(ProcessClient.class);

	private final String process;

	private final CallSignature signature;

	private final String name;

	private final MethodCodec codec;

	private final Route route;

	private final CallOptions options;

	private final boolean fireAndForget;

	private final boolean future;

	private final boolean hasResult;

	private final CallFailures failures;

	private final CallObserver observer;

	private final FailureLog failureLog = new FailureLog(logger::warn, System::nanoTime);

	ClientCall(String process, CallSignature signature, MethodCodec codec, Route route, CallOptions options,
			boolean fireAndForget, CallObserver observer) {
		this.process = process;
		this.signature = signature;
		this.name = signature.method().getName();
		this.codec = codec;
		this.route = route;
		this.options = options;
		this.fireAndForget = fireAndForget;
		this.future = signature.returnsFuture();
		this.hasResult = signature.hasResult();
		this.failures = new CallFailures(signature.method());
		this.observer = observer;
	}

	@Nullable Object call(@Nullable Object[] arguments) throws Throwable {
		byte[] encoded = encode(arguments);
		boolean observed = this.observer != CallObserver.NONE;
		Map<String, String> headers = observed ? new HashMap<>() : Map.of();
		CallObservation observation = this.observer.begin(this.process, this.name, headers);
		WorkerCall call = new WorkerCall(this.name, headers, encoded);
		if (this.future) {
			FutureCall reply = new FutureCall(this, observation);
			reply.sent(send(call, reply));
			return reply;
		}
		if (this.fireAndForget) {
			send(call, new ForgottenCall(this, this.failureLog, observation));
			return null;
		}
		return await(call, observation);
	}

	private byte[] encode(@Nullable Object[] arguments) {
		try {
			return this.codec.encodeArguments(arguments);
		}
		catch (RuntimeException ex) {
			throw new ProcessException("The arguments of %s cannot be encoded: %s".formatted(this, ex.getMessage()),
					ex);
		}
	}

	private Cancellation send(WorkerCall call, ReplyCallback reply) {
		Cancellation cancellation = this.route.call(call, this.options, reply);
		this.route.flush();
		return cancellation;
	}

	private @Nullable Object await(WorkerCall call, CallObservation observation) throws Throwable {
		BlockingCall reply = new BlockingCall();
		Throwable failure = null;
		try {
			return result(reply.await(send(call, reply)));
		}
		catch (RequestFailedException ex) {
			// It was made on another thread, whose stack helps nobody.
			ex.fillInStackTrace();
			failure = this.failures.translate(ex);
		}
		catch (InterruptedException ex) {
			failure = this.failures.interrupted(this, ex);
		}
		catch (RuntimeException ex) {
			failure = ex;
		}
		finally {
			observation.end(failure);
		}
		throw failure;
	}

	@Nullable Object result(byte @Nullable [] reply) {
		if (!this.hasResult) {
			return null;
		}
		try {
			return this.codec.decodeResult(reply);
		}
		catch (RuntimeException ex) {
			throw new ProcessException("The result of %s cannot be decoded: %s".formatted(this, ex.getMessage()), ex);
		}
	}

	Throwable translate(RequestFailedException failure) {
		return this.failures.translate(failure);
	}

	/** For people: which method of which process. */
	@Override
	public String toString() {
		return this.signature + " (process '" + this.process + "')";
	}

}
