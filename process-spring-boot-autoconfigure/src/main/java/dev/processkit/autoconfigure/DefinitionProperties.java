package dev.processkit.autoconfigure;

import java.util.List;
import java.util.Map;

import dev.processkit.Protocol;
import dev.processkit.StandardInput;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/**
 * What every definition takes, whatever its kind. Nullable where {@code defaults} or a
 * built-in default may answer instead.
 */
sealed interface DefinitionProperties permits StandardProperties, EndpointProperties, TaskExecutorProperties {

	boolean enabled();

	@Nullable String type();

	@Nullable List<String> command();

	@Nullable Protocol protocol();

	/**
	 * What a command without a protocol reads.
	 * @return {@code null} for nothing, and where it serves an endpoint
	 */
	default @Nullable StandardInput stdin() {
		return null;
	}

	Map<String, String> args();

	InstancesProperties instances();

	List<String> dependsOn();

	/**
	 * Whether it outlives the application.
	 * @return {@code false} for executors, whose tasks nobody would wait for any more
	 */
	default boolean daemon() {
		return false;
	}

	Map<String, String> environment();

	@Nullable String directory();

	RestartProperties restart();

	ReadinessProperties readiness();

	StopProperties stop();

	HeartbeatProperties heartbeat();

	LogProperties log();

	RequestProperties requests();

	LoopProperties loop();

	RecycleProperties recycle();

	ResourceProperties resources();

	HookProperties hooks();

	ScheduleProperties schedule();

	JvmProperties jvm();

	/**
	 * The policies among them.
	 * @return the policies as they were given, without any default
	 */
	default PolicyProperties policies() {
		return new PolicyProperties(restart(), readiness(), stop(), heartbeat(), log(), requests(), loop(), recycle(),
				resources(), hooks(), schedule(), jvm());
	}

	/**
	 * Bind a definition from few properties; the rest take their defaults.
	 * @param <T> the kind of definition
	 * @param kind the kind of definition
	 * @param properties the properties, such as {@code type}
	 * @return the definition
	 */
	static <T extends DefinitionProperties> T of(Class<T> kind, Map<String, ?> properties) {
		return new Binder(new MapConfigurationPropertySource(properties)).bindOrCreate("", kind);
	}

	/**
	 * Make a definition of nothing but a class name.
	 * @param <T> the kind of definition
	 * @param kind the kind of definition
	 * @param className the class name; empty when it is the key that names the class
	 * @return the definition
	 */
	static <T extends DefinitionProperties> T ofClass(Class<T> kind, String className) {
		return of(kind, className.isBlank() ? Map.of() : Map.of("type", className.strip()));
	}

}
