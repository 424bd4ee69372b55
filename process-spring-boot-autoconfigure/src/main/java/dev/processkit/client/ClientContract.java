package dev.processkit.client;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;

import org.jspecify.annotations.Nullable;

/**
 * What an interface that is annotated with {@link ProcessClient} promises. Reads nothing
 * but the interface, so that the application and the worker come to the same conclusion.
 *
 * @since 0.1
 */
public final class ClientContract {

	private final Class<?> type;

	private final ProcessClient client;

	private final List<CallSignature> methods;

	private ClientContract(Class<?> type, ProcessClient client, List<CallSignature> methods) {
		this.type = type;
		this.client = client;
		this.methods = methods;
	}

	/**
	 * Read an interface.
	 * @param type the interface
	 * @return its contract
	 * @throws InvalidClientException if it cannot be called
	 */
	public static ClientContract of(Class<?> type) {
		ProcessClient client = type.getAnnotation(ProcessClient.class);
		if (client == null) {
			throw new InvalidClientException(type, null, "is not annotated", "Annotate it with @ProcessClient.");
		}
		if (!type.isInterface() || type.isAnnotation()) {
			throw new InvalidClientException(type, null, "is not an interface",
					"Annotate an interface, and let the worker class implement it.");
		}
		if (type.getTypeParameters().length > 0) {
			throw new InvalidClientException(type, null, "has type parameters that nothing fixes",
					"Annotate an interface that extends it with real types.");
		}
		List<CallSignature> methods = Arrays.stream(type.getMethods())
			.filter(ClientContract::isRemote)
			.map((method) -> new CallSignature(type, method))
			.toList();
		ClientContract contract = new ClientContract(type, client, methods);
		methods.forEach(ClientContract::check);
		requireOneOfEachName(contract);
		return contract;
	}

	/**
	 * The contracts that a worker class fulfils.
	 * @param workerType the class
	 * @return the contracts of all annotated interfaces that it implements, also by
	 * inheritance
	 * @throws InvalidClientException if one cannot be called, or two of them have methods
	 * of one name that differ
	 */
	public static List<ClientContract> fulfilledBy(Class<?> workerType) {
		Set<Class<?>> interfaces = new LinkedHashSet<>();
		collect(workerType, interfaces);
		List<ClientContract> contracts = interfaces.stream()
			.filter((type) -> type.isAnnotationPresent(ProcessClient.class))
			.map(ClientContract::of)
			.toList();
		requireOneOfEachName(contracts.toArray(ClientContract[]::new));
		return contracts;
	}

	private static void collect(@Nullable Class<?> type, Set<Class<?>> interfaces) {
		if (type != null) {
			collect(type.getSuperclass(), interfaces);
			for (Class<?> each : type.getInterfaces()) {
				interfaces.add(each);
				collect(each, interfaces);
			}
		}
	}

	private static boolean isRemote(Method method) {
		return Modifier.isAbstract(method.getModifiers()) && !isOfObject(method);
	}

	private static boolean isOfObject(Method method) {
		try {
			Object.class.getMethod(method.getName(), method.getParameterTypes());
			return true;
		}
		catch (NoSuchMethodException ex) {
			return false;
		}
	}

	private static void check(CallSignature signature) {
		Method method = signature.method();
		if (method.getTypeParameters().length > 0) {
			throw refuse(signature, "is generic, and the worker cannot know its types", "Use real types.");
		}
		if (options(method).fireAndForget() && method.getReturnType() != void.class) {
			throw refuse(signature, "is fireAndForget and has a result that nobody would wait for",
					"Make it void, or remove fireAndForget.");
		}
		if (Future.class.isAssignableFrom(method.getReturnType()) && !signature.returnsFuture()) {
			throw refuse(signature, "returns a " + method.getReturnType().getName(),
					"Return a CompletableFuture or a CompletionStage.");
		}
		List<Class<?>> values = new ArrayList<>(List.of(method.getParameterTypes()));
		if (!signature.returnsFuture()) {
			values.add(method.getReturnType());
		}
		values.stream().filter(ClientContract::isBoundToItsJvm).findFirst().ifPresent((type) -> {
			throw refuse(signature, "has the type " + type.getName() + ", which lives in one JVM and cannot be sent",
					"Use types that hold data.");
		});
	}

	/** Only what is known for sure; of other types the codec will tell. */
	private static boolean isBoundToItsJvm(Class<?> type) {
		boolean ofJava = type.getName().startsWith("java.");
		boolean open = AutoCloseable.class.isAssignableFrom(type) || Thread.class.isAssignableFrom(type)
				|| Future.class.isAssignableFrom(type);
		boolean function = type.isInterface() && type.getName().startsWith("java.util.function.");
		boolean stream = Flow.Publisher.class.isAssignableFrom(type)
				|| Arrays.stream(type.getInterfaces()).anyMatch(ClientContract::isReactive) || isReactive(type);
		return (ofJava && (open || function)) || stream;
	}

	private static boolean isReactive(Class<?> type) {
		return type.getName().equals("org.reactivestreams.Publisher")
				|| type.getName().equals("reactor.core.CorePublisher");
	}

	/** The name alone travels: workers in other languages have no parameter types. */
	private static void requireOneOfEachName(ClientContract... contracts) {
		Map<String, CallSignature> names = new LinkedHashMap<>();
		for (ClientContract contract : contracts) {
			for (CallSignature signature : contract.methods) {
				CallSignature other = names.putIfAbsent(signature.method().getName(), signature);
				if (other != null && !isSame(other, signature)) {
					throw refuse(signature, "is overloaded, in " + other + ", and only the name travels",
							"Give each method a name of its own.");
				}
			}
		}
	}

	private static boolean isSame(CallSignature one, CallSignature other) {
		return Arrays.equals(one.method().getParameterTypes(), other.method().getParameterTypes())
				&& codec(one) == codec(other);
	}

	private static Class<? extends CallCodec> codec(CallSignature signature) {
		return signature.contract().getAnnotation(ProcessClient.class).codec();
	}

	private static InvalidClientException refuse(CallSignature signature, String problem, String remedy) {
		return new InvalidClientException(signature.contract(), signature.method().getName(), problem, remedy);
	}

	static Options options(Method method) {
		ProcessCall call = method.getAnnotation(ProcessCall.class);
		return (call != null) ? new Options(call.timeout(), call.idempotent(), call.fireAndForget())
				: new Options("", false, false);
	}

	public Class<?> type() {
		return this.type;
	}

	/**
	 * The name of the process as it is written, placeholders and all.
	 * @return the name
	 */
	public String process() {
		return this.client.value();
	}

	/**
	 * The time-out of the interface as it is written.
	 * @return a duration, a placeholder or nothing
	 */
	public String timeout() {
		return this.client.timeout();
	}

	public Class<? extends CallCodec> codec() {
		return this.client.codec();
	}

	/**
	 * The methods that the worker answers.
	 * @return the methods; one that two interfaces declare alike stands there twice
	 */
	public List<CallSignature> methods() {
		return this.methods;
	}

	/**
	 * What {@link ProcessCall} says of a method.
	 *
	 * @param timeout its time-out as it is written
	 * @param idempotent whether calling twice does no harm
	 * @param fireAndForget whether nobody waits
	 */
	record Options(String timeout, boolean idempotent, boolean fireAndForget) {

	}

}
