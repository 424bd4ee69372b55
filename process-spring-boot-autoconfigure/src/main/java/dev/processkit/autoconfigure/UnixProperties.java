package dev.processkit.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.processkit.Framing;
import dev.processkit.Protocol;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * A process that answers on a Unix-domain socket.
 *
 * @param enabled Whether the process is part of the application.
 * @param type Name of the worker class.
 * @param command External command: the executable and its arguments.
 * @param protocol How a command talks with the application. By default, not at all.
 * @param args Arguments of the worker, nested as you like. Not for commands, unless they
 * speak the wire.
 * @param instances Number of instances, or bounds between which it follows the load.
 * @param dependsOn Names of the processes that must be ready before this one starts.
 * @param daemon Whether the process goes on when the application ends, and is adopted by
 * its next run.
 * @param environment Environment variables added to those of the application.
 * @param directory Working directory. By default, that of the application.
 * @param restart When to restart an instance and when to give up.
 * @param readiness How an instance is known to be ready for work.
 * @param stop How to end an instance.
 * @param heartbeat How a worker is known to be alive.
 * @param log Where the text goes that an instance prints.
 * @param requests How requests are taken.
 * @param loop How a looping or batch worker paces its rounds.
 * @param recycle When a worker is replaced as planned.
 * @param resources What an instance may use of the machine.
 * @param hooks What else is run in the life of an instance.
 * @param schedule When the process is restarted although nothing is wrong with it.
 * @param jvm How the JVM of a worker is sized.
 * @param socketPath Socket file. By default, one in the runtime directory.
 * @param socketPermissions Mode of the socket file, as {@code ls -l} writes it.
 * @param framing How messages are told apart.
 * @param maxMessageSize Longest message of a client.
 * @param maxConnections Number of clients at once.
 * @param idleTimeout Time that a client may be silent while nothing is owed to it.
 * @param requestTimeout Time that a request may take, waiting for an instance included.
 * @param closeAfterReply Whether a connection ends with its first reply.
 * @param ssl Encryption of the endpoint.
 */
record UnixProperties(@DefaultValue("true") boolean enabled, @Nullable String type, @Nullable List<String> command,
		@Nullable Protocol protocol, @DefaultValue Map<String, String> args,
		@DefaultValue("1") InstancesProperties instances, @DefaultValue List<String> dependsOn,
		@DefaultValue("false") boolean daemon, @DefaultValue Map<String, String> environment,
		@Nullable String directory, @DefaultValue RestartProperties restart,
		@DefaultValue ReadinessProperties readiness, @DefaultValue StopProperties stop,
		@DefaultValue HeartbeatProperties heartbeat, @DefaultValue LogProperties log,
		@DefaultValue RequestProperties requests, @DefaultValue LoopProperties loop,
		@DefaultValue RecycleProperties recycle, @DefaultValue ResourceProperties resources,
		@DefaultValue HookProperties hooks, @DefaultValue ScheduleProperties schedule, @DefaultValue JvmProperties jvm,
		@Nullable String socketPath, @DefaultValue("rw-------") String socketPermissions,
		@DefaultValue("json") Framing framing, @DefaultValue("1MB") DataSize maxMessageSize,
		@DefaultValue("1024") int maxConnections, @DefaultValue("5m") Duration idleTimeout,
		@DefaultValue("30s") Duration requestTimeout, @DefaultValue("false") boolean closeAfterReply,
		@DefaultValue SslProperties ssl) implements EndpointProperties {

	/**
	 * Bind a bare class name, or the empty value of a key that is a class name itself.
	 * Public because only then the conversion service finds it.
	 * @param className the class name, or an empty text
	 * @return the definition
	 */
	public static UnixProperties of(String className) {
		return DefinitionProperties.ofClass(UnixProperties.class, className);
	}

}
