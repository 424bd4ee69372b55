package dev.processkit.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.processkit.InvalidDefinitionException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What stands under {@code process} in the configuration. Strict: an unknown key fails
 * the start.
 *
 * @param enabled Whether processes are supervised at all.
 * @param maxProcesses Largest number of live operating-system processes at once.
 * @param enableCoroutine Whether workers handle messages on virtual threads where the JDK
 * has them (21 and later).
 * @param runtimeDirectory Directory for sockets and other files of this run. By default,
 * a private one is made and deleted again.
 * @param daemonDirectory Directory, for the owner only, where daemons are written down
 * for the next run. By default, 'processkit/daemons' and the name of the application in
 * the state directory of the user.
 * @param classArchive Class archive that lets the JVMs of workers start faster.
 * @param skip When processes stay down although they are declared.
 * @param reload What makes the application read its configuration files again.
 * @param clients How typed calls are made.
 * @param console Admin console.
 * @param spares Number of worker JVMs that wait, where memory allows, to take the place
 * of one that is needed. With 0 there are none, prepared ones included.
 * @param singleInstance Whether the application runs once only.
 * @param pidFile File for the pid of the application, removed when it ends.
 * @param systemd What systemd is told.
 * @param signals Signals that the application gets and its listeners hear of, such as
 * HUP.
 * @param defaults Policies that every definition inherits, property by property.
 * @param processes Standard processes by name: a definition or a class name. A list of
 * class names is accepted as well.
 * @param tcpProcesses Processes that answer on a TCP port, by name or by class name in
 * brackets.
 * @param unixProcesses Processes that answer on a Unix-domain socket, by name or by class
 * name in brackets.
 * @param groups Processes that belong together, by the name of the group.
 * @param taskExecutors Executors whose tasks run in processes, by name.
 * @param sharedTables Tables in memory that the application and its processes share, by
 * name.
 */
@ConfigurationProperties(prefix = "process", ignoreUnknownFields = false)
record ProcessProperties(@DefaultValue("true") boolean enabled, @DefaultValue("256") int maxProcesses,
		@DefaultValue("true") boolean enableCoroutine, @Nullable String runtimeDirectory,
		@Nullable String daemonDirectory, @DefaultValue ClassArchive classArchive, @DefaultValue Skip skip,
		@DefaultValue Reload reload, @DefaultValue Clients clients,
		@DefaultValue @NestedConfigurationProperty ConsoleProperties console, @DefaultValue("1") int spares,
		@DefaultValue @NestedConfigurationProperty SingleInstanceProperties singleInstance, @Nullable String pidFile,
		@DefaultValue @NestedConfigurationProperty SystemdProperties systemd, @DefaultValue List<String> signals,
		@DefaultValue @NestedConfigurationProperty PolicyProperties defaults,
		@DefaultValue Map<String, StandardProperties> processes, @DefaultValue Map<String, TcpProperties> tcpProcesses,
		@DefaultValue Map<String, UnixProperties> unixProcesses, @DefaultValue Map<String, GroupProperties> groups,
		@DefaultValue Map<String, TaskExecutorProperties> taskExecutors,
		@DefaultValue Map<String, SharedTableProperties> sharedTables) {

	/**
	 * When processes stay down.
	 *
	 * @param inTests Whether no process is started when the application runs in a test.
	 */
	record Skip(@DefaultValue("true") boolean inTests) {
	}

	/**
	 * What makes the application read its configuration files again, and apply what has
	 * changed about its processes. It can always be asked to.
	 *
	 * @param watch Whether a change of a configuration file reloads it.
	 * @param settle Time for which watched files must be left alone.
	 * @param onHangup Whether the signal HUP reloads the configuration, which ends the
	 * application otherwise.
	 */
	record Reload(@DefaultValue("false") boolean watch, @DefaultValue("500ms") Duration settle,
			@DefaultValue("false") boolean onHangup) {

		Reload {
			if (settle.isNegative()) {
				throw new InvalidDefinitionException("process.reload.settle", settle, "is negative",
						"Use a duration such as 500ms.");
			}
		}

	}

	/**
	 * How typed calls are made.
	 *
	 * @param timeout Time a call may take, waiting for an instance included, where
	 * neither its method nor its interface says otherwise.
	 */
	record Clients(@DefaultValue("30s") Duration timeout) {

		Clients {
			if (timeout.isNegative() || timeout.isZero()) {
				throw new InvalidDefinitionException("process.clients.timeout", timeout, "is not positive",
						"Use a duration such as 30s.");
			}
		}

	}

	/**
	 * The class archive of workers.
	 *
	 * @param enabled Whether one is made in the background and used.
	 * @param directory Directory to keep it in, for the owner only. By default,
	 * 'processkit/class-archives' in the cache directory of the user.
	 */
	record ClassArchive(@DefaultValue("true") boolean enabled, @Nullable String directory) {
	}

}
