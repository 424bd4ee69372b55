package dev.processkit.client;

import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * What a codec needs to know of a method.
 *
 * @param contract the annotated interface; it may fix the type variables of the interface
 * that declares the method
 * @param method the method
 * @since 0.1
 */
public record CallSignature(Class<?> contract, Method method) {

	/**
	 * The types of the parameters.
	 * @return the types; variables stand for what the contract fixes
	 */
	public List<Type> parameters() {
		return List.of(this.method.getGenericParameterTypes());
	}

	/**
	 * The type of the result: for a future, of what it is completed with.
	 * @return the type; {@code void} or {@code Void} when there is none
	 */
	public Type result() {
		Type type = this.method.getGenericReturnType();
		if (!returnsFuture()) {
			return type;
		}
		return (type instanceof ParameterizedType future) ? future.getActualTypeArguments()[0] : Object.class;
	}

	/**
	 * Whether the method has a result worth sending.
	 * @return {@code false} for {@code void}, and for a future of {@code Void}
	 */
	public boolean hasResult() {
		Type result = result();
		return result != void.class && result != Void.class;
	}

	/**
	 * Whether the method returns before it is answered.
	 * @return whether it returns a {@code CompletableFuture} or {@code CompletionStage}
	 */
	public boolean returnsFuture() {
		Class<?> type = this.method.getReturnType();
		return type == CompletableFuture.class || type == CompletionStage.class;
	}

	/**
	 * Name the method for people.
	 * @return the simple name of the contract and the method
	 */
	@Override
	public String toString() {
		return this.contract.getSimpleName() + "." + this.method.getName();
	}

}
