package dev.processkit.observation;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CancellationException;

import dev.processkit.RequestFailedException;
import dev.processkit.client.CallObserver;
import dev.processkit.client.RemoteCallException;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.SenderContext;
import org.jspecify.annotations.Nullable;

/**
 * Observes the calls that the application makes, {@code supervisor.client.calls}, and has
 * the trace context travel in their headers. Tags: process, method, outcome.
 *
 * @since 0.1
 */
public final class ObservedClientCalls implements CallObserver {

	/** The name of the observation. */
	public static final String NAME = "supervisor.client.calls";

	private final ObservationRegistry registry;

	/**
	 * Create an observer.
	 * @param registry where observations go
	 */
	public ObservedClientCalls(ObservationRegistry registry) {
		this.registry = registry;
	}

	@Override
	public CallObservation begin(String process, String method, Map<String, String> headers) {
		Observation observation = Observation.createNotStarted(NAME, () -> context(process, headers), this.registry)
			.contextualName(process + " " + method)
			.lowCardinalityKeyValue("process", process)
			.lowCardinalityKeyValue("method", method)
			.start();
		return (failure) -> {
			observation.lowCardinalityKeyValue("outcome", outcome(failure));
			if (failure != null) {
				observation.error(failure);
			}
			observation.stop();
		};
	}

	private static SenderContext<Map<String, String>> context(String process, Map<String, String> headers) {
		SenderContext<Map<String, String>> context = new SenderContext<>((carrier, key, value) -> {
			if (carrier != null) {
				carrier.put(key, value);
			}
		}, Kind.CLIENT);
		context.setCarrier(headers);
		context.setRemoteServiceName(process);
		return context;
	}

	/** The words of the meter {@code supervisor.requests}, as far as they go. */
	private static String outcome(@Nullable Throwable failure) {
		if (failure == null) {
			return "success";
		}
		if (failure instanceof RequestFailedException request) {
			return request.kind().name().toLowerCase(Locale.ROOT);
		}
		if (failure instanceof CancellationException || failure instanceof InterruptedException) {
			return "cancelled";
		}
		return (failure.getCause() instanceof RemoteCallException) ? "handler_failed" : "unreadable";
	}

}
