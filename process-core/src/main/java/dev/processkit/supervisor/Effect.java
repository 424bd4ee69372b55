package dev.processkit.supervisor;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import dev.processkit.InstanceId;
import dev.processkit.ProcessDefinition;
import dev.processkit.ProcessEvent;
import dev.processkit.ProcessSignal;

/**
 * What a decision asks of the outside world. Decisions only list effects; the supervisor
 * runs them.
 */
sealed interface Effect {

	/**
	 * The instance that decided it.
	 * @return the instance
	 */
	InstanceId instance();

	/**
	 * Launch a process for an instance.
	 *
	 * @param instance the instance
	 * @param definition what to launch
	 * @param launch the number of this launch; everything that is heard of the process
	 * carries it, so that news of an earlier one is told apart
	 */
	record Launch(InstanceId instance, ProcessDefinition definition, long launch) implements Effect {

	}

	/**
	 * Forget a launch that may not have happened yet. If it is too late, the process will
	 * be reported and then stopped.
	 *
	 * @param instance the instance
	 * @param launch the number of the launch
	 */
	record CancelLaunch(InstanceId instance, long launch) implements Effect {

	}

	/**
	 * Ask the process to end.
	 *
	 * @param instance the instance
	 * @param signal the polite request
	 */
	record RequestStop(InstanceId instance, ProcessSignal signal) implements Effect {

	}

	/**
	 * Run what comes before the process is asked to end.
	 *
	 * @param instance the instance
	 * @param launch the number of its launch
	 */
	record PrepareStop(InstanceId instance, long launch) implements Effect {

	}

	/**
	 * End the process and its tree.
	 *
	 * @param instance the instance
	 */
	record Kill(InstanceId instance) implements Effect {

	}

	/**
	 * Send a signal and nothing else.
	 *
	 * @param instance the instance
	 * @param signal the signal
	 */
	record SendSignal(InstanceId instance, ProcessSignal signal) implements Effect {

	}

	/**
	 * Write further lines to what the name of the log file means now.
	 *
	 * @param instance the instance
	 */
	record ReopenLog(InstanceId instance) implements Effect {

	}

	/**
	 * Write to the standard input.
	 *
	 * @param instance the instance
	 * @param bytes what to write
	 * @param written completed when the pipe has it
	 */
	record WriteInput(InstanceId instance, byte[] bytes, CompletableFuture<Void> written) implements Effect {

	}

	/**
	 * End the standard input.
	 *
	 * @param instance the instance
	 */
	record CloseInput(InstanceId instance) implements Effect {

	}

	/**
	 * Tell the worker to take no work, or to take it again.
	 *
	 * @param instance the instance
	 * @param paused whether it should pause
	 */
	record SetPaused(InstanceId instance, boolean paused) implements Effect {

	}

	/**
	 * Wake the instance later.
	 *
	 * @param instance the instance
	 * @param alarm what for
	 * @param epoch the epoch of the instance that the alarm belongs to; in another one it
	 * is stale
	 * @param after how much later
	 */
	record SetAlarm(InstanceId instance, Alarm alarm, long epoch, Duration after) implements Effect {

	}

	/**
	 * Look after a while whether a process has instances that it does not need.
	 *
	 * @param process the process
	 * @param look the number of the look; another one is stale
	 * @param after how much later
	 */
	record CheckIdle(String process, long look, Duration after) implements Effect {

		/** The first one, which is always there, stands for the pool. */
		@Override
		public InstanceId instance() {
			return new InstanceId(this.process, 0);
		}

	}

	/**
	 * Tell the listeners.
	 *
	 * @param event the event
	 */
	record Publish(ProcessEvent event) implements Effect {

		@Override
		public InstanceId instance() {
			return this.event.instance();
		}

	}

	/**
	 * Why an instance wants to be woken.
	 */
	enum Alarm {

		/** It should be ready by then. */
		START_TIMEOUT,

		/** It should have been heard of by then. */
		HEARTBEAT,

		/** Its control channel closed; its exit should have been seen by then. */
		CHANNEL_CLOSED,

		/** Its grace period is over. */
		GRACE_PERIOD,

		/** Its back-off is over. */
		BACK_OFF

	}

}
