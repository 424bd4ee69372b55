package dev.processkit.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Everything that an archive depends on, in one name. The JVM checks size and second of
 * modification of each jar itself; the rest, and a jar that was replaced by one alike in
 * both, is told by the name.
 *
 * @param name letters and digits
 * @param classPath what workers search with this archive
 * @param stamps the files it was read from, the JDK's own included
 * @param settled whether any later change of these shows in their stamps
 */
record ArchiveKey(String name, ArchivableClassPath classPath, List<FileStamp> stamps, boolean settled) {

	/** Changes when archives are made in another way. */
	private static final String FORMAT = "processkit class archive 1";

	/**
	 * Read what an archive would be made of. Reads the directories of all jars.
	 * @param options the options of the workers
	 * @param entries their class path
	 * @param jdk the home of their JDK
	 * @return the key
	 * @throws IOException if something cannot be read, or changes meanwhile
	 */
	static ArchiveKey of(ArchiveOptions options, List<Path> entries, Path jdk) throws IOException {
		Instant begin = Instant.now();
		List<FileStamp> stamps = new ArrayList<>();
		for (Path part : parts(jdk)) {
			stamps.add(FileStamp.of(part));
		}
		ArchivableClassPath before = ArchivableClassPath.of(entries);
		for (Path jar : before.archivedEntries()) {
			stamps.add(FileStamp.of(jar));
		}
		// Read again, so that the stamps are not younger than what was read.
		ArchivableClassPath classPath = ArchivableClassPath.of(entries);
		if (!classPath.equals(before)) {
			throw new IOException("the class path changed while it was read");
		}
		StringBuilder text = new StringBuilder(FORMAT);
		for (String property : List.of("java.vm.name", "java.vm.vendor", "java.vm.version", "java.runtime.version",
				"java.home", "os.arch")) {
			text.append('\n').append(System.getProperty(property));
		}
		text.append('\n').append(options.matter());
		for (FileStamp stamp : stamps) {
			JarContent content = classPath.contents().get(stamp.path());
			text.append('\n')
				.append(stamp.path())
				.append(' ')
				.append(stamp.size())
				.append(' ')
				.append(stamp.modified())
				.append(' ')
				.append((content != null) ? content.fingerprint() : "");
		}
		boolean settled = stamps.stream().allMatch((stamp) -> stamp.settledAt(begin));
		return new ArchiveKey(Digests.of(text.toString()).substring(0, 32), classPath, List.copyOf(stamps), settled);
	}

	/**
	 * Whether all is as it was. Takes some microseconds for each jar.
	 * @return {@code false} if anything was touched
	 */
	boolean isCurrent() {
		return this.stamps.stream().allMatch(FileStamp::isCurrent);
	}

	private static List<Path> parts(Path jdk) {
		return Stream
			.of("lib/modules", "lib/server/libjvm.so", "lib/server/libjvm.dylib", "bin/server/jvm.dll", "release")
			.map(jdk::resolve)
			.filter(Files::isRegularFile)
			.toList();
	}

}
