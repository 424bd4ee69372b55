package dev.processkit.autoconfigure;

import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import dev.processkit.EndpointAddress;
import dev.processkit.EndpointDefinition;
import dev.processkit.InvalidDefinitionException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundles;
import org.springframework.util.unit.DataSize;

/**
 * Turns the properties of an endpoint into its definition.
 */
final class EndpointMapper {

	private final Path runtimeDirectory;

	private final @Nullable SslBundles sslBundles;

	EndpointMapper(Path runtimeDirectory, @Nullable SslBundles sslBundles) {
		this.runtimeDirectory = runtimeDirectory;
		this.sslBundles = sslBundles;
	}

	@Nullable EndpointDefinition map(String name, DefinitionProperties properties) {
		if (properties instanceof TcpProperties tcp) {
			return endpoint(new EndpointAddress.Tcp(tcp.host(), tcp.port()), tcp);
		}
		if (properties instanceof UnixProperties unix) {
			return endpoint(new EndpointAddress.Unix(socketPath(name, unix), permissions(unix.socketPermissions())),
					unix);
		}
		return null;
	}

	private EndpointDefinition endpoint(EndpointAddress address, EndpointProperties properties) {
		return new EndpointDefinition(address, properties.framing(), bytes(properties.maxMessageSize()),
				properties.maxConnections(), properties.idleTimeout(), properties.requestTimeout(),
				properties.closeAfterReply(), checkBundle(properties.ssl().bundle()));
	}

	private Path socketPath(String name, UnixProperties properties) {
		Path path = PropertyPath.file("socket-path", properties.socketPath());
		return Objects.requireNonNullElseGet(path, () -> this.runtimeDirectory.resolve(name + ".sock"));
	}

	private Set<PosixFilePermission> permissions(String text) {
		try {
			return PosixFilePermissions.fromString(text);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidDefinitionException("socket-permissions", text, "is not a file mode",
					"Write nine letters as 'ls -l' does, such as rw------- or rw-rw----.");
		}
	}

	private int bytes(DataSize size) {
		if (size.toBytes() > EndpointDefinition.LARGEST_MESSAGE) {
			throw new InvalidDefinitionException("max-message-size", size, "does not fit the control channel",
					"Use at most " + EndpointDefinition.LARGEST_MESSAGE + "B (just under 16MB).");
		}
		return (int) size.toBytes();
	}

	private @Nullable String checkBundle(@Nullable String bundle) {
		List<String> known = (this.sslBundles != null) ? this.sslBundles.getBundleNames() : List.of();
		if (bundle != null && !known.contains(bundle)) {
			throw new InvalidDefinitionException("ssl.bundle", bundle, "is not an SSL bundle of this application",
					"Declare it under spring.ssl.bundle, or use one of " + known + ".");
		}
		return bundle;
	}

}
