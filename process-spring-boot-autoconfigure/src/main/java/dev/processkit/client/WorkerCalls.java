package dev.processkit.client;

import java.lang.reflect.InvocationTargetException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.processkit.worker.CallHandler;
import dev.processkit.worker.CallHandlerFactory;

/**
 * Answers the calls of annotated interfaces in the worker's JVM. Needs no Spring there.
 *
 * @since 0.1
 */
public final class WorkerCalls implements CallHandlerFactory {

	private static final String PREFIX = "calls.";

	/**
	 * Say which interfaces a worker class answers.
	 * @param workerType the class
	 * @return what {@link #create} needs to know, with keys that begin with
	 * {@code calls.}; empty when it answers none
	 * @throws InvalidClientException if an interface cannot be called
	 */
	public static Map<String, String> settings(Class<?> workerType) {
		Map<String, String> settings = new LinkedHashMap<>();
		for (ClientContract contract : ClientContract.fulfilledBy(workerType)) {
			settings.put(PREFIX + contract.type().getName(), contract.codec().getName());
		}
		return settings;
	}

	@Override
	public CallHandler create(Object worker, Map<String, String> settings) throws Exception {
		Map<String, CallCodec> codecs = new HashMap<>();
		Map<String, CallTarget> targets = new HashMap<>();
		for (Map.Entry<String, String> setting : settings.entrySet()) {
			if (setting.getKey().startsWith(PREFIX)) {
				CallCodec codec = codecs.get(setting.getValue());
				if (codec == null) {
					codec = codec(setting.getValue());
					codecs.put(setting.getValue(), codec);
				}
				Class<?> type = load(setting.getKey().substring(PREFIX.length()));
				for (CallSignature signature : ClientContract.of(type).methods()) {
					targets.put(signature.method().getName(), new CallTarget(worker, signature, codec));
				}
			}
		}
		return new ContractCallHandler(worker.getClass().getName(), targets, codecs.values());
	}

	/**
	 * Make a codec.
	 * @param type its class
	 * @return the codec
	 * @throws ReflectiveOperationException if its constructor cannot be called or throws
	 */
	public static CallCodec codec(Class<? extends CallCodec> type) throws ReflectiveOperationException {
		try {
			return type.getConstructor().newInstance();
		}
		catch (InvocationTargetException ex) {
			if (ex.getCause() instanceof RuntimeException own) {
				throw own;
			}
			if (ex.getCause() instanceof Error own) {
				throw own;
			}
			throw ex;
		}
	}

	private static CallCodec codec(String type) throws ReflectiveOperationException {
		return codec(load(type).asSubclass(CallCodec.class));
	}

	private static Class<?> load(String type) throws ClassNotFoundException {
		return Class.forName(type, true, Thread.currentThread().getContextClassLoader());
	}

}
