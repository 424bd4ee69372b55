package dev.processkit.launch;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;

import dev.processkit.InstanceId;

/**
 * A line as a JSON object (RFC 8259). Not thread-safe.
 */
final class JsonLines implements LineFormat {

	/** Always three digits, so that times sort as text. */
	private static final DateTimeFormatter TIME = new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

	private final InstantSource clock;

	private final InstanceId instance;

	/** More is not kept for the next line. */
	private static final int LARGE = 64 * 1024;

	private StringBuilder json = new StringBuilder(256);

	private String source;

	private long millis = Long.MIN_VALUE;

	private String time = "";

	JsonLines(InstanceId instance, InstantSource clock) {
		this.instance = instance;
		this.clock = clock;
		this.source = source("");
	}

	@Override
	public void from(long pid, String stream) {
		this.source = source(",\"pid\":" + pid + (stream.isEmpty() ? "" : ",\"stream\":\"" + stream + "\""));
	}

	/** Names of processes need no escape. */
	private String source(String more) {
		return "\",\"process\":\"" + this.instance.process() + "\",\"instance\":\"" + this.instance + "\"" + more
				+ ",\"line\":\"";
	}

	@Override
	public byte[] format(String line) {
		long now = this.clock.millis();
		if (now != this.millis) {
			this.millis = now;
			this.time = TIME.format(Instant.ofEpochMilli(now));
		}
		if (this.json.capacity() > LARGE) {
			this.json = new StringBuilder(256);
		}
		this.json.setLength(0);
		this.json.append("{\"time\":\"").append(this.time).append(this.source);
		appendEscaped(line);
		return this.json.append("\"}").toString().getBytes(StandardCharsets.UTF_8);
	}

	private void appendEscaped(String line) {
		int done = 0;
		for (int i = 0; i < line.length(); i++) {
			char c = line.charAt(i);
			if (c < ' ' || c == '"' || c == '\\' || c == 0x7f) {
				this.json.append(line, done, i);
				escape(c);
				done = i + 1;
			}
		}
		this.json.append(line, done, line.length());
	}

	private void escape(char c) {
		switch (c) {
			case '"' -> this.json.append("\\\"");
			case '\\' -> this.json.append("\\\\");
			case '\t' -> this.json.append("\\t");
			case '\r' -> this.json.append("\\r");
			default -> this.json.append("\\u00")
				.append(Character.forDigit(c >> 4, 16))
				.append(Character.forDigit(c & 0xF, 16));
		}
	}

}
