package dev.processkit.client.notes;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

import dev.processkit.client.CallCodec;
import dev.processkit.client.CallSignature;
import org.jspecify.annotations.Nullable;

/**
 * Sends texts, a line each, and marks them: a text that was written by one and read by
 * another says so.
 */
public class MarkingCodec implements CallCodec, CallCodec.MethodCodec {

	private final String name;

	public MarkingCodec() {
		this("made");
	}

	MarkingCodec(String name) {
		this.name = name;
	}

	@Override
	public MethodCodec prepare(CallSignature signature) {
		return this;
	}

	@Override
	public byte[] encodeArguments(@Nullable Object[] arguments) {
		return Arrays.stream(arguments)
			.map((argument) -> argument + "<" + this.name)
			.collect(Collectors.joining("\n"))
			.getBytes(StandardCharsets.UTF_8);
	}

	@Override
	public @Nullable Object[] decodeArguments(byte[] bytes) {
		return new String(bytes, StandardCharsets.UTF_8).lines().map((line) -> line + ">" + this.name).toArray();
	}

	@Override
	public byte[] encodeResult(@Nullable Object result) {
		return encodeArguments(new Object[] { result });
	}

	@Override
	public @Nullable Object decodeResult(byte @Nullable [] bytes) {
		return decodeArguments(bytes)[0];
	}

}
