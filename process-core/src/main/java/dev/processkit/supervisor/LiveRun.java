package dev.processkit.supervisor;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import dev.processkit.ProcessExit;
import dev.processkit.ProcessSignal;
import dev.processkit.control.WorkerChannel;
import dev.processkit.launch.LaunchedProcess;
import dev.processkit.launch.ProcessorDemand;
import org.jspecify.annotations.Nullable;

/**
 * The operating-system process that an instance has at the moment, with its channel and
 * its line if it takes requests. Confined to the supervisor's thread.
 *
 * @param process the process
 * @param channel the way to it; {@code null} for commands without a protocol
 * @param events what it says; {@code null} as the channel
 * @param line its requests; {@code null} as the channel
 * @param silence how much of its silence counts
 */
record LiveRun(LaunchedProcess process, @Nullable WorkerChannel channel, @Nullable ChannelEvents events,
		@Nullable WorkerLine line, Silence silence) {

	/**
	 * Ask it to end. A program that knows no other way is left alone with what it has
	 * begun, and gets the signal when it has answered.
	 * @param signal the stop signal
	 * @param patience how long the signal may wait for that
	 */
	void requestStop(ProcessSignal signal, Duration patience) {
		CompletableFuture<Void> asked = (this.channel != null) ? this.channel.stop()
				: CompletableFuture.completedFuture(null);
		asked.completeOnTimeout(null, Durations.nanos(patience), TimeUnit.NANOSECONDS)
			.thenRun(() -> this.process.stop(signal));
	}

	void useStreams(Effect effect) {
		if (effect instanceof Effect.ReopenLog) {
			this.process.reopenLog();
		}
		else if (effect instanceof Effect.CloseInput) {
			this.process.closeInput();
		}
		else if (effect instanceof Effect.WriteInput write) {
			this.process.write(write.bytes()).whenComplete((written, failure) -> {
				if (failure != null) {
					write.written().completeExceptionally(failure);
				}
				else {
					write.written().complete(null);
				}
			});
		}
	}

	void setPaused(boolean paused) {
		withChannel((channel) -> {
			if (paused) {
				channel.pause();
			}
			else {
				channel.resume();
			}
		});
	}

	/** Whether there are requests that it may still answer, or has answered unread. */
	boolean awaitsAnswers() {
		return this.line != null && this.line.busy() > 0;
	}

	/**
	 * Whether it has ended unnoticed, as far as one can see, or wants to run and may be
	 * about to.
	 */
	boolean mayBeEnding() {
		ProcessorDemand demand = ProcessorDemand.of(this.process.identity());
		return demand == null || demand.runnable();
	}

	/** Nothing will be answered any more. */
	void close(String reason) {
		if (this.line != null) {
			this.line.close(reason);
		}
		withChannel(WorkerChannel::close);
	}

	/** Describe the exit, with what a worker said about it. */
	String describe(ProcessExit exit) {
		String failure = (this.events != null) ? this.events.workerFailure() : null;
		return (failure != null) ? exit.describe() + ": " + failure : exit.describe();
	}

	/** Whether it was closed because of what the process sent. */
	boolean isUnreadable() {
		return this.events != null && this.events.isUnreadable();
	}

	/**
	 * For how long it has been silent, as far as that counts.
	 * @param timeout for how long it may be
	 */
	Duration silentFor(Duration timeout) {
		if (this.channel == null) {
			return Duration.ZERO;
		}
		long now = System.nanoTime();
		return this.silence.counted(Duration.ofNanos(now - this.channel.lastHeardNanos()), timeout, now);
	}

	private void withChannel(Consumer<WorkerChannel> action) {
		if (this.channel != null) {
			action.accept(this.channel);
		}
	}

}
