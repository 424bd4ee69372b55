package dev.processkit.benchmarks.load;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

import dev.processkit.benchmarks.host.Children;
import dev.processkit.benchmarks.host.Tools;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * The load in C, where there is a compiler, against a server that returns what it reads.
 */
@Timeout(120)
class CompiledLoadTests {

	@TempDir
	Path directory;

	@ParameterizedTest
	@CsvSource({ "line,100,1,1", "json,100,3,1", "length,16384,1,16" })
	void repliesInOrderAreCounted(String framing, int size, int connections, int inFlight) throws Exception {
		Map<String, Double> figures = load((bytes) -> bytes, framing, size, connections, inFlight);
		assertThat(figures.get(LoadResult.RATE)).isPositive();
		assertThat(figures.get(LoadResult.P50)).isPositive().isLessThanOrEqualTo(figures.get(LoadResult.P99));
	}

	@Test
	void replyThatIsNotDueIsWrong() {
		assertThatExceptionOfType(WrongReplyException.class).isThrownBy(() -> load((bytes) -> {
			bytes.put(20, (byte) '!');
			return bytes;
		}, "line", 100, 1, 1)).withMessageContaining("not the message that is due");
	}

	private Map<String, Double> load(UnaryOperator<ByteBuffer> answer, String framing, int size, int connections,
			int inFlight) throws Exception {
		Path path = this.directory.resolve("echo.sock");
		try (Children children = new Children(this.directory);
				ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
			server.bind(UnixDomainSocketAddress.of(path));
			Optional<List<String>> command = new Tools(children, this.directory).compiled("load", framing,
					path.toString(), Integer.toString(size), Integer.toString(connections), Integer.toString(inFlight));
			assumeThat(command).as("gcc").isPresent();
			try (CompiledLoad load = new CompiledLoad(children.start(command.get()))) {
				for (int i = 0; i < connections; i++) {
					SocketChannel client = server.accept();
					Thread thread = new Thread(() -> echo(client, answer), "echo-" + i);
					thread.setDaemon(true);
					thread.start();
				}
				return load.run(Duration.ofMillis(100));
			}
		}
	}

	private static void echo(SocketChannel client, UnaryOperator<ByteBuffer> answer) {
		ByteBuffer buffer = ByteBuffer.allocate(64 << 10);
		try (client) {
			while (client.read(buffer.clear()) >= 0) {
				ByteBuffer reply = answer.apply(buffer.flip());
				while (reply.hasRemaining()) {
					client.write(reply);
				}
			}
		}
		catch (IOException ex) {
			// The client has gone, as it does after a wrong reply.
		}
	}

}
