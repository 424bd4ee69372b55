package dev.processkit.sample;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Runs the clients of the PHP package's documentation, word for word but for the address,
 * and does the same from here where there is no PHP. A message has no end that they
 * announce, and the answer must nevertheless come at once.
 */
@EnabledOnOs(OS.LINUX)
@Timeout(900)
class PhpClientsIT {

	/** Well under the time-outs of the endpoints, whose shortest is 120 seconds. */
	private static final Duration AT_ONCE = Duration.ofSeconds(60);

	private static final String REQUEST = "{\"action\":\"getData\"}";

	private static final String TO_THE_END = """
			$response = '';
			while (!feof($client)) {
			$response .= fread($client, 8192);
			}
			""";

	private static final String ONCE = """
			$response = fread($client, 8192);
			""";

	@TempDir
	static Path directory;

	private static RunningSample sample;

	private static String tcp;

	private static String unix;

	@BeforeAll
	static void start() throws Exception {
		sample = RunningSample.start(new SampleHome(directory),
				"--process.tcp-processes.measurements.close-after-reply=true",
				"--process.tcp-processes.measurements.request-timeout=120s",
				"--process.unix-processes.thumbnails.request-timeout=120s");
		sample.actuator().awaitAllReady();
		tcp = sample.actuator().process("measurements").path("endpoint").asString();
		unix = sample.actuator().process("thumbnails").path("endpoint").asString();
	}

	@AfterAll
	static void stop() throws Exception {
		if (sample != null) {
			sample.close();
		}
	}

	@Test
	void tcpClientInPhpReadsToTheEnd() throws Exception {
		assertThat(php(tcp, TO_THE_END)).contains("[status] => error", "Unknown action 'getData'");
	}

	@Test
	void unixClientInPhpReadsOnce() throws Exception {
		assertThat(php("unix://" + sample.home().socket(), ONCE)).contains("[status] => error", "'file' is missing");
	}

	@Test
	void tcpClientReadsToTheEnd() throws Exception {
		try (SocketClient client = SocketClient.connect(tcp)) {
			assertThat(client.write(REQUEST).readToEnd(AT_ONCE)).contains("Unknown action 'getData'");
		}
	}

	@Test
	void unixClientReadsOnce() throws Exception {
		try (SocketClient client = SocketClient.connect(unix)) {
			assertThat(client.write(REQUEST).readOnce(AT_ONCE)).contains("'file' is missing");
		}
	}

	private static String php(String address, String reading) throws Exception {
		assumeThat(Programs.exists("php")).as("php is installed").isTrue();
		Path script = Files.writeString(Files.createTempFile(directory, "client", ".php"), """
				<?php
				// Connect to the socket
				$client = stream_socket_client("%s", $errno, $errstr);
				if (!$client) {
				echo "Error: Cannot connect to process: $errstr ($errno)\\n";
				exit(1);
				}
				// Send a command
				$command = json_encode(['action' => 'getData']);
				fwrite($client, $command);
				// Read the response
				%sfclose($client);
				// Process the response
				$result = json_decode($response, true);
				print_r($result);
				""".formatted(address, reading));
		Process php = new ProcessBuilder("php", script.toString()).redirectErrorStream(true).start();
		try {
			assertThat(php.waitFor(AT_ONCE.toSeconds(), TimeUnit.SECONDS)).as("answered at once").isTrue();
			assertThat(php.exitValue()).isZero();
			return new String(php.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		}
		finally {
			php.destroyForcibly();
		}
	}

}
