package dev.processkit.launch;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

import org.jspecify.annotations.Nullable;

/**
 * Takes apart what Spring Boot packages as an executable jar or war ("The Executable Jar
 * Format" in its reference): the classes of the application, then the jars it needs in
 * the order of the index.
 */
final class ExecutableArchive {

	private static final String MANIFEST = "META-INF/MANIFEST.MF";

	/** Only in a war, beside the libraries that its manifest names. */
	private static final String PROVIDED = "WEB-INF/lib-provided/";

	private final String classes;

	private final String libraries;

	private final @Nullable String index;

	private ExecutableArchive(String classes, String libraries, @Nullable String index) {
		this.classes = classes;
		this.libraries = libraries;
		this.index = index;
	}

	/**
	 * Extract a jar file.
	 * @param jar the file
	 * @param directory where to; created if need be
	 * @return the class path; the jar itself if it is an ordinary one
	 * @throws IOException if it cannot be read or extracted
	 */
	static List<Path> extracted(Path jar, Path directory) throws IOException {
		try (ZipFile zip = new ZipFile(jar.toFile())) {
			ExecutableArchive archive = of(stream(zip, MANIFEST));
			if (archive == null) {
				return List.of(jar);
			}
			Files.createDirectories(directory);
			List<Path> classPath = new ArrayList<>(List.of(archive.packClasses(zip, directory)));
			List<String> names = zip.stream().map(ZipEntry::getName).filter(archive::isLibrary).toList();
			int number = 0;
			for (String name : archive.sorted(names, stream(zip, archive.index))) {
				// Numbered, for two directories may hold jars of the same name.
				String plain = "%03d-%s".formatted(++number, name.substring(name.lastIndexOf('/') + 1));
				Path library = directory.resolve(plain);
				try (InputStream in = zip.getInputStream(zip.getEntry(name))) {
					Files.copy(in, library, StandardCopyOption.REPLACE_EXISTING);
				}
				classPath.add(library);
			}
			return classPath;
		}
	}

	/**
	 * Read the exploded form of a jar.
	 * @param directory what may be one
	 * @return the class path; the directory itself if it is an ordinary one
	 * @throws IOException if it cannot be read
	 */
	static List<Path> exploded(Path directory) throws IOException {
		ExecutableArchive archive = of(stream(directory, MANIFEST));
		if (archive == null) {
			return List.of(directory);
		}
		List<Path> classPath = new ArrayList<>(List.of(directory.resolve(archive.classes)));
		List<String> names = new ArrayList<>();
		for (String place : List.of(archive.libraries, PROVIDED)) {
			if (Files.isDirectory(directory.resolve(place))) {
				try (Stream<Path> files = Files.list(directory.resolve(place))) {
					files.map((file) -> place + file.getFileName()).filter(archive::isLibrary).forEach(names::add);
				}
			}
		}
		archive.sorted(names, stream(directory, archive.index))
			.forEach((name) -> classPath.add(directory.resolve(name)));
		return classPath;
	}

	private static @Nullable ExecutableArchive of(@Nullable InputStream manifest) throws IOException {
		if (manifest == null) {
			return null;
		}
		try (manifest) {
			Attributes attributes = new Manifest(manifest).getMainAttributes();
			String classes = attributes.getValue("Spring-Boot-Classes");
			String libraries = attributes.getValue("Spring-Boot-Lib");
			return (classes != null && libraries != null)
					? new ExecutableArchive(classes, libraries, attributes.getValue("Spring-Boot-Classpath-Index"))
					: null;
		}
	}

	private boolean isLibrary(String name) {
		return name.endsWith(".jar") && (name.startsWith(this.libraries) || name.startsWith(PROVIDED));
	}

	/**
	 * In the order of the index ({@code - "BOOT-INF/lib/a.jar"} lines), others behind.
	 */
	private List<String> sorted(List<String> names, @Nullable InputStream index) throws IOException {
		if (index == null) {
			return names.stream().sorted().toList();
		}
		try (BufferedReader reader = new BufferedReader(new InputStreamReader(index, StandardCharsets.UTF_8))) {
			List<String> order = reader.lines()
				.filter((line) -> line.startsWith("- "))
				.map((line) -> line.substring(2).strip().replace("\"", ""))
				.toList();
			Comparator<String> byIndex = Comparator
				.comparingInt((name) -> order.contains(name) ? order.indexOf(name) : Integer.MAX_VALUE);
			return names.stream().sorted(byIndex.thenComparing(Comparator.naturalOrder())).toList();
		}
	}

	/** One jar instead of thousands of files: written and loaded faster. */
	private Path packClasses(ZipFile zip, Path directory) throws IOException {
		Path packed = directory.resolve("000-classes.jar");
		try (OutputStream file = Files.newOutputStream(packed); ZipOutputStream out = new ZipOutputStream(file)) {
			out.setLevel(Deflater.NO_COMPRESSION);
			for (ZipEntry entry : zip.stream().toList()) {
				String name = entry.getName();
				if (name.startsWith(this.classes) && name.length() > this.classes.length()) {
					out.putNextEntry(new ZipEntry(name.substring(this.classes.length())));
					try (InputStream in = zip.getInputStream(entry)) {
						in.transferTo(out);
					}
					out.closeEntry();
				}
			}
		}
		return packed;
	}

	private static @Nullable InputStream stream(ZipFile zip, @Nullable String name) throws IOException {
		ZipEntry entry = zip.getEntry(Objects.requireNonNullElse(name, ""));
		return (entry != null && !entry.isDirectory()) ? zip.getInputStream(entry) : null;
	}

	private static @Nullable InputStream stream(Path directory, @Nullable String name) throws IOException {
		Path file = directory.resolve(Objects.requireNonNullElse(name, ""));
		return Files.isRegularFile(file) ? Files.newInputStream(file) : null;
	}

}
