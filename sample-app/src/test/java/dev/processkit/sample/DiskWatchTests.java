package dev.processkit.sample;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DiskWatch}.
 */
@ExtendWith(OutputCaptureExtension.class)
class DiskWatchTests {

	@Test
	void loopWhenSpaceRunsShortAndComesBackSaysSoOnceEach(CapturedOutput output) throws Exception {
		TestContext context = new TestContext(Map.of());
		DiskSpace disk = scripted(context, 2000L, 900L, 800L, 3000L, 3000L);
		DiskWatch watch = new DiskWatch(disk, "/data", "1000B");
		while (context.running()) {
			watch.loop(context);
		}
		assertThat(output).containsOnlyOnce("/data is short of space: 900 bytes are left")
			.containsOnlyOnce("/data has space again: 3,000 bytes");
	}

	@Test
	void contextWhenWorkerIsImportedAloneInjectsServiceAndProperties(@TempDir Path directory) {
		new ApplicationContextRunner().withUserConfiguration(DiskWatch.class)
			.withPropertyValues("sample.disk-watch.directory=" + directory, "sample.disk-watch.minimum=1GB")
			.run((context) -> {
				assertThat(context).hasSingleBean(DiskWatch.class);
				assertThat(context.getBean(DiskSpace.class).free(directory)).isPositive();
				assertThat(context.getBean(DiskWatch.class).free()).endsWith(" bytes are left in " + directory);
			});
	}

	private static DiskSpace scripted(TestContext context, Long... free) {
		Deque<Long> script = new ArrayDeque<>(List.of(free));
		return new DiskSpace() {

			@Override
			long free(Path directory) {
				long next = script.pop();
				if (script.isEmpty()) {
					context.stop();
				}
				return next;
			}

		};
	}

}
