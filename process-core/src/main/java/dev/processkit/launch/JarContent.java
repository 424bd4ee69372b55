package dev.processkit.launch;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * What can be told of a jar from its directory, without reading all of it.
 *
 * @param fingerprint changes with the content of any entry: made of the name, size and
 * CRC of each, which a jar keeps in its directory
 * @param classPath the jars and directories that its manifest names, absolute
 * @param pathing whether there is nothing in it but that: build tools make such jars for
 * long class paths, under another name for each run
 */
record JarContent(String fingerprint, List<Path> classPath, boolean pathing) {

	static JarContent of(Path jar) throws IOException {
		MessageDigest digest = Digests.sha256();
		boolean onlyManifest = true;
		try (ZipFile zip = new ZipFile(jar.toFile())) {
			for (ZipEntry entry : (Iterable<ZipEntry>) () -> zip.stream().map((any) -> (ZipEntry) any).iterator()) {
				digest.update(
						"%s\n%d %d %d\n".formatted(entry.getName(), entry.getSize(), entry.getCrc(), entry.getMethod())
							.getBytes(StandardCharsets.UTF_8));
				onlyManifest &= entry.getName().equals("META-INF/") || entry.getName().equals(JarFile.MANIFEST_NAME);
			}
			List<Path> classPath = classPath(jar, zip);
			return new JarContent(HexFormat.of().formatHex(digest.digest()), classPath,
					onlyManifest && !classPath.isEmpty());
		}
	}

	private static List<Path> classPath(Path jar, ZipFile zip) throws IOException {
		ZipEntry manifest = zip.getEntry(JarFile.MANIFEST_NAME);
		if (manifest == null) {
			return List.of();
		}
		String value;
		try (InputStream in = zip.getInputStream(manifest)) {
			value = new Manifest(in).getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
		}
		List<Path> entries = new ArrayList<>();
		for (String url : Objects.requireNonNullElse(value, "").split(" ")) {
			if (!url.isBlank()) {
				try {
					URI uri = jar.toUri().resolve(url);
					entries.add(Path.of(uri).normalize());
				}
				catch (IllegalArgumentException | java.nio.file.FileSystemNotFoundException ex) {
					// A JVM passes over what is no file as well.
					continue;
				}
			}
		}
		return entries;
	}

}
