package dev.processkit;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/**
 * Where an endpoint listens.
 *
 * @since 0.1
 */
public sealed interface EndpointAddress {

	/**
	 * The kind of process that has such an endpoint.
	 * @return TCP or UNIX
	 */
	ProcessKind kind();

	/**
	 * A TCP address.
	 *
	 * @param host the host name or address; loopback unless the user asks otherwise
	 * @param port the port; 0 lets the operating system choose
	 */
	record Tcp(String host, int port) implements EndpointAddress {

		public Tcp {
			if (port < 0 || port > 65535) {
				throw new InvalidDefinitionException("port", port, "is not a port",
						"Use 1 to 65535, or 0 to let the operating system choose.");
			}
			if (host.isBlank()) {
				throw new InvalidDefinitionException("host", host, "is empty", "Use 127.0.0.1, or leave it out.");
			}
		}

		@Override
		public ProcessKind kind() {
			return ProcessKind.TCP;
		}

		@Override
		public String toString() {
			return "tcp://" + (this.host.contains(":") ? "[" + this.host + "]" : this.host) + ":" + this.port;
		}

	}

	/**
	 * A Unix-domain socket.
	 *
	 * @param path the socket file; at most 107 bytes, since one of the 108 bytes of
	 * {@code sun_path} (unix(7)) is for the final NUL. A JDK connects to 106 at most,
	 * other clients to all
	 * @param permissions the mode of the socket file
	 */
	record Unix(Path path, Set<PosixFilePermission> permissions) implements EndpointAddress {

		/** The longest path that can be bound, in bytes. */
		public static final int MAX_PATH_BYTES = 107;

		public Unix {
			permissions = Set.copyOf(permissions);
			int length = path.toString().getBytes(StandardCharsets.UTF_8).length;
			if (length > MAX_PATH_BYTES) {
				throw new InvalidDefinitionException("socket-path", path,
						"is " + length + " bytes long; a Unix-domain socket takes " + MAX_PATH_BYTES,
						"Choose a shorter directory.");
			}
		}

		@Override
		public ProcessKind kind() {
			return ProcessKind.UNIX;
		}

		@Override
		public String toString() {
			return "unix:" + this.path;
		}

	}

}
