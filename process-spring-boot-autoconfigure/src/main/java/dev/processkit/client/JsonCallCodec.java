package dev.processkit.client;

import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;

import tools.jackson.databind.JavaType;
import tools.jackson.databind.json.JsonMapper;

/**
 * The default codec: JSON by Jackson 3. Arguments are an array, a result is a value, so
 * that a worker in any language can answer.
 * <p>
 * A mapper of your own belongs into a subclass, which both sides make by its constructor
 * without parameters: {@code MyCodec() { super(JsonMapper.builder()….build()); }}.
 *
 * @since 0.1
 */
public class JsonCallCodec implements CallCodec {

	private static final int WARM_UP_ROUNDS = 200;

	private final JsonMapper mapper;

	/**
	 * Create a codec with Jackson's own defaults, which lets no class name in the JSON
	 * choose a class.
	 */
	public JsonCallCodec() {
		this(JsonMapper.builder().polymorphicTypeValidator(new NamedClassesDenied()).build());
	}

	/**
	 * Create a codec.
	 * @param mapper the mapper
	 */
	protected JsonCallCodec(JsonMapper mapper) {
		this.mapper = mapper;
	}

	@Override
	public MethodCodec prepare(CallSignature signature) {
		JavaType contract = this.mapper.constructType(signature.contract());
		JavaType declaring = contract.findSuperType(signature.method().getDeclaringClass());
		List<JavaType> parameters = signature.parameters().stream().map((type) -> resolve(type, declaring)).toList();
		return new JsonMethodCodec(this.mapper, signature, parameters, resolve(signature.result(), declaring));
	}

	private JavaType resolve(Type type, JavaType declaring) {
		return this.mapper.getTypeFactory().resolveMemberType(type, declaring.getBindings());
	}

	@Override
	public void warmUp() {
		Map<String, Object> sample = Map.of("text", "\u00e4 text", "number", 12.5, "list", List.of(1, 2L, true));
		for (int round = 0; round < WARM_UP_ROUNDS; round++) {
			this.mapper.readValue(this.mapper.writeValueAsBytes(sample), Map.class);
		}
	}

}
