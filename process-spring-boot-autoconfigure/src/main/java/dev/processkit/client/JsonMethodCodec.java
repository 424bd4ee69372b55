package dev.processkit.client;

import java.util.List;

import dev.processkit.client.CallCodec.MethodCodec;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.util.ByteArrayBuilder;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.exc.InvalidDefinitionException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Readers and writers of one method, compiled once.
 */
final class JsonMethodCodec implements MethodCodec {

	private static final byte[] NULL = { 'n', 'u', 'l', 'l' };

	private static final byte[] NO_ARGUMENTS = { '[', ']' };

	private final CallSignature signature;

	private final ObjectWriter[] argumentWriters;

	private final ObjectReader[] argumentReaders;

	private final ObjectWriter resultWriter;

	private final ObjectReader resultReader;

	JsonMethodCodec(JsonMapper mapper, CallSignature signature, List<JavaType> parameters, JavaType result) {
		this.signature = signature;
		// An array is flushed when it is complete, and goes on after each element.
		ObjectWriter writer = mapper.writer().without(SerializationFeature.FLUSH_AFTER_WRITE_VALUE);
		ObjectReader reader = mapper.reader().without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
		this.argumentWriters = parameters.stream().map(writer::forType).toArray(ObjectWriter[]::new);
		this.argumentReaders = parameters.stream().map(reader::forType).toArray(ObjectReader[]::new);
		this.resultWriter = mapper.writerFor(result);
		this.resultReader = mapper.readerFor(result);
		for (ObjectReader argumentReader : this.argumentReaders) {
			requireReadable(argumentReader);
		}
		if (signature.hasResult()) {
			requireReadable(this.resultReader);
		}
	}

	/** A type that can never be read is found now, and the first call need not look. */
	private static void requireReadable(ObjectReader reader) {
		try {
			reader.readValue(NULL);
		}
		catch (InvalidDefinitionException ex) {
			throw new IllegalArgumentException(ex.getOriginalMessage(), ex);
		}
		catch (JacksonException ex) {
			// Primitives take no null.
		}
	}

	@Override
	public byte[] encodeArguments(@Nullable Object[] arguments) {
		if (arguments.length == 0) {
			return NO_ARGUMENTS;
		}
		try (ByteArrayBuilder bytes = new ByteArrayBuilder()) {
			try (JsonGenerator json = this.argumentWriters[0].createGenerator(bytes)) {
				json.writeStartArray();
				for (int index = 0; index < arguments.length; index++) {
					this.argumentWriters[index].writeValue(json, arguments[index]);
				}
				json.writeEndArray();
			}
			return bytes.toByteArray();
		}
	}

	@Override
	public @Nullable Object[] decodeArguments(byte[] bytes) {
		@Nullable Object[] arguments = new @Nullable Object[this.argumentReaders.length];
		if (arguments.length == 0) {
			return arguments;
		}
		try (JsonParser json = this.argumentReaders[0].createParser(bytes)) {
			require(json.nextToken() == JsonToken.START_ARRAY);
			for (int index = 0; index < arguments.length; index++) {
				require(json.nextToken() != JsonToken.END_ARRAY);
				arguments[index] = this.argumentReaders[index].readValue(json);
			}
			require(json.nextToken() == JsonToken.END_ARRAY);
		}
		return arguments;
	}

	private void require(boolean expected) {
		if (!expected) {
			throw new IllegalArgumentException("The arguments of %s are no JSON array of %d elements"
				.formatted(this.signature, this.argumentReaders.length));
		}
	}

	@Override
	public byte[] encodeResult(@Nullable Object result) {
		return this.resultWriter.writeValueAsBytes(result);
	}

	@Override
	public @Nullable Object decodeResult(byte @Nullable [] bytes) {
		return this.resultReader.readValue((bytes != null) ? bytes : NULL);
	}

}
