package dev.processkit.fire;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * A configuration file whose processes come, go and change at random, and that is broken
 * now and then.
 */
final class EditedFile {

	static final String PREFIX = "edited-";

	private static final int NAMES = 6;

	private static final int MOST_INSTANCES = 3;

	private final Path path;

	private final Random random;

	private final Map<String, Declared> declared = new TreeMap<>();

	private int number = 1000;

	EditedFile(Path path, Random random) {
		this.path = path;
		this.random = random;
		this.declared.put(PREFIX + 0, next());
		this.declared.put(PREFIX + 1, next());
	}

	Path path() {
		return this.path;
	}

	/** What the file would say without its mistakes. */
	Map<String, Declared> declared() {
		return this.declared;
	}

	private Declared next() {
		return new Declared(this.number++, 1 + this.random.nextInt(MOST_INSTANCES));
	}

	/**
	 * Edit the file.
	 * @return whether it is broken now
	 */
	boolean edit() throws IOException {
		if (this.random.nextInt(3) == 0) {
			write(broken(text()));
			return true;
		}
		String name = PREFIX + this.random.nextInt(NAMES);
		Declared known = this.declared.get(name);
		switch (this.random.nextInt(4)) {
			case 0 -> this.declared.remove(name);
			case 1 -> this.declared.put(name,
					(known != null) ? new Declared(known.number(), 1 + this.random.nextInt(MOST_INSTANCES)) : next());
			default -> this.declared.put(name, next());
		}
		write();
		return false;
	}

	void write() throws IOException {
		write(text());
	}

	private void write(String text) throws IOException {
		Path draft = Files.writeString(this.path.resolveSibling("draft~"), text);
		Files.move(draft, this.path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
	}

	/** Order and comments differ each time, and some are disabled rather than absent. */
	private String text() {
		List<String> lines = new ArrayList<>();
		this.declared.forEach((name, process) -> lines.add("    %s: {command: [sleep, \"%d\"], instances: %d}%n"
			.formatted(name, process.number(), process.instances())));
		for (int i = 0; i < NAMES; i++) {
			if (!this.declared.containsKey(PREFIX + i) && this.random.nextBoolean()) {
				lines.add("    %s: {command: [sleep, \"1\"], enabled: false}%n".formatted(PREFIX + i));
			}
		}
		Collections.shuffle(lines, this.random);
		String comment = "# %d%n".formatted(this.random.nextInt());
		return lines.isEmpty() ? comment : comment + "process:%n  processes:%n".formatted() + String.join("", lines);
	}

	private String broken(String text) {
		String mistake = switch (this.random.nextInt(5)) {
			case 0 -> "    wrong: [unclosed";
			case 1 -> "    wrong: {comand: [sleep, \"1\"]}";
			case 2 -> "    wrong: {command: [sleep, \"1\"], instances: 0}";
			case 3 -> "    wrong: {command: [sleep, \"1\"], instances: 10000}";
			default -> "    wrong: {type: no.such.Worker}";
		};
		return text.contains("processes:") ? text + mistake + "\n" : "process:\n  processes:\n" + mistake + "\n";
	}

	/**
	 * What a process should be.
	 *
	 * @param number tells one definition from another
	 * @param instances how many
	 */
	record Declared(int number, int instances) {

		String command() {
			return "sleep " + this.number;
		}

	}

}
