package dev.processkit.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * A class path as the JVM searches it, split for a class archive. A JVM accepts an
 * archive only when its class path begins with the one of the dump, and it dumps no
 * classes of directories. So the jars before the first directory are archived; everything
 * else stays where it is and is read as ever. Only our own jar is moved to the front of
 * directories, as long as none of them has a part of it.
 *
 * @param entries the whole class path, what manifests name included
 * @param archived how many of its first entries are archived
 * @param contents what is in each of these
 */
record ArchivableClassPath(List<Path> entries, int archived, Map<Path, JarContent> contents) {

	static ArchivableClassPath of(List<Path> classPath) throws IOException {
		Map<Path, JarContent> contents = new LinkedHashMap<>();
		Set<Path> flat = new LinkedHashSet<>();
		for (Path entry : classPath) {
			flatten(entry, flat, contents);
		}
		List<Path> entries = OwnJar.first(new ArrayList<>(flat), null);
		int archived = 0;
		while (archived < entries.size() && isArchivable(contents.get(entries.get(archived)))) {
			archived++;
		}
		contents.keySet().retainAll(entries.subList(0, archived));
		return new ArchivableClassPath(List.copyOf(entries), archived, contents);
	}

	List<Path> archivedEntries() {
		return this.entries.subList(0, this.archived);
	}

	private static void flatten(Path entry, Set<Path> flat, Map<Path, JarContent> contents) throws IOException {
		if (flat.contains(entry) || contents.containsKey(entry)) {
			return;
		}
		if (!Files.isRegularFile(entry)) {
			flat.add(entry);
			return;
		}
		JarContent content = JarContent.of(entry);
		contents.put(entry, content);
		if (!content.pathing()) {
			flat.add(entry);
		}
		for (Path named : content.classPath()) {
			// Manifests name many jars that are not there, and the JVM checks that they
			// are not.
			if (Files.exists(named)) {
				flatten(named, flat, contents);
			}
		}
	}

	/** A dump follows manifests too. */
	private static boolean isArchivable(@Nullable JarContent content) {
		return content != null && content.classPath().stream().noneMatch(Files::isDirectory);
	}

}
