package dev.processkit.launch;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Argument files of the {@code java} launcher (JDK tool specification, "java Command-Line
 * Argument Files"), one for each distinct list of arguments. They keep class path and
 * options off the command line, which everybody on the machine can read. One for each
 * runtime directory, since the files are numbered.
 */
final class ArgumentFiles {

	/** The charset in which the launcher reads bytes as it reads its command line. */
	private static final Charset CHARSET = Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));

	private final RuntimeDirectory directory;

	private final Map<List<String>, Path> files = new HashMap<>();

	private int made;

	ArgumentFiles(RuntimeDirectory directory) {
		this.directory = directory;
	}

	/**
	 * Return the file that holds these arguments, and write it if need be.
	 * @param arguments the arguments
	 * @return the file, readable by its owner alone
	 * @throws IOException if it cannot be written
	 */
	synchronized Path of(List<String> arguments) throws IOException {
		Path known = this.files.get(arguments);
		if (known != null && Files.exists(known)) {
			return known;
		}
		this.directory.ensureExists();
		// createTempFile gives mode 0600; a launcher must never see half a file.
		Path draft = Files.createTempFile(this.directory.path(), "jvm-", ".draft");
		Files.writeString(draft, format(arguments), charsetFor(arguments));
		Path file = this.directory.path().resolve("jvm-" + this.made++ + ".args");
		Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
		this.files.put(List.copyOf(arguments), file);
		return file;
	}

	static String format(List<String> arguments) {
		return arguments.stream().map(ArgumentFiles::quote).collect(Collectors.joining("\n", "", "\n"));
	}

	private static String quote(String argument) {
		StringBuilder quoted = new StringBuilder("\"");
		for (char c : argument.toCharArray()) {
			switch (c) {
				case '"', '\\' -> quoted.append('\\').append(c);
				case '\n' -> quoted.append("\\n");
				case '\r' -> quoted.append("\\r");
				case '\t' -> quoted.append("\\t");
				case '\f' -> quoted.append("\\f");
				default -> quoted.append(c);
			}
		}
		return quoted.append('"').toString();
	}

	private static Charset charsetFor(List<String> arguments) {
		boolean fits = arguments.stream().allMatch((argument) -> CHARSET.newEncoder().canEncode(argument));
		return fits ? CHARSET : StandardCharsets.UTF_8;
	}

}
