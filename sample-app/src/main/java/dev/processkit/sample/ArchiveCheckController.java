package dev.processkit.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

import dev.processkit.job.Job;
import dev.processkit.job.JobOptions;
import dev.processkit.job.JobRun;
import dev.processkit.job.JobRunner;

/**
 * Jobs on demand: has a program look at each file of the archive, two at a time however
 * many there are. No request thread waits for it.
 */
@RestController
class ArchiveCheckController {

	private static final JobOptions OPTIONS = JobOptions.DEFAULT.withParallelism(2);

	private final JobRunner runner;

	private final Path archive;

	ArchiveCheckController(JobRunner runner, @Value("${sample.directory}") String directory) {
		this.runner = runner;
		this.archive = Path.of(directory, "archive");
	}

	@PostMapping("/archive/check")
	CompletableFuture<Map<String, String>> check() throws IOException {
		return this.runner.run(files().stream().map(ArchiveCheckController::job).toList(), OPTIONS)
			.end()
			.thenApply(ArchiveCheckController::outcomes);
	}

	private List<Path> files() throws IOException {
		try (Stream<Path> files = Files.list(this.archive)) {
			return files.filter((file) -> file.toString().endsWith(".gz")).toList();
		}
		catch (NoSuchFileException ex) {
			return List.of();
		}
	}

	private static Job job(Path file) {
		return Job.command("gzip", "-t", file.toString())
			.withName(file.getFileName().toString())
			.withTimeout(Duration.ofMinutes(1));
	}

	private static Map<String, String> outcomes(JobRun run) {
		Map<String, String> outcomes = new TreeMap<>();
		run.results().forEach((result) -> outcomes.put(result.job().name(), result.outcome() + ": " + result.reason()));
		return outcomes;
	}

}
