package dev.processkit.client;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import dev.processkit.client.CallCodec.MethodCodec;
import dev.processkit.supervisor.Dispatcher;
import dev.processkit.supervisor.Dispatcher.CallOptions;
import dev.processkit.supervisor.Dispatcher.Route;
import org.jspecify.annotations.Nullable;

/**
 * Makes the objects that the application calls. Everything that can be looked up before a
 * call is looked up here.
 *
 * @since 0.1
 */
public final class ProcessClients {

	private final Dispatcher dispatcher;

	private final ClientSettings settings;

	private final CallObserver observer;

	/**
	 * Create a factory.
	 * @param dispatcher brings calls to workers
	 * @param settings what clients take from the application
	 * @param observer sees each call
	 */
	public ProcessClients(Dispatcher dispatcher, ClientSettings settings, CallObserver observer) {
		this.dispatcher = dispatcher;
		this.settings = settings;
		this.observer = observer;
	}

	/**
	 * Make a client.
	 * @param <T> the interface
	 * @param type the interface, annotated with {@link ProcessClient}
	 * @return an object that sends what is called; thread-safe
	 * @throws InvalidClientException if the interface cannot be called
	 */
	public <T> T create(Class<T> type) {
		ClientContract contract = ClientContract.of(type);
		String process = process(contract);
		Duration timeout = timeout(contract, null, contract.timeout(), this.settings.timeout());
		CallCodec codec = codec(contract);
		Route route = this.dispatcher.route(process, timeout, () -> {
		});
		Map<Method, ClientCall> calls = new HashMap<>();
		for (CallSignature signature : contract.methods()) {
			ClientContract.Options marks = ClientContract.options(signature.method());
			CallOptions options = new CallOptions(
					timeout(contract, signature.method().getName(), marks.timeout(), timeout), marks.idempotent());
			calls.put(signature.method(), new ClientCall(process, signature, prepare(codec, signature), route, options,
					marks.fireAndForget(), this.observer));
		}
		ClientInvocation invocation = new ClientInvocation(type, process, calls, defaultMethods(type));
		return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type }, invocation));
	}

	/**
	 * The process that an interface is for.
	 * @param contract the interface
	 * @return its name
	 * @throws InvalidClientException if it has none
	 */
	public String process(ClientContract contract) {
		String process;
		try {
			process = this.settings.resolve(contract.process());
		}
		catch (IllegalArgumentException ex) {
			throw because(ex,
					new InvalidClientException(contract.type(), null,
							"names the process '%s', which cannot be resolved".formatted(contract.process()),
							"Define the property, or give a default: ${name:default}."));
		}
		if (process.isBlank()) {
			throw new InvalidClientException(contract.type(), null, "names no process",
					"Name one that is declared under 'process'.");
		}
		return process;
	}

	private Duration timeout(ClientContract contract, @Nullable String method, String text, Duration inherited) {
		if (text.isEmpty()) {
			return inherited;
		}
		try {
			Duration timeout = this.settings.duration(this.settings.resolve(text));
			if (timeout.compareTo(Duration.ZERO) > 0) {
				return timeout;
			}
		}
		catch (IllegalArgumentException ex) {
			throw because(ex, badTimeout(contract, method, text));
		}
		throw badTimeout(contract, method, text);
	}

	private static InvalidClientException badTimeout(ClientContract contract, @Nullable String method, String text) {
		return new InvalidClientException(contract.type(), method,
				"has the time-out '%s', which is no positive duration".formatted(text),
				"Write it like 500ms, 2s or 1m, or as a placeholder for that.");
	}

	private CallCodec codec(ClientContract contract) {
		try {
			return this.settings.codec(contract.codec());
		}
		catch (NoClassDefFoundError ex) {
			throw because(ex, new InvalidClientException(contract.type(), null,
					"needs a class that is not there (" + ex.getMessage() + ")",
					"Add Jackson 3 (tools.jackson.core:jackson-databind) to the class path, or name another codec."));
		}
		catch (RuntimeException ex) {
			throw because(ex,
					new InvalidClientException(contract.type(), null,
							"has a codec that cannot be made (" + ex.getMessage() + ")",
							"Give it a public constructor without parameters; the worker makes one, too."));
		}
	}

	private static MethodCodec prepare(CallCodec codec, CallSignature signature) {
		try {
			return codec.prepare(signature);
		}
		catch (RuntimeException ex) {
			throw because(ex, new InvalidClientException(signature.contract(), signature.method().getName(),
					"has types that cannot be sent (" + ex.getMessage() + ")", "Use types that hold data."));
		}
	}

	private static InvalidClientException because(Throwable cause, InvalidClientException refusal) {
		refusal.initCause(cause);
		return refusal;
	}

	private static Map<Method, MethodHandle> defaultMethods(Class<?> type) {
		Map<Method, MethodHandle> methods = new HashMap<>();
		for (Method method : type.getMethods()) {
			if (method.isDefault()) {
				methods.put(method, handle(type, method));
			}
		}
		return methods;
	}

	private static MethodHandle handle(Class<?> type, Method method) {
		Class<?> declaring = method.getDeclaringClass();
		try {
			return MethodHandles.privateLookupIn(declaring, MethodHandles.lookup()).unreflectSpecial(method, declaring);
		}
		catch (IllegalAccessException ex) {
			throw because(ex, new InvalidClientException(type, method.getName(), "has a body that cannot be called",
					"Open its package to this module."));
		}
	}

}
