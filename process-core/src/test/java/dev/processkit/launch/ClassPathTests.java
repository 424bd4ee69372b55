package dev.processkit.launch;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.jar.JarOutputStream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class ClassPathTests {

	@TempDir
	Path base;

	@Test
	void valueWhenFlatMakesEntriesAbsolute() throws Exception {
		ClassPath classPath = new ClassPath("lib/a.jar" + File.pathSeparator + "/opt/b.jar" + File.pathSeparator, false,
				this.base, () -> null);
		String here = Path.of("").toAbsolutePath().toString();
		assertThat(entries(classPath)).containsExactly(here + "/lib/a.jar", "/opt/b.jar", here);
	}

	@Test
	void ownJarIsSearchedFirst() throws Exception {
		ClassPath classPath = new ClassPath(String.join(File.pathSeparator, "/opt/b.jar", ownJar(), "/opt/c.jar"),
				false, this.base, () -> null);
		assertThat(entries(classPath)).containsExactly(ownJar(), "/opt/b.jar", "/opt/c.jar");
	}

	@Test
	void ownJarStaysBehindDirectoryThatHasAPartOfIt() throws Exception {
		Path classes = this.base.resolve("classes");
		Files.createDirectories(classes.resolve("dev/processkit"));
		ClassPath classPath = new ClassPath(classes + File.pathSeparator + ownJar(), false, this.base, () -> null);
		assertThat(entries(classPath)).containsExactly(classes.toString(), ownJar());
	}

	private String ownJar() throws IOException {
		Path jar = this.base.resolve("process-core-1.jar");
		try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
			out.putNextEntry(new ZipEntry("dev/processkit/worker/WorkerMain.class"));
			out.closeEntry();
		}
		return jar.toString();
	}

	@Test
	void changedSinceWhenJarIsReplacedByAnOlderOneIsTrue() throws Exception {
		Path older = Files.writeString(this.base.resolve("older.jar"), "older");
		Path jar = Files.writeString(this.base.resolve("a.jar"), "newer");
		ClassPath classPath = new ClassPath(jar + File.pathSeparator + this.base.resolve("none.jar"), false, this.base,
				() -> null);
		classPath.entries();
		Instant launched = Instant.now().plusMillis(20);
		await().until(() -> Instant.now().isAfter(launched.plusMillis(20)));
		assertThat(classPath.changedSince(launched, true)).isFalse();
		Files.move(older, jar, StandardCopyOption.REPLACE_EXISTING);
		assertThat(classPath.changedSince(launched, false)).isTrue();
	}

	@Test
	void changedSinceLooksIntoDirectoriesWhenAsked() throws Exception {
		Path classes = Files.createDirectories(this.base.resolve("classes/com/acme"));
		ClassPath classPath = new ClassPath(this.base.resolve("classes").toString(), false, this.base, () -> null);
		classPath.entries();
		Instant launched = Instant.now().plusMillis(20);
		await().until(() -> Instant.now().isAfter(launched.plusMillis(20)));
		Files.writeString(classes.resolve("A.class"), "new");
		assertThat(classPath.changedSince(launched, false)).isFalse();
		assertThat(classPath.changedSince(launched, true)).isTrue();
	}

	@Test
	void valueWhenExecutableJarExtractsPlainJarsInOrderOfIndex() throws Exception {
		Path jar = executableJar();
		ClassPath classPath = new ClassPath(jar.toString(), true, this.base.resolve("extracted"), () -> null);
		List<String> entries = entries(classPath);
		assertThat(entries).hasSize(4).allSatisfy((entry) -> assertThat(Path.of(entry)).exists());
		assertThat(entries.get(0)).endsWith("000-classes.jar");
		assertThat(entries.get(1)).endsWith("001-zebra.jar");
		assertThat(entries.get(2)).endsWith("002-ant.jar");
		assertThat(entries.get(3)).endsWith("003-unlisted.jar");
	}

	@Test
	void valueWhenExecutableJarLetsPlainJvmRunItsClasses() throws Exception {
		ClassPath classPath = new ClassPath(executableJar().toString(), true, this.base.resolve("extracted"),
				() -> null);
		Process java = new ProcessBuilder(JvmCommand.executable(), "-cp", ClassPath.value(classPath.entries()),
				Resources.class.getName())
			.redirectErrorStream(true)
			.start();
		String output = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(output.lines()).containsExactly("application", "zebra", "ant", "unlisted");
	}

	@Test
	void valueWhenAskedByManyAtOnceExtractsOnce() throws Exception {
		ClassPath classPath = new ClassPath(executableJar().toString(), true, this.base.resolve("extracted"),
				() -> null);
		List<CompletableFuture<String>> values = new ArrayList<>();
		for (int i = 0; i < 8; i++) {
			values.add(CompletableFuture.supplyAsync(() -> {
				try {
					return ClassPath.value(classPath.entries());
				}
				catch (IOException ex) {
					throw new IllegalStateException(ex);
				}
			}));
		}
		for (CompletableFuture<String> value : values) {
			assertThat(value.get()).isEqualTo(ClassPath.value(classPath.entries()));
		}
	}

	@Test
	void valueWhenExplodedNamesItsParts() throws Exception {
		Path exploded = this.base.resolve("exploded");
		for (Map.Entry<String, byte[]> entry : executableEntries().entrySet()) {
			Path file = exploded.resolve(entry.getKey());
			Files.createDirectories(file.getParent());
			Files.write(file, entry.getValue());
		}
		ClassPath classPath = new ClassPath(exploded.toString(), true, this.base.resolve("unused"), () -> null);
		assertThat(entries(classPath)).containsExactly(exploded.resolve("BOOT-INF/classes").toString(),
				exploded.resolve("BOOT-INF/lib/zebra.jar").toString(),
				exploded.resolve("BOOT-INF/lib/ant.jar").toString(),
				exploded.resolve("BOOT-INF/lib/unlisted.jar").toString());
		assertThat(this.base.resolve("unused")).doesNotExist();
	}

	@Test
	void valueWhenOrdinaryJarBesideLoaderKeepsIt() throws Exception {
		Path jar = this.base.resolve("plain.jar");
		Files.write(jar, jar(Map.of("a.txt", new byte[] { 1 })));
		assertThat(entries(new ClassPath(jar.toString(), true, this.base, () -> null))).containsExactly(jar.toString());
	}

	private static List<String> entries(ClassPath classPath) throws IOException {
		return classPath.entries().stream().map(Path::toString).toList();
	}

	private Path executableJar() throws IOException {
		return Files.write(this.base.resolve("app.jar"), jar(executableEntries()));
	}

	private static Map<String, byte[]> executableEntries() throws IOException {
		Map<String, byte[]> entries = new LinkedHashMap<>();
		entries.put("META-INF/MANIFEST.MF", """
				Manifest-Version: 1.0
				Main-Class: org.springframework.boot.loader.launch.JarLauncher
				Spring-Boot-Classes: BOOT-INF/classes/
				Spring-Boot-Lib: BOOT-INF/lib/
				Spring-Boot-Classpath-Index: BOOT-INF/classpath.idx
				""".getBytes(StandardCharsets.UTF_8));
		entries.put("BOOT-INF/classpath.idx",
				"- \"BOOT-INF/lib/zebra.jar\"\n- \"BOOT-INF/lib/ant.jar\"\n".getBytes(StandardCharsets.UTF_8));
		entries.put("org/springframework/boot/loader/launch/Launcher.class", new byte[] { 1, 2 });
		entries.put("BOOT-INF/classes/which.txt", "application".getBytes(StandardCharsets.UTF_8));
		String name = Resources.class.getName().replace('.', '/') + ".class";
		try (var in = ClassPathTests.class.getClassLoader().getResourceAsStream(name)) {
			entries.put("BOOT-INF/classes/" + name, in.readAllBytes());
		}
		for (String library : List.of("ant", "unlisted", "zebra")) {
			entries.put("BOOT-INF/lib/" + library + ".jar",
					jar(Map.of("which.txt", library.getBytes(StandardCharsets.UTF_8))));
		}
		return entries;
	}

	/** Nested jars are stored, as Boot does it. */
	private static byte[] jar(Map<String, byte[]> entries) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (JarOutputStream out = new JarOutputStream(bytes)) {
			for (Map.Entry<String, byte[]> content : entries.entrySet()) {
				ZipEntry entry = new ZipEntry(content.getKey());
				if (content.getKey().endsWith(".jar")) {
					CRC32 crc = new CRC32();
					crc.update(content.getValue());
					entry.setMethod(ZipEntry.STORED);
					entry.setSize(content.getValue().length);
					entry.setCrc(crc.getValue());
				}
				out.putNextEntry(entry);
				((OutputStream) out).write(content.getValue());
				out.closeEntry();
			}
		}
		return bytes.toByteArray();
	}

	/**
	 * Prints the resource of each entry, in class path order.
	 */
	static final class Resources {

		private Resources() {
		}

		public static void main(String[] args) throws Exception {
			for (var url : java.util.Collections.list(Resources.class.getClassLoader().getResources("which.txt"))) {
				try (var in = url.openStream()) {
					System.out.println(new String(in.readAllBytes(), StandardCharsets.UTF_8));
				}
			}
		}

	}

}
