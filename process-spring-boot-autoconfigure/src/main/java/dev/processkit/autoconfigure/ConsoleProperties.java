package dev.processkit.autoconfigure;

import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.processkit.EndpointAddress;
import dev.processkit.InvalidDefinitionException;
import dev.processkit.console.ConsoleSettings;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What stands under {@code process.console}.
 *
 * @param enabled Whether the admin console is open, on a Unix-domain socket that only the
 * user of the application and root may use.
 * @param socketPath Socket file. By default, 'console.sock' in the runtime directory of
 * this run.
 * @param host Address of the TCP port, 127.0.0.1 by default.
 * @param port TCP port, in addition to the socket file; 0 lets the operating system
 * choose. By default, there is none.
 * @param token Secret that clients of the TCP port must know.
 * @param maxConnections Largest number of clients at once.
 * @param maxRequestSize Largest size of a request, which is a line.
 * @param idleTimeout Time after which a client that asks nothing and follows nothing is
 * disconnected.
 */
record ConsoleProperties(@DefaultValue("false") boolean enabled, @Nullable String socketPath, @Nullable String host,
		@Nullable Integer port, @Nullable String token, @DefaultValue("16") int maxConnections,
		@DefaultValue("64KB") DataSize maxRequestSize, @DefaultValue("10m") Duration idleTimeout) {

	private static final long LARGEST_REQUEST = DataSize.ofMegabytes(16).toBytes();

	ConsoleProperties {
		if (maxConnections < 1) {
			throw refusal("max-connections", maxConnections, "is too small", "Use at least 1.");
		}
		if (maxRequestSize.toBytes() < 1024 || maxRequestSize.toBytes() > LARGEST_REQUEST) {
			throw refusal("max-request-size", maxRequestSize, "is not from 1KB to 16MB", "Use a size such as 64KB.");
		}
		if (idleTimeout.isNegative() || idleTimeout.isZero()) {
			throw refusal("idle-timeout", idleTimeout, "is not positive", "Use a duration such as 10m.");
		}
		if (port == null && host != null) {
			throw refusal("host", host, "has no effect without a port",
					"Set 'process.console.port' as well, or remove it.");
		}
		if (enabled && port != null && (token == null || token.isBlank())) {
			throw refusal("port", port, "opens the console to every user of the machine, or of the network",
					"Set 'process.console.token' to a long random text, or remove the port.");
		}
	}

	/**
	 * What is to be opened.
	 * @param runtimeDirectory where the socket file is by default
	 * @return the Unix-domain socket, and the TCP port if there is one
	 */
	List<ConsoleSettings> settings(Path runtimeDirectory) {
		Path path = (this.socketPath != null) ? Path.of(this.socketPath) : runtimeDirectory.resolve("console.sock");
		List<ConsoleSettings> settings = new ArrayList<>();
		try {
			settings.add(settings(
					new EndpointAddress.Unix(path.toAbsolutePath(), PosixFilePermissions.fromString("rw-------")),
					null));
			if (this.port != null) {
				settings.add(settings(new EndpointAddress.Tcp((this.host != null) ? this.host : "127.0.0.1", this.port),
						this.token));
			}
		}
		catch (InvalidDefinitionException ex) {
			throw ex.within("process.console");
		}
		return settings;
	}

	private ConsoleSettings settings(EndpointAddress address, @Nullable String secret) {
		return new ConsoleSettings(address, secret, this.maxConnections, (int) this.maxRequestSize.toBytes(),
				this.idleTimeout);
	}

	private static InvalidDefinitionException refusal(String property, Object value, String problem, String remedy) {
		return new InvalidDefinitionException("process.console." + property, value, problem, remedy);
	}

	/** Leaves the token out. */
	@Override
	public String toString() {
		return "ConsoleProperties[enabled=" + this.enabled + "]";
	}

}
