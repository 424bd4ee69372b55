package dev.processkit.autoconfigure;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.processkit.ProcessManager;
import dev.processkit.ProcessSignal;
import dev.processkit.StopPolicy;
import dev.processkit.executor.ProcessTaskExecutor;
import dev.processkit.job.Job;
import dev.processkit.job.JobEvent;
import dev.processkit.job.JobOptions;
import dev.processkit.job.JobOptions.OnFailure;
import dev.processkit.job.JobProgress;
import dev.processkit.job.JobResult;
import dev.processkit.job.JobResult.Outcome;
import dev.processkit.job.JobRun;
import dev.processkit.job.JobRunner;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Jobs of a whole application, in real processes.
 */
@EnabledOnOs(OS.LINUX)
class JobRunnerApplicationTests {

	private static final Duration LONG = Duration.ofSeconds(60);

	private static final JobOptions QUICK_STOP = JobOptions.DEFAULT
		.withStop(new StopPolicy(ProcessSignal.TERM, Duration.ofMillis(200), true));

	private ConfigurableApplicationContext context;

	@TempDir
	private Path directory;

	@AfterEach
	void close() {
		if (this.context != null && this.context.isActive()) {
			ProcessManager manager = this.context.getBean(ProcessManager.class);
			this.context.close();
			assertThat(manager.running()).isEmpty();
		}
	}

	@Test
	void everyExitCodeAndAllOutputIsKept() throws Exception {
		JobRunner runner = run();
		Path whole = this.directory.resolve("whole.txt");
		JobRun run = runner.run(
				List.of(shell("echo one; exit 0"), shell("echo out; echo err >&2; exit 3"), shell("kill -9 $$"),
						Job.command("/no/such/program").withName("missing"), shell("seq 1000").withOutput(whole)),
				JobOptions.DEFAULT.withOutputLines(2));
		assertThat(run.awaitAll(LONG)).isTrue();
		List<JobResult> results = run.results();
		assertThat(results).extracting(JobResult::outcome)
			.containsExactly(Outcome.SUCCEEDED, Outcome.FAILED, Outcome.FAILED, Outcome.FAILED, Outcome.SUCCEEDED);
		assertThat(results).extracting(JobResult::index).containsExactly(0, 1, 2, 3, 4);
		assertThat(results.get(0).output()).containsExactly("one");
		assertThat(results.get(1).exit().code()).isEqualTo(3);
		assertThat(results.get(1).output()).containsExactlyInAnyOrder("out", "err");
		assertThat(results.get(1).reason()).isEqualTo("exited with code 3");
		assertThat(results.get(2).exit().signal()).isEqualTo(ProcessSignal.KILL);
		assertThat(results.get(3).exit()).isNull();
		assertThat(results.get(3).reason()).contains("/no/such/program");
		assertThat(results.get(4).output()).containsExactly("999", "1000");
		assertThat(Files.readAllLines(whole)).hasSize(1000);
		assertThat(run.exitCode()).isEqualTo(1);
		assertThat(run.progress()).returns(5, JobProgress::finished)
			.returns(3, JobProgress::failed)
			.returns(Duration.ZERO, JobProgress::eta);
		assertThat(this.context.getBean(ProcessManager.class).status().processes()).as("nothing is kept").isEmpty();
	}

	@Test
	void moreJobsThanRoomAllRunAndNoneIsRefused() throws Exception {
		JobRunner runner = run("process.max-processes=3", "process.processes.other.command=sleep,1000");
		List<Job> jobs = new ArrayList<>();
		IntStream.range(0, 40).forEach((i) -> jobs.add(shell("echo " + i)));
		JobRun run = runner.run(jobs, JobOptions.DEFAULT.withParallelism(8));
		assertThat(run.awaitAll(LONG)).as("%s", run.progress()).isTrue();
		assertThat(run.results()).extracting(JobResult::outcome).containsOnly(Outcome.SUCCEEDED);
		assertThat(run.results()).extracting((result) -> result.output().get(0))
			.containsExactlyElementsOf(IntStream.range(0, 40).mapToObj(String::valueOf).toList());
		assertThat(run.exitCode()).isZero();
	}

	@Test
	void jobsWaitForRoomThatOtherProcessesTake() throws Exception {
		JobRunner runner = run("process.max-processes=1", "process.processes.other.command=sleep,1000");
		ProcessManager manager = this.context.getBean(ProcessManager.class);
		await().atMost(LONG).until(() -> manager.isRunning("other"));
		JobRun run = runner.run(List.of(shell("echo hello")));
		JobRun abandoned = runner.run(List.of(shell("echo never")));
		assertThat(run.awaitAll(Duration.ofMillis(300))).isFalse();
		abandoned.cancel();
		assertThat(abandoned.awaitAll(LONG)).isTrue();
		assertThat(abandoned.results()).extracting(JobResult::outcome).containsExactly(Outcome.CANCELLED);
		manager.stop("other").get(60, TimeUnit.SECONDS);
		assertThat(run.awaitAll(LONG)).isTrue();
		assertThat(run.results().get(0).output()).containsExactly("hello");
	}

	@Test
	void streamIsPulledWhenThereIsAPlaceAndNeverFurther() throws Exception {
		JobRunner runner = run();
		AtomicInteger pulled = new AtomicInteger();
		AtomicInteger closed = new AtomicInteger();
		Path gate = this.directory.resolve("gate");
		Stream<Job> endless = Stream.iterate(0, (i) -> i + 1).map((i) -> {
			pulled.incrementAndGet();
			return (Job) shell("while ! test -e " + gate + "; do sleep 0.05; done");
		}).onClose(closed::incrementAndGet);
		JobRun run = runner.run(endless, QUICK_STOP.withParallelism(3));
		await().atMost(LONG).until(() -> run.progress().started() == 3);
		assertThat(run.progress()).returns(null, JobProgress::total).returns(null, JobProgress::eta);
		assertThat(pulled).hasValue(3);
		Files.createFile(gate);
		await().atMost(LONG).until(() -> run.progress().finished() > 5);
		run.cancel();
		assertThat(run.awaitAll(LONG)).isTrue();
		assertThat(run.exitCode()).isEqualTo(2);
		await().atMost(LONG).untilAsserted(() -> assertThat(closed).hasValue(1));
	}

	@Test
	void iteratorThatHasNothingYetCostsNothingAndIsHeardWhenItHas() throws Exception {
		JobRunner runner = run();
		BlockingQueue<Job> queue = new LinkedBlockingQueue<>();
		AtomicInteger asked = new AtomicInteger();
		JobRun run = runner.run(blocking(queue, asked), QUICK_STOP.withParallelism(2));
		queue.add(shell("echo a"));
		await().atMost(LONG).until(() -> run.progress().finished() == 1);
		await().atMost(LONG).untilAsserted(() -> assertThat(asked).as("asks once for the next job").hasValue(2));
		queue.add(shell("echo b"));
		await().atMost(LONG).until(() -> run.progress().finished() == 2);
		await().atMost(LONG).untilAsserted(() -> assertThat(asked).as("has not asked again").hasValue(3));
		run.cancel();
		assertThat(run.awaitAll(LONG)).as("although the iterator blocks").isTrue();
	}

	@Test
	void iteratorThatThrowsEndsTheRunAndSaysWhy() throws Exception {
		JobRunner runner = run();
		JobRun run = runner.run(Stream.of(1, 0).map((i) -> (Job) shell("exit " + (1 / i - 1))), JobOptions.DEFAULT);
		assertThat(run.awaitAll(LONG)).isTrue();
		assertThat(run.results()).hasSize(1);
		assertThat(run.sourceFailure()).isInstanceOf(ArithmeticException.class);
		assertThat(run.exitCode()).isEqualTo(1);
	}

	@Test
	void failedJobIsRepeatedAndSlowOneEnded() throws Exception {
		JobRunner runner = run();
		Path tries = this.directory.resolve("tries");
		JobRun run = runner
			.run(List.of(shell("echo x >> %1$s; test $(wc -l < %1$s) -ge 3".formatted(tries)).withRetries(5),
					shell("exit 1").withRetries(1), shell("sleep 1000").withTimeout(Duration.ofMillis(200))));
		assertThat(run.awaitAll(LONG)).isTrue();
		assertThat(run.results()).extracting(JobResult::outcome)
			.containsExactly(Outcome.SUCCEEDED, Outcome.FAILED, Outcome.TIMED_OUT);
		assertThat(run.results()).extracting(JobResult::attempts).containsExactly(3, 2, 1);
		assertThat(run.results().get(2).reason()).contains("longer than PT0.2S").contains("TERM");
	}

	@Test
	void slowJobThatIsDeafToItsStopIsKilled() throws Exception {
		JobRunner runner = run();
		JobResult result = deaf(runner);
		// A shell that was slow to begin could hear of its end.
		for (int i = 0; i < 4 && !result.output().contains("deaf"); i++) {
			result = deaf(runner);
		}
		assertThat(result.outcome()).isEqualTo(Outcome.TIMED_OUT);
		assertThat(result.exit().signal()).isEqualTo(ProcessSignal.KILL);
	}

	private static JobResult deaf(JobRunner runner) throws Exception {
		JobRun run = runner
			.run(List.of(shell("trap '' TERM; echo deaf; sleep 1000").withTimeout(Duration.ofSeconds(3))), QUICK_STOP);
		assertThat(run.awaitAll(LONG)).isTrue();
		return run.results().get(0);
	}

	@Test
	void firstFailureStopsTheRestWhenAskedTo() throws Exception {
		JobRunner runner = run();
		JobRun run = runner.run(List.of(shell("exit 0"), shell("exit 7"), shell("exit 0"), shell("exit 0")),
				JobOptions.DEFAULT.withParallelism(1).withOnFailure(OnFailure.STOP));
		assertThat(run.awaitAll(LONG)).isTrue();
		assertThat(run.results()).extracting(JobResult::outcome).containsExactly(Outcome.SUCCEEDED, Outcome.FAILED);
		assertThat(run.progress().total()).isEqualTo(4);
		assertThat(run.exitCode()).isEqualTo(1);
	}

	@Test
	void tasksRunInWorkersBesideCommands() throws Exception {
		JobRunner runner = run("process.task-executors.reports.instances=1");
		ProcessTaskExecutor reports = this.context.getBean(ProcessTaskExecutor.class);
		JobRun run = runner.run(List.of(Job.task("pid", () -> reports.submit(() -> ProcessHandle.current().pid())),
				Job.task("bad", () -> reports.submit(() -> {
					throw new IllegalArgumentException("on purpose");
				})), Job.task("refused", () -> {
					throw new IllegalStateException("full");
				}), Job.task("slow", CompletableFuture::new).withTimeout(Duration.ofMillis(100)), shell("echo x")));
		assertThat(run.awaitAll(LONG)).isTrue();
		List<JobResult> results = run.results();
		assertThat(results).extracting(JobResult::outcome)
			.containsExactly(Outcome.SUCCEEDED, Outcome.FAILED, Outcome.FAILED, Outcome.TIMED_OUT, Outcome.SUCCEEDED);
		assertThat(results.get(0).value()).isInstanceOf(Long.class).isNotEqualTo(ProcessHandle.current().pid());
		assertThat(results.get(1).failure()).isInstanceOf(IllegalArgumentException.class).hasMessage("on purpose");
		assertThat(results.get(2).reason()).contains("could not be started").contains("full");
	}

	@Test
	void newsOfARunAreSpringEventsInOrder() throws Exception {
		JobRunner runner = run();
		List<JobEvent> events = this.context.getBean(App.class).events;
		JobRun run = runner.run(List.of(shell("true"), shell("true")), JobOptions.DEFAULT.withParallelism(1));
		assertThat(run.awaitAll(LONG)).isTrue();
		assertThat(events).extracting((event) -> event.getClass().getSimpleName())
			.containsExactly("Started", "Finished", "Started", "Finished", "Ended");
		assertThat(events).extracting((event) -> event.progress().finished()).containsExactly(0, 1, 1, 2, 2);
		assertThat(events).allMatch((event) -> event.run() == run);
	}

	@Test
	void closingTheApplicationCancelsItsJobs() throws Exception {
		JobRunner runner = run();
		JobRun run = runner.run(Stream.generate(() -> (Job) shell("sleep 1000")), QUICK_STOP.withParallelism(2));
		await().atMost(LONG).until(() -> this.context.getBean(ProcessManager.class).running().size() == 2);
		close();
		assertThat(run.awaitAll(LONG)).isTrue();
		assertThat(run.results()).extracting(JobResult::outcome).containsOnly(Outcome.CANCELLED);
	}

	@Test
	void oneOffApplicationExitsWithHowItsJobsWent() {
		assertThat(exitCodeOf("exit 0")).isZero();
		assertThat(exitCodeOf("exit 5")).isEqualTo(1);
	}

	private int exitCodeOf(String script) {
		SpringApplication application = new SpringApplication(OneOff.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		return SpringApplication.exit(application.run("--script=" + script, "--process.skip.in-tests=false",
				"--process.runtime-directory=" + this.directory));
	}

	private static Iterator<Job> blocking(BlockingQueue<Job> queue, AtomicInteger asked) {
		return new Iterator<>() {

			@Override
			public boolean hasNext() {
				asked.incrementAndGet();
				return true;
			}

			@Override
			public Job next() {
				try {
					return queue.take();
				}
				catch (InterruptedException ex) {
					throw new IllegalStateException(ex);
				}
			}

		};
	}

	private static Job.Command shell(String script) {
		return Job.command("sh", "-c", script);
	}

	private JobRunner run(String... properties) {
		this.context = new SpringApplicationBuilder(App.class).web(WebApplicationType.NONE)
			.properties("process.skip.in-tests=false", "process.runtime-directory=" + this.directory)
			.properties(properties)
			.run();
		return this.context.getBean(JobRunner.class);
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	static class App {

		private final List<JobEvent> events = Collections.synchronizedList(new ArrayList<>());

		@EventListener
		void on(JobEvent event) {
			this.events.add(event);
		}

	}

	/** The sample of the documentation. */
	@SpringBootConfiguration
	@EnableAutoConfiguration
	static class OneOff implements ApplicationRunner {

		private final JobRunner runner;

		OneOff(JobRunner runner) {
			this.runner = runner;
		}

		@Override
		public void run(ApplicationArguments arguments) throws Exception {
			List<Job> jobs = arguments.getOptionValues("script").stream().<Job>map((script) -> shell(script)).toList();
			this.runner.run(jobs).awaitAll(LONG);
		}

	}

}
