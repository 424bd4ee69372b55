package dev.processkit.actuate;

import java.nio.charset.StandardCharsets;

import org.springframework.boot.actuate.endpoint.Producible;
import org.springframework.util.MimeType;
import org.springframework.util.MimeTypeUtils;

/**
 * A {@link Producible} that says how lines are given over HTTP.
 *
 * @since 0.1
 */
public enum LogFormat implements Producible<LogFormat> {

	/** As they were printed. */
	TEXT(new MimeType("text", "plain", StandardCharsets.UTF_8)),

	/** With instance and number. */
	JSON(MimeTypeUtils.APPLICATION_JSON);

	private final MimeType mimeType;

	LogFormat(MimeType mimeType) {
		this.mimeType = mimeType;
	}

	@Override
	public MimeType getProducedMimeType() {
		return this.mimeType;
	}

	/** Whoever does not ask gets what can be read. */
	@Override
	public boolean isDefault() {
		return this == TEXT;
	}

}
