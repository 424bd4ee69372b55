package dev.processkit.autoconfigure;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * What an edit of the configuration does to endpoints that are open.
 */
@EnabledOnOs(OS.LINUX)
class EndpointReloadTests {

	@TempDir
	private Path directory;

	@Test
	void endpointsMoveWithTheirProcesses() throws Exception {
		int[] ports = freePorts();
		String tcp = """
				process:
				  tcp-processes:
				    left: {command: [cat], protocol: lines, framing: line, port: %d}
				    right: {command: [cat], protocol: lines, framing: line, port: %d}
				""";
		try (Reloaded application = new Reloaded(this.directory, tcp.formatted(ports[0], ports[1]))) {
			// A port that is free, then one that the other one has, then the same one
			// again.
			application.reload(tcp.formatted(ports[2], ports[1]));
			assertThat(echo(ports[2])).isEqualTo("hello");
			assertThatThrownBy(() -> echo(ports[0])).isInstanceOf(IOException.class);
			application.reload(tcp.formatted(ports[1], ports[2]));
			assertThat(application.find("left").endpoint()).hasToString("tcp://127.0.0.1:" + ports[1]);
			assertThat(echo(ports[1])).isEqualTo("hello");
			assertThat(echo(ports[2])).isEqualTo("hello");
			application.reload(
					tcp.replace("framing: line", "framing: line, max-connections: 7").formatted(ports[1], ports[2]));
			assertThat(echo(ports[1])).isEqualTo("hello");
			application.reload("process: {processes: {}}");
			assertThatThrownBy(() -> echo(ports[1])).isInstanceOf(IOException.class);
		}
	}

	@Test
	void addressThatCannotBeHadLeavesTheFormerOneInPlace() throws Exception {
		int[] ports = freePorts();
		String tcp = """
				process:
				  tcp-processes:
				    left: {command: [cat], protocol: lines, framing: line, port: %d}
				    right: {command: [cat], protocol: lines, framing: line, port: %d}
				""";
		try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
				Reloaded application = new Reloaded(this.directory, tcp.formatted(ports[0], ports[1]))) {
			assertThat(application.refused(tcp.formatted(ports[1], taken.getLocalPort())))
				.contains("process.tcp-processes.right");
			assertThat(application.find("left").endpoint()).hasToString("tcp://127.0.0.1:" + ports[0]);
			assertThat(echo(ports[0])).isEqualTo("hello");
			assertThat(echo(ports[1])).isEqualTo("hello");
		}
	}

	private static String echo(int port) throws IOException {
		try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
			client.setSoTimeout(30_000);
			client.getOutputStream().write("hello\n".getBytes());
			byte[] reply = client.getInputStream().readNBytes(6);
			return new String(reply).strip();
		}
	}

	/** Below those which the system gives to whoever asks for one. */
	private static int[] freePorts() {
		return new Random().ints(20_000, 32_000).distinct().filter(EndpointReloadTests::isFree).limit(3).toArray();
	}

	private static boolean isFree(int port) {
		try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
			return socket.isBound();
		}
		catch (IOException ex) {
			return false;
		}
	}

}
