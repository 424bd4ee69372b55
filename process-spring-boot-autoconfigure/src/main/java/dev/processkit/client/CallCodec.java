package dev.processkit.client;

import org.jspecify.annotations.Nullable;

/**
 * Turns arguments and results of calls into bytes and back, the same way in the
 * application and in the worker. Implementations have a public constructor without
 * parameters and are thread-safe.
 * <p>
 * Both sides read what the other one wrote: a codec must not let bytes choose which
 * classes are loaded.
 *
 * @since 0.1
 */
public interface CallCodec {

	/**
	 * Prepare the codec of one method. Called once for each method, so that what is slow
	 * is done here.
	 * @param signature the method
	 * @return its codec, thread-safe
	 * @throws RuntimeException if its types cannot be encoded; the message says which and
	 * why
	 */
	MethodCodec prepare(CallSignature signature);

	/**
	 * Do in a young worker what makes the first calls fast, such as loading classes.
	 * Called once, before READY. Runs no code of the application.
	 */
	default void warmUp() {
	}

	/**
	 * The codec of one method.
	 */
	interface MethodCodec {

		/**
		 * Encode arguments, in the application.
		 * @param arguments the arguments in the order of the parameters
		 * @return the bytes, not to be changed afterwards
		 */
		byte[] encodeArguments(@Nullable Object[] arguments);

		/**
		 * Decode arguments, in the worker.
		 * @param bytes what was encoded
		 * @return as many arguments as the method has parameters
		 */
		@Nullable Object[] decodeArguments(byte[] bytes);

		/**
		 * Encode a result, in the worker. Not called for methods without one.
		 * @param result the result
		 * @return the bytes, not to be changed afterwards
		 */
		byte[] encodeResult(@Nullable Object result);

		/**
		 * Decode a result, in the application. Not called for methods without one.
		 * @param bytes what was encoded; {@code null} when the worker sent none, as one
		 * in another language may for its own idea of nothing
		 * @return the result
		 */
		@Nullable Object decodeResult(byte @Nullable [] bytes);

	}

}
