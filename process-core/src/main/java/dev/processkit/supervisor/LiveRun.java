package dev.processkit.supervisor;

import java.time.Duration;
import java.util.function.Consumer;

import dev.processkit.ProcessExit;
import dev.processkit.ProcessSignal;
import dev.processkit.control.ControlChannel;
import dev.processkit.launch.LaunchedProcess;
import org.jspecify.annotations.Nullable;

/**
 * The operating-system process that an instance has at the moment, with its channel and
 * its line if it is a worker. Confined to the supervisor's thread.
 *
 * @param process the process
 * @param channel the control channel; {@code null} for commands
 * @param events what the worker says; {@code null} for commands
 * @param line its requests; {@code null} for commands
 */
record LiveRun(LaunchedProcess process, @Nullable ControlChannel channel, @Nullable ChannelEvents events,
		@Nullable WorkerLine line) {

	void requestStop(ProcessSignal signal) {
		withChannel(ControlChannel::stop);
		this.process.stop(signal);
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

	/** Nothing will be answered any more. */
	void close(String reason) {
		if (this.line != null) {
			this.line.close(reason);
		}
		withChannel(ControlChannel::close);
	}

	/** Describe the exit, with what a worker said about it. */
	String describe(ProcessExit exit) {
		String failure = (this.events != null) ? this.events.workerFailure() : null;
		return (failure != null) ? exit.describe() + ": " + failure : exit.describe();
	}

	Duration silentFor() {
		return (this.channel != null) ? Duration.ofNanos(System.nanoTime() - this.channel.lastHeardNanos())
				: Duration.ZERO;
	}

	private void withChannel(Consumer<ControlChannel> action) {
		if (this.channel != null) {
			action.accept(this.channel);
		}
	}

}
