package dev.processkit.sample;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The class archive of an executable jar: always the code of the jar that is started.
 */
@EnabledOnOs(OS.LINUX)
@Timeout(900)
class ClassArchiveIT {

	private static final String CLASSES = "BOOT-INF/classes/dev/processkit/sample/MeasurementAggregator.class";

	/** Only the process that answers a ping, and no spare from before the archive. */
	private static final String[] PROPERTIES = Stream
		.concat(Arrays.stream(SampleHome.WITHOUT_OWN_PROCESSES)
			.filter((property) -> !property.contains("measurements")), Stream.of("--process.spares=0"))
		.toArray(String[]::new);

	@TempDir
	Path directory;

	@Test
	void replacedJarRunsNewCodeAndDamagedArchiveIsMadeAnew() throws Exception {
		Path jar = Files.copy(SampleHome.jar(), this.directory.resolve("app.jar"));
		String before = assertAnswers(jar, "pong");
		Path changed = this.directory.resolve("changed.jar");
		rewrite(jar, changed, "pong", "gnop");
		Files.setLastModifiedTime(changed, Files.getLastModifiedTime(jar));
		Files.delete(jar);
		Files.move(changed, jar);
		String after = assertAnswers(jar, "gnop");
		assertThat(after).isNotEqualTo(before);
		try (RandomAccessFile archive = new RandomAccessFile(after, "rw")) {
			archive.setLength(archive.length() / 2);
		}
		assertThat(assertAnswers(jar, "gnop")).isEqualTo(after);
	}

	/** Run the jar until its workers start with an archive; gives its file. */
	private String assertAnswers(Path jar, String answer) throws Exception {
		SampleHome home = new SampleHome(this.directory);
		try (RunningSample sample = RunningSample.whenUp(home,
				home.launch(List.of("-jar", jar.toString()), PROPERTIES))) {
			Actuator actuator = sample.actuator();
			actuator.awaitAllReady();
			assertThat(ping(actuator)).contains(answer);
			JsonNode archive = await().atMost(Duration.ofSeconds(180))
				.until(() -> actuator.processes().path("classArchive"),
						(status) -> status.path("state").asString("").equals("in-use"));
			long pid = actuator.pid("measurements");
			assertThat(actuator.act("measurements", "{\"action\":\"restart\"}").statusCode()).isEqualTo(200);
			long replaced = actuator.awaitReplaced("measurements", pid).path("pid").asLong();
			assertThat(ping(actuator)).contains(answer);
			String file = archive.path("file").asString();
			assertThat(Files.readString(Path.of("/proc/" + replaced + "/maps")).contains(file))
				.as("starts with the archive")
				.isTrue();
			return file;
		}
	}

	private static String ping(Actuator actuator) throws Exception {
		return SocketClient.ask(actuator.process("measurements").path("endpoint").asString(), "{\"action\":\"ping\"}");
	}

	/** As a build would make it of changed sources: nested jars stay stored. */
	private static void rewrite(Path jar, Path to, String text, String replacement) throws IOException {
		try (ZipFile from = new ZipFile(jar.toFile());
				OutputStream file = Files.newOutputStream(to);
				ZipOutputStream out = new ZipOutputStream(file)) {
			for (Enumeration<? extends ZipEntry> entries = from.entries(); entries.hasMoreElements();) {
				ZipEntry entry = entries.nextElement();
				try (InputStream content = from.getInputStream(entry)) {
					byte[] bytes = content.readAllBytes();
					if (entry.getName().equals(CLASSES)) {
						String code = new String(bytes, StandardCharsets.ISO_8859_1);
						assertThat(code).contains(text);
						bytes = code.replace(text, replacement).getBytes(StandardCharsets.ISO_8859_1);
						entry = new ZipEntry(entry.getName());
					}
					else {
						entry = new ZipEntry(entry);
					}
					out.putNextEntry(entry);
					out.write(bytes);
					out.closeEntry();
				}
			}
		}
	}

}
