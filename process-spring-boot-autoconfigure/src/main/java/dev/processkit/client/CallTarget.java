package dev.processkit.client;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;

import dev.processkit.client.CallCodec.MethodCodec;
import org.jspecify.annotations.Nullable;

/**
 * One method of the worker object.
 */
final class CallTarget {

	private final Object worker;

	private final CallSignature signature;

	private final Method method;

	private final MethodCodec codec;

	private final boolean future;

	private final boolean hasResult;

	CallTarget(Object worker, CallSignature signature, CallCodec codec) {
		this.worker = worker;
		this.signature = signature;
		this.method = signature.method();
		// The interface need not be public.
		this.method.setAccessible(true);
		this.codec = codec.prepare(signature);
		this.future = signature.returnsFuture();
		this.hasResult = signature.hasResult();
	}

	byte @Nullable [] call(byte[] arguments) throws Exception {
		Object result = invoke(this.codec.decodeArguments(arguments));
		if (this.future) {
			result = await(result);
		}
		return this.hasResult ? this.codec.encodeResult(result) : null;
	}

	private @Nullable Object invoke(@Nullable Object[] arguments) throws Exception {
		try {
			return this.method.invoke(this.worker, arguments);
		}
		catch (InvocationTargetException ex) {
			throw unwrap(ex, ex.getCause());
		}
	}

	private @Nullable Object await(@Nullable Object stage) throws Exception {
		if (stage == null) {
			throw new NullPointerException(this.signature + " returned null instead of a future");
		}
		CompletableFuture<?> result = ((CompletionStage<?>) stage).toCompletableFuture();
		try {
			return result.get();
		}
		catch (InterruptedException ex) {
			result.cancel(true);
			throw ex;
		}
		catch (ExecutionException ex) {
			throw unwrap(ex, ex.getCause());
		}
	}

	private static Exception unwrap(Exception wrapper, @Nullable Throwable cause) {
		if (cause instanceof Error error) {
			throw error;
		}
		return (cause instanceof Exception exception) ? exception : wrapper;
	}

}
