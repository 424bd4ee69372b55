package dev.processkit.launch;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.processkit.JvmSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class JvmArgumentsTests {

	@TempDir
	Path base;

	@Test
	void ofChoosesCollectorByJdkUnlessUserDoes() {
		assertThat(JvmArguments.of(JvmSettings.DEFAULT, 17, List.of())).contains("-XX:+UseG1GC");
		assertThat(JvmArguments.of(JvmSettings.DEFAULT, 25, List.of())).contains("-XX:+UseSerialGC");
		assertThat(JvmArguments.of(new JvmSettings(64L << 20, List.of("-XX:+UseZGC")), 25, List.of()))
			.contains("-XX:+UseZGC")
			.doesNotContain("-XX:+UseSerialGC", "-XX:+UseG1GC");
	}

	@Test
	void ofAsksForNothingThatThisJdkDoesNotKnow() throws Exception {
		List<String> command = new ArrayList<>(List.of(JvmCommand.executable()));
		JvmArguments.of(JvmSettings.DEFAULT)
			.stream()
			.filter((argument) -> !argument.equals("-XX:+IgnoreUnrecognizedVMOptions"))
			.forEach(command::add);
		command.addAll(List.of("-XX:+PrintFlagsFinal", "-version"));
		Process java = new ProcessBuilder(command).redirectErrorStream(true).start();
		String output = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(java.waitFor()).as(output).isZero();
		assertThat(output).containsPattern("StringTableSize\\s+= 4096 ");
	}

	@Test
	void ofPutsUserOptionsLast() {
		List<String> arguments = JvmArguments.of(new JvmSettings(64L << 20, List.of("-Xmx1g", "-Dx=y")), 17,
				List.of("-Dx=parent"));
		assertThat(arguments).endsWith("-Dx=parent", "-Xmx1g", "-Dx=y").contains("-Xmx" + (64L << 20));
	}

	@Test
	void ofInheritsWhatClassesNeedAndNothingElse() {
		List<String> arguments = JvmArguments.of(JvmSettings.DEFAULT, 17,
				List.of("-Dmy.flag=1", "-Djava.io.tmpdir=/x", "-Djdk.x=1", "-Dsun.x=1", "-Dloader.main=X",
						"-Dcom.sun.management.jmxremote.port=9", "-agentlib:jdwp=transport=dt_socket",
						"-javaagent:a.jar", "-Xmx4g", "--add-opens=java.base/java.lang=ALL-UNNAMED",
						"--enable-preview"));
		assertThat(arguments).endsWith("-Dmy.flag=1", "--add-opens=java.base/java.lang=ALL-UNNAMED",
				"--enable-preview");
		assertThat(arguments).noneMatch((argument) -> argument.contains("jdwp") || argument.contains("javaagent")
				|| argument.contains("jmxremote") || argument.equals("-Xmx4g") || argument.contains("loader.main"));
	}

	@Test
	void argumentFileReachesJvmUnchanged() throws Exception {
		List<String> values = List.of("plain", "two words", "back\\slash\\", "\"quoted\"", "it's", "#comment",
				"tab\there", "line\nbreak", "return\rhere", "form\ffeed", "", " lead", "@at", "$HOME *", "Grüße 🙂",
				"a\\\"b");
		List<String> arguments = new ArrayList<>(
				List.of("-Dx=a b#c\\", "-cp", System.getProperty("java.class.path"), ShowArguments.class.getName()));
		arguments.addAll(values);
		Path file = Files.writeString(this.base.resolve("with space.args"), ArgumentFiles.format(arguments));
		ProcessBuilder builder = new ProcessBuilder(JvmCommand.executable(), "@" + file);
		builder.environment().put("LC_ALL", "C.UTF-8");
		Process java = builder.redirectErrorStream(true).start();
		String output = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		List<String> expected = new ArrayList<>(List.of("a b#c\\"));
		expected.addAll(values);
		assertThat(output).isEqualTo(String.join("\0", expected) + "\0");
	}

	@Test
	void argumentFilesWritesOneFileForEachContent() throws Exception {
		RuntimeDirectory directory = RuntimeDirectory.create(this.base);
		ArgumentFiles files = new ArgumentFiles(directory);
		Path first = files.of(List.of("a", "b"));
		assertThat(files.of(List.of("a", "b"))).isEqualTo(first);
		assertThat(files.of(List.of("a b"))).isNotEqualTo(first);
		Files.delete(first);
		assertThat(files.of(List.of("a", "b"))).exists();
		try (var all = Files.list(directory.path())) {
			assertThat(all.filter((file) -> file.toString().endsWith(".draft"))).isEmpty();
		}
		directory.close();
		assertThat(files.of(List.of("after a cleaner"))).exists();
		directory.close();
	}

	@Test
	void prepareEnvironmentDropsWhatChangesJvmsUnlessAskedFor() {
		Map<String, String> environment = new HashMap<>(Map.of("JAVA_TOOL_OPTIONS", "-Dx", "JDK_JAVA_OPTIONS", "-Dy",
				"LOADER_PATH", "p", "PATH", "/bin", "_JAVA_OPTIONS", "-Dz"));
		JvmCommand.prepareEnvironment(environment, Map.of("JDK_JAVA_OPTIONS", "-Dy"));
		assertThat(environment).containsExactlyInAnyOrderEntriesOf(
				Map.of("JDK_JAVA_OPTIONS", "-Dy", "PATH", "/bin", "MALLOC_ARENA_MAX", "2"));
	}

	/**
	 * Prints a property and its arguments, each ended by NUL.
	 */
	static final class ShowArguments {

		private ShowArguments() {
		}

		public static void main(String[] args) {
			StringBuilder text = new StringBuilder(System.getProperty("x")).append('\0');
			for (String argument : args) {
				text.append(argument).append('\0');
			}
			System.out.writeBytes(text.toString().getBytes(StandardCharsets.UTF_8));
			System.out.flush();
		}

	}

}
