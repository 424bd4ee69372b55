package dev.processkit.fire;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;

import dev.processkit.fire.Declared.Kind;
import org.jspecify.annotations.Nullable;

/**
 * A configuration file whose processes come, go and change at random, and that is broken
 * now and then.
 */
final class EditedFile {

	static final String PREFIX = "edited-";

	/** Always there: its program changes, its address does not. */
	static final String ENDPOINT = PREFIX + "tcp";

	/** Of the others; a JVM takes its time to start, beside full load. */
	private static final List<Kind> KINDS = List.of(Kind.COMMAND, Kind.COMMAND, Kind.COMMAND, Kind.COMMAND, Kind.WORKER,
			Kind.COMMAND);

	private static final List<String> MISTAKES = List.of("wrong: [unclosed", "wrong: {comand: [sleep, \"1\"]}",
			"wrong: {command: [sleep, \"1\"], instances: 0}", "wrong: {command: [sleep, \"1\"], instances: 10000}",
			"wrong: {type: no.such.Worker}", "wrong: {command: [sleep, \"1\"], stop: {grace-period: soon}}",
			"wrong: {command: [sleep, \"1\"], depends-on: [nobody]}",
			"wrong: {command: [sleep, \"1\"], depends-on: [wrong]}");

	private final Path path;

	private final Random random;

	private final Map<String, Declared> declared = new TreeMap<>();

	private int number = 1000;

	EditedFile(Path path, Random random) {
		this.path = path;
		this.random = random;
		this.declared.put(ENDPOINT, any(Kind.ENDPOINT));
		for (int i = 0; i < KINDS.size(); i += 2) {
			this.declared.put(PREFIX + i, any(KINDS.get(i)));
		}
	}

	Path path() {
		return this.path;
	}

	/** What the file would say without its mistakes. */
	Map<String, Declared> declared() {
		return this.declared;
	}

	private Declared any(Kind kind) {
		return Declared.any(kind, this.number++, this.random);
	}

	/**
	 * Edit the file.
	 * @return whether it is broken now
	 */
	boolean edit() throws IOException {
		if (this.random.nextInt(3) == 0) {
			write(text(MISTAKES.get(this.random.nextInt(MISTAKES.size()))));
			return true;
		}
		int index = this.random.nextInt(KINDS.size() + 1);
		boolean endpoint = index == KINDS.size();
		String name = endpoint ? ENDPOINT : PREFIX + index;
		Declared known = this.declared.get(name);
		if (known == null) {
			this.declared.put(name, any(KINDS.get(index)));
		}
		else if (!endpoint && this.random.nextInt(5) == 0) {
			remove(name);
		}
		else {
			this.declared.put(name, changed(known, index));
		}
		write();
		return false;
	}

	private void remove(String name) {
		this.declared.remove(name);
		this.declared.replaceAll(
				(other, process) -> Objects.equals(process.dependsOn(), name) ? process.withDependsOn(null) : process);
	}

	private Declared changed(Declared known, int index) {
		return switch (this.random.nextInt(4)) {
			case 0 -> known.withInstances(known.kind().instances(this.random));
			case 1 -> known.withGrace(60 + this.random.nextInt(10));
			case 2 -> known.withDependsOn(before(index));
			default -> known.withNumber(this.number++);
		};
	}

	/** One that is declared with a lower index, so that there is no circle. */
	private @Nullable String before(int index) {
		String name = PREFIX + ((index > 0) ? this.random.nextInt(index) : index);
		return (index > 0 && this.declared.containsKey(name)) ? name : null;
	}

	void write() throws IOException {
		write(text(null));
	}

	private void write(String text) throws IOException {
		Path draft = Files.writeString(this.path.resolveSibling("draft~"), text);
		Files.move(draft, this.path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
	}

	/** Order and comments differ each time, and some are disabled rather than absent. */
	private String text(@Nullable String mistake) {
		List<String> lines = new ArrayList<>();
		this.declared.forEach((name, process) -> {
			if (process.kind() != Kind.ENDPOINT) {
				lines.add("    %s: %s%n".formatted(name, process.yaml()));
			}
		});
		for (int i = 0; i < KINDS.size(); i++) {
			if (!this.declared.containsKey(PREFIX + i) && this.random.nextBoolean()) {
				lines.add("    %s: {command: [sleep, \"1\"], enabled: false}%n".formatted(PREFIX + i));
			}
		}
		if (mistake != null) {
			lines.add("    " + mistake + "\n");
		}
		Collections.shuffle(lines, this.random);
		String endpoint = "  tcp-processes:%n    %s: %s%n".formatted(ENDPOINT,
				Objects.requireNonNull(this.declared.get(ENDPOINT)).yaml());
		String others = lines.isEmpty() ? "" : "  processes:%n".formatted() + String.join("", lines);
		return "# %d%nprocess:%n".formatted(this.random.nextInt())
				+ (this.random.nextBoolean() ? endpoint + others : others + endpoint);
	}

}
