package dev.processkit.client;

import java.time.Duration;

/**
 * What clients take from the application they live in.
 *
 * @since 0.1
 */
public interface ClientSettings {

	/**
	 * Resolve the placeholders in what an annotation says.
	 * @param text the text
	 * @return the text without placeholders
	 * @throws IllegalArgumentException if one has no value
	 */
	String resolve(String text);

	/**
	 * Read a duration.
	 * @param text such as {@code 2s}, without placeholders
	 * @return the duration
	 * @throws IllegalArgumentException if it is none
	 */
	Duration duration(String text);

	/**
	 * The time-out of calls that name none.
	 * @return the duration
	 */
	Duration timeout();

	/**
	 * Find or make a codec.
	 * @param type its class
	 * @return the codec, the same one each time
	 */
	CallCodec codec(Class<? extends CallCodec> type);

}
