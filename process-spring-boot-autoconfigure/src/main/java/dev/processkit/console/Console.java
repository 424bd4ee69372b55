package dev.processkit.console;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.BasicPolymorphicTypeValidator;

import dev.processkit.ProcessManager;
import dev.processkit.operation.CommandLineSanitizer;
import dev.processkit.operation.ProcessDescriber;

/**
 * What an admin console offers: the methods of its processes, of introspection, and those
 * that the application adds. Add all of them before a {@link ConsoleServer} serves it;
 * thread-safe from then on.
 *
 * @since 0.1
 */
public final class Console {

	/**
	 * How long an act keeps its client. Most are done by then; a longer one goes on, and
	 * the status shows how far it is.
	 */
	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private final JsonMapper mapper = JsonMapper.builder()
		.polymorphicTypeValidator(BasicPolymorphicTypeValidator.builder().build())
		.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
		.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
		.changeDefaultPropertyInclusion((inclusion) -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
		.build();

	private final Procedures procedures = new Procedures();

	/**
	 * Create a console.
	 * @param manager the processes
	 * @param sanitizer masks what is secret in command lines
	 * @param time the clock for up-times
	 */
	public Console(ProcessManager manager, CommandLineSanitizer sanitizer, InstantSource time) {
		ProcessDescriber describer = new ProcessDescriber(sanitizer, time);
		new ProcessProcedures(manager, describer, PATIENCE).all().forEach(this.procedures::add);
		new LogProcedures(manager).all().forEach(this.procedures::add);
		this.procedures.add(new Procedure("statistics", "Sums up instances, restarts, requests and usage", List.of(),
				"object", (arguments, client) -> Statistics.of(manager.status(), describer)));
		this.procedures.add(new Procedure("console.authenticate", "Proves that the client knows the token",
				List.of(Parameter.required("token", "string")), "boolean", (arguments, client) -> {
					client.authenticate(arguments.text("token"));
					return true;
				}));
	}

	/**
	 * Add a method of the application.
	 * @param method the method and its bean
	 * @throws dev.processkit.InvalidDefinitionException if its name or its parameters
	 * cannot work
	 */
	public void add(BeanMethod method) {
		Procedure procedure = method.procedure(this.mapper);
		if (this.procedures.has(procedure.name())) {
			throw method.refusal("is taken by another method of the console", "Choose another name.");
		}
		this.procedures.add(procedure);
	}

	void add(Procedure procedure) {
		this.procedures.add(procedure);
	}

	Procedures procedures() {
		return this.procedures;
	}

	JsonMapper mapper() {
		return this.mapper;
	}

}
