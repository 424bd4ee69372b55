package dev.processkit.sample;

import java.awt.image.BufferedImage;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;

import javax.imageio.ImageIO;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

/**
 * Starts the packaged application and uses each of its processes as documented.
 */
@EnabledOnOs(OS.LINUX)
@Timeout(900)
class StartIT {

	@TempDir
	static Path directory;

	private static boolean python;

	private static RunningSample sample;

	private static Actuator actuator;

	@BeforeAll
	static void start() {
		python = Programs.exists("python3");
		sample = RunningSample.start(new SampleHome(directory),
				python ? new String[] { "--spring.profiles.active=python", "--process.tcp-processes.slugs.port=0" }
						: new String[0]);
		actuator = sample.actuator();
		actuator.awaitAllReady();
	}

	@AfterAll
	static void stop() throws Exception {
		if (sample != null) {
			sample.close();
		}
	}

	@Test
	void processesWhenStartedAreReadyInTheOrderOfTheFile() throws Exception {
		assertThat(actuator.processes()
			.path("processes")
			.findValuesAsString("name")
			.stream()
			.filter((name) -> !List.of("ticker", "suggestions", "slugs").contains(name))).containsExactly("line-search",
					"inbox-indexer", "inbox-archiver", "disk-watch", "measurements", "thumbnails");
		assertThat(actuator.processes().path("live").asInt()).isEqualTo(python ? 9 : 6);
	}

	@Test
	void healthWhenStartedIsUp() throws Exception {
		assertThat(actuator.get("/actuator/health").statusCode()).isEqualTo(200);
		assertThat(Reply.JSON.readTree(actuator.get("/actuator/health/processes").body()).path("status").asString())
			.isEqualTo("UP");
	}

	@Test
	void metersWhenStartedCountTheProcesses() throws Exception {
		assertThat(Reply.JSON.readTree(actuator.get("/actuator/metrics/supervisor.processes.live").body())
			.at("/measurements/0/value")
			.asInt()).isEqualTo(python ? 9 : 6);
	}

	@Test
	void tcpProcessRecordsAndSummarizesOnOneConnection() throws Exception {
		try (SocketClient client = SocketClient.connect(endpoint("measurements"))) {
			assertThat(client.write("{\"action\":\"ping\"}\n").readOnce())
				.isEqualTo("{\"status\":\"ok\",\"message\":\"pong\"}\n");
			for (int value = 1; value <= 3; value++) {
				assertThat(
						client.write("{\"action\":\"record\",\"name\":\"tcp\",\"value\":" + value + "}\n").readOnce())
					.isEqualTo("{\"status\":\"ok\",\"data\":{\"count\":" + value + "}}\n");
			}
			assertThat(client.write("{\"action\":\"summary\",\"name\":\"tcp\"}\n").readOnce()).contains("\"count\":3",
					"\"mean\":2.0");
		}
	}

	@Test
	void controllerReachesTheSameWorker() throws Exception {
		assertThat(actuator.post("/measurements", "{\"name\":\"rest\",\"value\":12.5}").body())
			.isEqualTo("{\"status\":\"ok\",\"data\":{\"count\":1}}");
		assertThat(SocketClient.ask(endpoint("measurements"), "{\"action\":\"summary\",\"name\":\"rest\"}"))
			.contains("\"mean\":12.5");
		assertThat(actuator.get("/measurements/rest").body()).contains("\"mean\":12.5");
		assertThat(actuator.get("/processes/running").body()).contains("\"name\":\"measurements\",\"state\":\"READY\"");
	}

	@Test
	void typedCallIsAnsweredByTheIndexer() throws Exception {
		awaitAnswer("/search/nowhere", (answer) -> answer.body().equals("[]"));
	}

	@Test
	void taskThatWouldNeverEndCostsItsWorkerOnly() throws Exception {
		Files.writeString(sample.home().directory().resolve("inbox").resolve("as.txt"), "a".repeat(60) + "!");
		awaitAnswer("/lines?matching=a%7B60%7D!", (answer) -> answer.body().contains("as.txt: aaa"));
		assertThat(actuator.get("/lines?matching=((a%7Caa)%2B)z%5C1").statusCode()).isEqualTo(503);
		awaitAnswer("/lines?matching=(", (answer) -> answer.statusCode() == 400);
		awaitAnswer("/lines?matching=a!", (answer) -> answer.body().contains("as.txt: aaa"));
	}

	@Test
	void unixProcessMakesThumbnailOfPicture() throws Exception {
		Path picture = directory.resolve("picture.png");
		ImageIO.write(new BufferedImage(640, 480, BufferedImage.TYPE_INT_RGB), "png", picture.toFile());
		String reply = SocketClient.ask(endpoint("thumbnails"), "{\"file\":\"" + picture + "\",\"width\":128}");
		assertThat(Reply.JSON.readTree(reply).path("status").asString()).as(reply).isEqualTo("ok");
		BufferedImage thumbnail = ImageIO
			.read(Path.of(Reply.JSON.readTree(reply).at("/data/file").asString()).toFile());
		assertThat(thumbnail.getWidth()).isEqualTo(128);
		assertThat(thumbnail.getHeight()).isEqualTo(96);
	}

	@Test
	void standardProcessIndexesDroppedFile() throws Exception {
		Path home = sample.home().directory();
		Files.writeString(home.resolve("inbox").resolve("letter.txt"), "zebra crossing");
		await().until(() -> Files.exists(home.resolve("index.json"))
				&& Files.readString(home.resolve("index.json")).contains("zebra"));
		await().until(() -> sample.home().log().contains("Indexed letter.txt"));
	}

	@Test
	void oldFileIsArchivedCountedAndChecked() throws Exception {
		Path home = sample.home().directory();
		Path draft = Files.writeString(home.resolve("invoice.txt"), "giraffe ".repeat(100));
		Files.setLastModifiedTime(draft, FileTime.from(Instant.parse("2020-01-02T03:04:05Z")));
		Files.move(draft, home.resolve("inbox").resolve("invoice.txt"));
		await().until(() -> actuator.get("/archive").body().startsWith("{\"files\":1,\"bytes\":800,"));
		assertThat(home.resolve("inbox").resolve("invoice.txt")).doesNotExist();
		HttpResponse<String> checked = actuator.post("/archive/check", "");
		assertThat(checked.body()).isEqualTo("{\"invoice.txt.1577934245.gz\":\"SUCCEEDED: exited with code 0\"}");
	}

	@Test
	void consoleTakesPlainWords() throws Exception {
		try (SocketClient client = SocketClient.connect("unix:" + sample.home().console())) {
			assertThat(client.write("invoke disk-watch free\n").readOnce()).contains(" bytes are left in ");
		}
	}

	@Test
	void commandPrintsToItsLogger() {
		assumeThat(python).as("python3 is installed").isTrue();
		await().until(() -> sample.home().log().matches("(?s).* process\\.ticker +: \\[ticker-0] tick 2\n.*"));
	}

	/**
	 * On a busy machine a worker may get no processor within the time-out of its work.
	 */
	private static void awaitAnswer(String path, Predicate<HttpResponse<String>> expected) {
		await(path).until(() -> actuator.get(path), expected);
	}

	private static String endpoint(String process) throws Exception {
		return actuator.process(process).path("endpoint").asString();
	}

}
