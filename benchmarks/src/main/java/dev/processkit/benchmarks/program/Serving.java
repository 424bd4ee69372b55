package dev.processkit.benchmarks.program;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import dev.processkit.EndpointAddress;

/**
 * What every server under measurement does: listen where it is told to, say so in one
 * line, end when its input ends.
 */
final class Serving {

	private static final int BACKLOG = 256;

	private Serving() {
	}

	/** Whether an argument asks for a Unix-domain socket. */
	static boolean isUnix(String address) {
		return address.startsWith("/");
	}

	static ServerSocketChannel bind(String address) throws IOException {
		if (isUnix(address)) {
			return ServerSocketChannel.open(StandardProtocolFamily.UNIX)
				.bind(UnixDomainSocketAddress.of(address), BACKLOG);
		}
		return ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
	}

	static EndpointAddress endpoint(String address) {
		return isUnix(address)
				? new EndpointAddress.Unix(Path.of(address), PosixFilePermissions.fromString("rw-------"))
				: new EndpointAddress.Tcp("127.0.0.1", 0);
	}

	static String reached(EndpointAddress address) {
		return (address instanceof EndpointAddress.Tcp tcp) ? Integer.toString(tcp.port())
				: ((EndpointAddress.Unix) address).path().toString();
	}

	/** Say where clients connect to: a port, or a path. */
	static void ready(String address) {
		System.out.println("ready " + address);
		System.out.flush();
	}

	static void ready(ServerSocketChannel server) throws IOException {
		ready((server.getLocalAddress() instanceof InetSocketAddress tcp) ? Integer.toString(tcp.getPort())
				: server.getLocalAddress().toString());
	}

	/** Block until nobody holds the other end of standard input any more. */
	static void untilInputEnds() throws IOException {
		while (System.in.read() >= 0) {
			// What comes is of no interest.
		}
	}

	/** Block until a line comes, or the input ends. */
	static void untilLine() throws IOException {
		int read = System.in.read();
		while (read >= 0 && read != '\n') {
			read = System.in.read();
		}
	}

	/** End the JVM as soon as its input ends, whatever it does. */
	static void endWithInput() {
		Thread watch = new Thread(() -> {
			try {
				untilInputEnds();
			}
			catch (IOException ex) {
				// The end as well.
			}
			Runtime.getRuntime().halt(0);
		}, "input");
		watch.setDaemon(true);
		watch.start();
	}

}
