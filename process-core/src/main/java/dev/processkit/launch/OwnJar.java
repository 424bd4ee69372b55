package dev.processkit.launch;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.zip.ZipFile;

import org.jspecify.annotations.Nullable;

/**
 * The jar with the classes that every worker loads first. Behind fifty others, a young
 * JVM opens all of them before its main class: a third of the start of a lean worker. The
 * jar has only classes of its own, so that it can stand in front of any other.
 */
final class OwnJar {

	private static final String WORKER_MAIN = "dev/processkit/worker/WorkerMain.class";

	private OwnJar() {
	}

	/**
	 * Put our own jar first, unless a directory has a part of it.
	 * @param entries a class path
	 * @param otherwise our own jar if the class path does not name it but leads to it, as
	 * the manifest of one of its jars does; {@code null} for none
	 * @return the class path, the same if there is nothing to move
	 * @throws IOException if a jar cannot be read
	 */
	static List<Path> first(List<Path> entries, @Nullable Path otherwise) throws IOException {
		Path own = otherwise;
		for (Path entry : entries) {
			if (Files.isDirectory(entry)) {
				if (Files.exists(entry.resolve("dev/processkit"))) {
					return entries;
				}
			}
			else if (isOwn(entry)) {
				own = entry;
				break;
			}
		}
		if (own == null || entries.isEmpty() || entries.get(0).equals(own)) {
			return entries;
		}
		List<Path> moved = new ArrayList<>(entries);
		moved.remove(own);
		moved.add(0, own);
		return moved;
	}

	/**
	 * The jar that this JVM has from its class path.
	 * @return the jar; {@code null} when it runs from a directory or another loader
	 */
	static @Nullable Path ofThisJvm() {
		CodeSource source = OwnJar.class.getProtectionDomain().getCodeSource();
		if (OwnJar.class.getClassLoader() != ClassLoader.getSystemClassLoader() || source == null
				|| source.getLocation() == null || !source.getLocation().getProtocol().equals("file")) {
			return null;
		}
		try {
			Path jar = Path.of(source.getLocation().toURI());
			return isOwn(jar) ? jar : null;
		}
		catch (URISyntaxException | IllegalArgumentException | IOException ex) {
			// Then the class path stays as it is, which only costs time.
			return null;
		}
	}

	private static boolean isOwn(Path jar) throws IOException {
		if (!Objects.toString(jar.getFileName()).startsWith("process-core") || !Files.isRegularFile(jar)) {
			return false;
		}
		try (ZipFile zip = new ZipFile(jar.toFile())) {
			return zip.getEntry(WORKER_MAIN) != null;
		}
	}

}
