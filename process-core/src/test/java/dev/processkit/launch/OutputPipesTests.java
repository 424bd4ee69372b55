package dev.processkit.launch;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OutputPipes} with guardians of their own.
 */
@Timeout(60)
class OutputPipesTests {

	@TempDir
	private Path base;

	@Test
	void pipesOfAGuardianThatDidNotAnswerAreNoObstacle() throws Exception {
		try (RuntimeDirectory directory = RuntimeDirectory.create(this.base)) {
			String home = directory.path().toString();
			Deque<List<String>> shells = new ArrayDeque<>(
					List.of(List.of("sh", "-c", "cd \"$0\"; read -r command names; mkfifo $names", home),
							List.of("sh", "-c", Guardian.script(), "processkit-guardian", directory.token(), home)));
			Guardian guardian = new Guardian(() -> Launch.helper(shells.remove()));
			OutputPipes pipes = new OutputPipes(directory, guardian);
			OutputPipes.OutputPipe pipe = pipes.open();
			assertThat(shells).isEmpty();
			assertThat(Files.exists(pipe.path())).isTrue();
			pipe.discard();
			guardian.leave(false);
		}
	}

}
