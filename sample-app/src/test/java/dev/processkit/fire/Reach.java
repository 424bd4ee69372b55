package dev.processkit.fire;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

import dev.processkit.InstanceStatus;

/**
 * What an instance really runs.
 */
final class Reach {

	static final Duration PATIENCE = Duration.ofSeconds(180);

	private Reach() {
	}

	static String commandLine(InstanceStatus instance) throws IOException {
		long pid = Objects.requireNonNull(instance.identity()).pid();
		return Files.readString(Path.of("/proc/" + pid + "/cmdline")).replace('\0', ' ').strip();
	}

}
