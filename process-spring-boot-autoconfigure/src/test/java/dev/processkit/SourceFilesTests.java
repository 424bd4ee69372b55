package dev.processkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Holds what can be read in the sources of all modules only: sizes, {@code @since},
 * package descriptions, and the tests that a page names.
 */
class SourceFilesTests {

	private static final int LONGEST = 400;

	private static final Pattern PUBLIC_TYPE = Pattern
		.compile("(?m)^public (?:(?:abstract|final|sealed|non-sealed) )*(?:class|interface|@interface|enum|record) ");

	private static final Pattern TEST = Pattern.compile("@(?:Parameterized|Repeated)?Test\\b");

	private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");

	private static final Pattern PROCESS_BUILDER = Pattern.compile("new ProcessBuilder\\b");

	@ParameterizedTest
	@ValueSource(
			strings = { "process-core", "process-spring-boot-autoconfigure", "processctl", "sample-app", "benchmarks" })
	void filesStayReadable(String module) {
		assertThat(sources(module, "src")).filteredOn((file) -> read(file).lines().count() > LONGEST)
			.as("files of more than " + LONGEST + " lines")
			.isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "process-core", "process-spring-boot-autoconfigure", "processctl" })
	void publicTypesSaySinceWhen(String module) {
		assertThat(sources(module, "src/main/java")).filteredOn(SourceFilesTests::isPublicWithoutSince)
			.as("public types without @since")
			.isEmpty();
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "process-core", "process-spring-boot-autoconfigure", "processctl", "sample-app", "benchmarks" })
	void packagesAreDescribed(String module) {
		Predicate<Path> described = (directory) -> Files.exists(directory.resolve("package-info.java"))
				&& read(directory.resolve("package-info.java")).contains("@NullMarked");
		assertThat(sources(module, "src/main/java").stream().map(Path::getParent).distinct())
			.filteredOn(described.negate())
			.as("packages without a @NullMarked package-info.java")
			.isEmpty();
	}

	@Test
	void processBuilderStandsInOneFile() {
		Stream<Path> files = Stream.of("process-core", "process-spring-boot-autoconfigure", "processctl", "sample-app")
			.flatMap((module) -> sources(module, "src/main/java").stream())
			.filter((file) -> PROCESS_BUILDER.matcher(read(file)).find());
		assertThat(files).as("files that make a ProcessBuilder").hasSizeLessThanOrEqualTo(1);
	}

	@Test
	void testsThatAPageNamesExist() {
		Map<String, String> tests = Stream
			.of("process-core", "process-spring-boot-autoconfigure", "processctl", "sample-app")
			.flatMap((module) -> sources(module, "src/test/java").stream())
			.collect(Collectors.toMap((file) -> file.getFileName().toString().replace(".java", ""),
					SourceFilesTests::read, String::concat));
		List<String> named = read(Path.of("..", "docs", "coming-from.md")).lines()
			.filter((line) -> line.startsWith("| ") && !line.endsWith("| shown by |"))
			.flatMap((line) -> QUOTED.matcher(line.substring(line.lastIndexOf("| ", line.length() - 2))).results())
			.map((quoted) -> quoted.group(1))
			.toList();
		assertThat(named).hasSizeGreaterThan(100)
			.filteredOn((test) -> !isTest(test, tests))
			.as("tests that there are not")
			.isEmpty();
	}

	/** Of a class, or {@code Class.method}. */
	private static boolean isTest(String name, Map<String, String> sources) {
		String[] parts = name.split("\\.", 2);
		String source = sources.getOrDefault(parts[0], "");
		return (parts.length > 1) ? source.contains("void " + parts[1] + "(") : TEST.matcher(source).find();
	}

	private static boolean isPublicWithoutSince(Path file) {
		String source = read(file);
		var type = PUBLIC_TYPE.matcher(source);
		return type.find() && !source.substring(0, type.start()).contains("@since ");
	}

	private static List<Path> sources(String module, String directory) {
		Path root = Path.of("..", module, directory);
		if (!Files.isDirectory(root)) {
			return List.of();
		}
		try (Stream<Path> files = Files.walk(root)) {
			return files.filter((file) -> file.toString().endsWith(".java")).toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
