package dev.processkit.launch;

import java.nio.file.Path;
import java.util.AbstractMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import dev.processkit.InstanceId;
import dev.processkit.ProcessDefinition;
import dev.processkit.ProcessLaunchException;
import dev.processkit.Program;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * Whether a launcher that closes leaves anything that is just being launched.
 */
@Timeout(60)
class LauncherClosingTests {

	@TempDir
	private Path base;

	@Test
	void launchThatIsUnderWayIsWaitedForAndLeavesNothing() throws Exception {
		HeldEnvironment environment = new HeldEnvironment();
		JdkProcessLauncher launcher = new JdkProcessLauncher(RuntimeDirectory.create(this.base),
				ClassArchiveSettings.OFF, environment);
		CompletableFuture<LaunchedProcess> launch = new CompletableFuture<>();
		start(() -> launch(launcher, launch));
		assertThat(environment.reached.await(30, TimeUnit.SECONDS)).isTrue();
		CompletableFuture<Boolean> launchWasOver = new CompletableFuture<>();
		Thread closing = start(() -> {
			launcher.close();
			launchWasOver.complete(launch.isDone());
		});
		await().until(() -> launchWasOver.isDone() || closing.getState() == Thread.State.TIMED_WAITING);
		environment.released.countDown();
		assertThat(launchWasOver.get(30, TimeUnit.SECONDS)).isTrue();
		assertThatThrownBy(launch::join).hasCauseInstanceOf(ProcessLaunchException.class)
			.hasMessageContaining("closed meanwhile");
		assertThat(this.base).isEmptyDirectory();
	}

	private static void launch(JdkProcessLauncher launcher, CompletableFuture<LaunchedProcess> launch) {
		try {
			ProcessDefinition definition = ProcessDefinition.of("test", new Program.Command(List.of("sleep", "1000")));
			launch.complete(launcher.launch(new InstanceId("test", 0), definition, (line) -> {
			}));
		}
		catch (ProcessLaunchException ex) {
			launch.completeExceptionally(ex);
		}
	}

	private static Thread start(Runnable task) {
		Thread thread = new Thread(task, "launcher-closing-test");
		thread.start();
		return thread;
	}

	/**
	 * Holds the launch up that asks for it.
	 */
	private static final class HeldEnvironment extends AbstractMap<String, String> {

		final CountDownLatch reached = new CountDownLatch(1);

		final CountDownLatch released = new CountDownLatch(1);

		@Override
		public Set<Map.Entry<String, String>> entrySet() {
			this.reached.countDown();
			try {
				assertThat(this.released.await(30, TimeUnit.SECONDS)).isTrue();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
			return Set.of();
		}

	}

}
