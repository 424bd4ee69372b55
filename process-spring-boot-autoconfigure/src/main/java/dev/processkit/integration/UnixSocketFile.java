package dev.processkit.integration;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;

import dev.processkit.EndpointAddress;

import org.jspecify.annotations.Nullable;

/**
 * The file of a Unix-domain socket. It is bound in a private directory (mode 0700) beside
 * its place, given its mode, and then linked into place: at no instant may more users
 * connect than the mode says, whatever the umask is (unix(7): connecting needs write
 * permission). Linking, unlike renaming, replaces nothing.
 * <p>
 * The private directory is reached through a short symbolic link: the JDK takes 106 bytes
 * of path where the kernel takes 107 (checked on JDK 17 and 25).
 *
 * @param channel the listening channel, in non-blocking mode
 * @param path the file
 * @param key what tells this file from one that took its place
 * @since 0.1
 */
public record UnixSocketFile(ServerSocketChannel channel, Path path, Object key) {

	/** The bits of a file mode that tell its type, and a socket's: inode(7). */
	private static final int TYPE = 0170000;

	private static final int SOCKET = 0140000;

	/**
	 * Bind and listen.
	 * @param address where
	 * @param backlog how many clients may wait to be accepted
	 * @return the bound file
	 * @throws EndpointBindException if it is not possible
	 */
	static UnixSocketFile bind(EndpointAddress.Unix address, int backlog) {
		Path path = address.path().toAbsolutePath();
		Path parent = Objects.requireNonNull(path.getParent());
		if (!Files.isDirectory(parent)) {
			throw new EndpointBindException(address, "the directory " + parent + " does not exist",
					"Create it, or choose another 'socket-path'.", null);
		}
		try {
			Path shortcuts = Files.createTempDirectory("processkit");
			try {
				replaceStale(address, path, shortcuts.resolve("file"));
				return bind(address, path, shortcuts.resolve("directory"), backlog);
			}
			finally {
				Files.deleteIfExists(shortcuts);
			}
		}
		catch (FileAlreadyExistsException ex) {
			throw inUse(address, ex);
		}
		catch (AccessDeniedException ex) {
			throw new EndpointBindException(address, "permission denied for " + ex.getFile(),
					"Choose a directory that this user may write to.", ex);
		}
		catch (IOException | UnsupportedOperationException ex) {
			throw new EndpointBindException(address, String.valueOf(ex.getMessage()),
					"Choose another 'socket-path', on a file system that takes sockets and links.", ex);
		}
	}

	private static UnixSocketFile bind(EndpointAddress.Unix address, Path path, Path shortcut, int backlog)
			throws IOException {
		Path directory = Files.createTempDirectory(path.getParent(), ".processkit");
		Path bound = directory.resolve("s");
		ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
		try {
			Files.createSymbolicLink(shortcut, directory);
			channel.configureBlocking(false);
			channel.bind(UnixDomainSocketAddress.of(shortcut.resolve("s")), backlog);
			Files.setPosixFilePermissions(bound, address.permissions());
			Object key = Objects.requireNonNull(keyOf(bound));
			Files.createLink(path, bound);
			return new UnixSocketFile(channel, path, key);
		}
		catch (IOException | RuntimeException ex) {
			channel.close();
			throw ex;
		}
		finally {
			Files.deleteIfExists(shortcut);
			Files.deleteIfExists(bound);
			Files.deleteIfExists(directory);
		}
	}

	private static void replaceStale(EndpointAddress.Unix address, Path path, Path shortcut) throws IOException {
		BasicFileAttributes found = attributesOf(path);
		if (found == null) {
			return;
		}
		if (!isSocket(path)) {
			throw new EndpointBindException(address, "a file that is no socket is there",
					"Move it away, or choose another 'socket-path'.", null);
		}
		Files.createSymbolicLink(shortcut, path);
		try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
			probe.configureBlocking(false);
			probe.connect(UnixDomainSocketAddress.of(shortcut));
			throw inUse(address, null);
		}
		catch (IOException ex) {
			if (!String.valueOf(ex.getMessage()).contains("refused")) {
				throw inUse(address, ex);
			}
		}
		finally {
			Files.delete(shortcut);
		}
		if (Objects.equals(found.fileKey(), keyOf(path))) {
			Files.delete(path);
		}
	}

	private static boolean isSocket(Path path) throws IOException {
		int mode = (int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
		return (mode & TYPE) == SOCKET;
	}

	private static EndpointBindException inUse(EndpointAddress.Unix address, @Nullable Throwable cause) {
		return new EndpointBindException(address, "the socket is in use, or not ours to replace",
				"Stop what listens there, or choose another 'socket-path'.", cause);
	}

	/**
	 * Delete the file if it is still ours.
	 * @throws IOException if it cannot be deleted
	 */
	public void delete() throws IOException {
		if (this.key.equals(keyOf(this.path))) {
			Files.deleteIfExists(this.path);
		}
	}

	private static @Nullable Object keyOf(Path path) throws IOException {
		BasicFileAttributes attributes = attributesOf(path);
		return (attributes != null) ? attributes.fileKey() : null;
	}

	private static @Nullable BasicFileAttributes attributesOf(Path path) throws IOException {
		try {
			return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
		}
		catch (NoSuchFileException ex) {
			return null;
		}
	}

}
