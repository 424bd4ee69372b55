package dev.processkit.client;

import java.util.Collection;
import java.util.Map;

import dev.processkit.control.WorkerCall;
import dev.processkit.worker.CallHandler;
import dev.processkit.worker.WorkerContext;
import org.jspecify.annotations.Nullable;

/**
 * Finds the method of a call.
 */
final class ContractCallHandler implements CallHandler {

	private final String worker;

	private final Map<String, CallTarget> targets;

	private final Collection<CallCodec> codecs;

	ContractCallHandler(String worker, Map<String, CallTarget> targets, Collection<CallCodec> codecs) {
		this.worker = worker;
		this.targets = targets;
		this.codecs = codecs;
	}

	@Override
	public byte @Nullable [] call(WorkerCall call, WorkerContext context) throws Exception {
		CallTarget target = this.targets.get(call.method());
		if (target == null) {
			throw new NoSuchMethodException("%s answers no calls of '%s'; implement an interface with @ProcessClient"
				.formatted(this.worker, call.method()));
		}
		if (call.headers().isEmpty()) {
			return target.call(call.arguments());
		}
		CallHeaders.set(call.headers());
		try {
			return target.call(call.arguments());
		}
		finally {
			CallHeaders.clear();
		}
	}

	@Override
	public void warmUp() {
		this.codecs.forEach(CallCodec::warmUp);
	}

}
