package dev.processkit.console;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import dev.processkit.InvalidDefinitionException;

/**
 * A method of a bean that is a method of the console.
 *
 * @param method the method, annotated with {@link ConsoleMethod}
 * @param invocation calls it
 * @since 0.1
 */
public record BeanMethod(Method method, Invocation invocation) {

	private static final Log logger = LogFactory.getLog(BeanMethod.class);

	private static final Pattern NAME = Pattern.compile("[A-Za-z][\\w-]*(\\.[A-Za-z][\\w-]*)+");

	private static final List<String> RESERVED = List.of("process.", "log.", "system.", "console.");

	Procedure procedure(JsonMapper mapper) {
		if (!NAME.matcher(name()).matches()) {
			throw refusal("is no name", "Use words with dots between them, at least two, such as mail.flush.");
		}
		if (RESERVED.stream().anyMatch(name()::startsWith)) {
			throw refusal("has a prefix that is reserved: one of " + RESERVED, "Choose another name.");
		}
		List<JavaType> types = Arrays.stream(this.method.getGenericParameterTypes())
			.map(mapper::constructType)
			.toList();
		List<Parameter> parameters = new ArrayList<>();
		for (java.lang.reflect.Parameter parameter : this.method.getParameters()) {
			if (!parameter.isNamePresent()) {
				throw refusal("has parameters without names", "Compile its class with -parameters.");
			}
			JavaType type = types.get(parameters.size());
			boolean optional = type.hasRawClass(Optional.class);
			parameters.add(new Parameter(parameter.getName(),
					JsonType.of(optional ? type.containedTypeOrUnknown(0) : type), optional || isNullable(parameter)));
		}
		return new Procedure(name(), annotation().help(), parameters,
				JsonType.of(mapper.constructType(this.method.getGenericReturnType())),
				(arguments, client) -> call(mapper, types, parameters, arguments, client));
	}

	private @Nullable Object call(JsonMapper mapper, List<JavaType> types, List<Parameter> parameters,
			Arguments arguments, Client client) throws Exception {
		@Nullable Object[] values = new @Nullable Object[types.size()];
		for (int i = 0; i < values.length; i++) {
			values[i] = convert(mapper, types.get(i), parameters.get(i),
					arguments.values().get(parameters.get(i).name()));
		}
		logger.info("%s calls '%s'".formatted(client.who(), name()));
		try {
			return this.invocation.invoke(values);
		}
		catch (InvocationTargetException ex) {
			Throwable cause = Objects.requireNonNullElse(ex.getCause(), ex);
			logger.warn("'%s' failed for %s".formatted(name(), client.who()), cause);
			String message = cause.getMessage();
			throw ConsoleError.CUSTOM.because((message != null) ? message : cause.getClass().getSimpleName());
		}
	}

	private static @Nullable Object convert(JsonMapper mapper, JavaType type, Parameter parameter,
			@Nullable JsonNode value) {
		if (value == null) {
			return type.hasRawClass(Optional.class) ? Optional.empty() : null;
		}
		try {
			return mapper.convertValue(value, type);
		}
		catch (JacksonException ex) {
			throw ConsoleError.INVALID_PARAMS
				.because("'%s' is no %s: %s".formatted(parameter.name(), parameter.type(), ex.getOriginalMessage()));
		}
	}

	private static boolean isNullable(java.lang.reflect.Parameter parameter) {
		return Stream.of(parameter.getAnnotations(), parameter.getAnnotatedType().getAnnotations())
			.flatMap(Arrays::stream)
			.anyMatch((annotation) -> annotation.annotationType().getSimpleName().equals("Nullable"));
	}

	private String name() {
		return annotation().value();
	}

	private ConsoleMethod annotation() {
		return Objects.requireNonNull(this.method.getAnnotation(ConsoleMethod.class));
	}

	InvalidDefinitionException refusal(String problem, String remedy) {
		return new InvalidDefinitionException(
				"@ConsoleMethod of %s.%s".formatted(this.method.getDeclaringClass().getName(), this.method.getName()),
				name(), problem, remedy);
	}

	/**
	 * Calls a method on its bean.
	 */
	@FunctionalInterface
	public interface Invocation {

		/**
		 * Call it.
		 * @param arguments its arguments
		 * @return its result
		 * @throws InvocationTargetException what it threw
		 * @throws Exception if it cannot be called
		 */
		@Nullable Object invoke(@Nullable Object[] arguments) throws Exception;

	}

}
