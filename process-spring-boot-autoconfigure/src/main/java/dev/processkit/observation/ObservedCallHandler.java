package dev.processkit.observation;

import java.util.Map;

import dev.processkit.control.WorkerCall;
import dev.processkit.worker.CallHandler;
import dev.processkit.worker.WorkerContext;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.ReceiverContext;
import org.jspecify.annotations.Nullable;

/**
 * Observes the calls that a worker answers, {@code supervisor.worker.calls}, as part of
 * the trace that the headers tell of. Tags: process, method.
 *
 * @since 0.1
 */
public final class ObservedCallHandler implements CallHandler {

	/** The name of the observation. */
	public static final String NAME = "supervisor.worker.calls";

	private final CallHandler handler;

	private final ObservationRegistry registry;

	/**
	 * Create a handler.
	 * @param handler answers the calls
	 * @param registry where observations go
	 */
	public ObservedCallHandler(CallHandler handler, ObservationRegistry registry) {
		this.handler = handler;
		this.registry = registry;
	}

	@Override
	@SuppressWarnings("try")
	public byte @Nullable [] call(WorkerCall call, WorkerContext context) throws Exception {
		Observation observation = Observation.createNotStarted(NAME, () -> context(call), this.registry)
			.contextualName(context.name() + " " + call.method())
			.lowCardinalityKeyValue("process", context.name())
			.lowCardinalityKeyValue("method", call.method())
			.start();
		try (Observation.Scope scope = observation.openScope()) {
			return this.handler.call(call, context);
		}
		catch (Throwable ex) {
			observation.error(ex);
			throw ex;
		}
		finally {
			observation.stop();
		}
	}

	private static ReceiverContext<Map<String, String>> context(WorkerCall call) {
		ReceiverContext<Map<String, String>> context = new ReceiverContext<>(Map::get, Kind.SERVER);
		context.setCarrier(call.headers());
		return context;
	}

	@Override
	public void warmUp() {
		this.handler.warmUp();
	}

}
