package dev.processkit.console;

import java.io.IOException;
import java.net.SocketOption;
import java.nio.channels.SocketChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;

import org.jspecify.annotations.Nullable;

import jdk.net.UnixDomainPrincipal;

/**
 * Tells who connects to a Unix-domain socket: the user of the application and root are
 * let in. Thread-safe.
 *
 * @param owner the user of the application
 * @param root the user with id 0
 */
record Peers(UserPrincipal owner, UserPrincipal root) {

	private static final String OPTION = "SO_PEERCRED";

	static Peers of(Path socketFile) throws IOException {
		// Equal by id: accounts need no names.
		return new Peers(Files.getOwner(socketFile),
				FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByName("0"));
	}

	/**
	 * Name the user at the other end.
	 * @param channel a connected channel
	 * @return the user; {@code null} where the platform does not tell
	 * @throws IOException if the client is gone
	 */
	static @Nullable UserPrincipal user(SocketChannel channel) throws IOException {
		for (SocketOption<?> option : channel.supportedOptions()) {
			if (option.name().equals(OPTION) && channel.getOption(option) instanceof UnixDomainPrincipal principal) {
				return principal.user();
			}
		}
		return null;
	}

	boolean mayEnter(UserPrincipal user) {
		return user.equals(this.owner) || user.equals(this.root);
	}

}
