package dev.processkit.ctl.console;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Locale;

/**
 * Where a console listens.
 *
 * @since 0.1
 */
public sealed interface ConsoleAddress {

	/**
	 * Open a channel that is not connected yet.
	 * @return the channel
	 * @throws IOException if the machine allows none
	 */
	SocketChannel open() throws IOException;

	/**
	 * What to connect to.
	 * @return the address, resolved
	 * @throws IOException if it names nothing
	 */
	SocketAddress resolve() throws IOException;

	/**
	 * Say in words why nobody was reached, and what to do.
	 * @param failure what the system said
	 * @return a sentence or two
	 */
	String explain(IOException failure);

	/**
	 * Say how to be let in where one was not.
	 * @return a sentence
	 */
	String admission();

	/**
	 * A Unix-domain socket.
	 *
	 * @param path its file
	 */
	record Unix(Path path) implements ConsoleAddress {

		@Override
		public SocketChannel open() throws IOException {
			return SocketChannel.open(StandardProtocolFamily.UNIX);
		}

		@Override
		public SocketAddress resolve() {
			return UnixDomainSocketAddress.of(this.path);
		}

		@Override
		public String explain(IOException failure) {
			if (isDenied(failure)) {
				return "you may not use the console " + this.path + ": " + admission();
			}
			try {
				BasicFileAttributes attributes = Files.readAttributes(this.path, BasicFileAttributes.class);
				return attributes.isOther()
						? "nobody listens on " + this.path + " any more: start the application that made it, "
								+ "or name another socket with --socket."
						: this.path + " is no socket: name the socket of the console with --socket.";
			}
			catch (IOException ex) {
				return "there is no console " + this.path
						+ ": is the application running, with process.console.enabled? "
						+ "Name its socket with --socket PATH or PROCESSCTL_SOCKET.";
			}
		}

		@Override
		public String admission() {
			try {
				return "run as the user of the application, "
						+ Files.getOwner(this.path, LinkOption.NOFOLLOW_LINKS).getName() + ".";
			}
			catch (IOException | UnsupportedOperationException ex) {
				// Its directory may be closed as well.
				return "run as the user of the application.";
			}
		}

		private static boolean isDenied(IOException failure) {
			String message = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
			return message.contains("denied") || message.contains("not permitted");
		}

		@Override
		public String toString() {
			return this.path.toString();
		}

	}

	/**
	 * A TCP socket.
	 *
	 * @param host the name or address of its machine
	 * @param port its port
	 */
	record Tcp(String host, int port) implements ConsoleAddress {

		/**
		 * Read an address.
		 * @param text {@code host:port}, {@code [v6]:port}, or a port of this machine
		 * @return the address
		 * @throws IllegalArgumentException if it is none
		 */
		public static Tcp parse(String text) {
			int colon = text.lastIndexOf(':');
			String host = (colon < 0) ? "127.0.0.1" : text.substring(0, colon);
			if (host.startsWith("[") && host.endsWith("]")) {
				host = host.substring(1, host.length() - 1);
			}
			String port = text.substring(colon + 1);
			if (host.isEmpty() || !port.matches("\\d{1,5}") || Integer.parseInt(port) < 1
					|| Integer.parseInt(port) > 65535) {
				throw new IllegalArgumentException("'" + text + "' is no HOST:PORT, such as 127.0.0.1:9400");
			}
			return new Tcp(host, Integer.parseInt(port));
		}

		@Override
		public SocketChannel open() throws IOException {
			return SocketChannel.open();
		}

		@Override
		public SocketAddress resolve() throws IOException {
			InetSocketAddress address = new InetSocketAddress(this.host, this.port);
			if (address.isUnresolved()) {
				throw new UnknownHostException(this.host);
			}
			return address;
		}

		@Override
		public String explain(IOException failure) {
			if (failure instanceof UnknownHostException) {
				return "there is no machine '" + this.host + "': check --tcp.";
			}
			return "nobody listens on " + this + " (" + failure.getMessage()
					+ "): is the application running, with this process.console.port?";
		}

		@Override
		public String admission() {
			return "name the file of its token with --token-file, or set PROCESSCTL_TOKEN.";
		}

		@Override
		public String toString() {
			return (this.host.contains(":") ? "[" + this.host + "]" : this.host) + ":" + this.port;
		}

	}

}
