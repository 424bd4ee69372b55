package dev.processkit.supervisor;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import dev.processkit.worker.BatchWorker;
import dev.processkit.worker.LoopingWorker;
import dev.processkit.worker.MessageHandler;
import dev.processkit.worker.ProcessAction;
import dev.processkit.worker.Worker;
import dev.processkit.worker.WorkerContext;
import org.jspecify.annotations.Nullable;

/**
 * Workers that work in rounds, in the child JVMs of the tests.
 */
final class RoundWorkers {

	private RoundWorkers() {
	}

	/** Counts its loops, and notes what disturbs one. */
	public static class Counter implements LoopingWorker {

		private final List<Long> begun = new ArrayList<>();

		private long loops;

		private int signals;

		private String disturbed = "no";

		private volatile boolean inLoop;

		private @Nullable Thread thread;

		@Override
		public void spinUp(WorkerContext context) {
			System.out.println("up");
			this.thread = Thread.currentThread();
			context.onSignal("HUP", () -> note("signal"));
			context.onSignal("HUP", () -> this.signals++);
		}

		@Override
		public void loop(WorkerContext context) {
			this.inLoop = true;
			this.loops++;
			if (this.begun.size() < 1000) {
				this.begun.add(System.nanoTime());
			}
			this.inLoop = false;
		}

		@Override
		public void spinDown(WorkerContext context) {
			System.out.println("down");
		}

		private void note(String what) {
			if (this.inLoop || Thread.currentThread() != this.thread) {
				this.disturbed = what + " on " + Thread.currentThread();
			}
		}

		@ProcessAction("loops")
		public String loops() {
			note("action");
			return Long.toString(this.loops);
		}

		@ProcessAction("signals")
		public String signals() {
			return Integer.toString(this.signals);
		}

		@ProcessAction("disturbed")
		public String disturbed() {
			return this.disturbed;
		}

		/** The mean time between two loops in microseconds. */
		@ProcessAction("mean")
		public String mean() {
			int last = this.begun.size() - 1;
			return Long.toString((this.begun.get(last) - this.begun.get(0)) / last / 1000);
		}

		@ProcessAction("echo")
		public @Nullable String echo(@Nullable String argument, WorkerContext context) {
			return (argument != null) ? context.instance() + " <" + argument + ">" : null;
		}

		@ProcessAction("forget")
		public void forget(WorkerContext context) {
			this.loops = 0;
		}

		@ProcessAction("fail")
		public void fail(String argument) {
			throw new IllegalStateException("fails because of " + argument);
		}

	}

	/** Has a loop that takes until a file is there. */
	public static class Gated implements LoopingWorker {

		@Override
		public void loop(WorkerContext context) {
			Path gate = Path.of(context.args().get("gate"));
			System.out.println("waits");
			while (!Files.exists(gate)) {
				LockSupport.parkNanos(1_000_000);
			}
		}

		@ProcessAction("ping")
		public String ping() {
			return "pong";
		}

	}

	/** Breaks in its second loop, or before the first. */
	public static class Broken implements LoopingWorker {

		private int loops;

		@Override
		public void spinUp(WorkerContext context) {
			if (context.name().equals("unborn")) {
				throw new IllegalStateException("cannot spin up");
			}
		}

		@Override
		public void loop(WorkerContext context) {
			if (++this.loops == 2) {
				throw new IllegalStateException("the second loop is broken");
			}
		}

		@Override
		public void spinDown(WorkerContext context) {
			System.out.println("down after " + this.loops);
			throw new IllegalArgumentException("cannot spin down either");
		}

	}

	/** Loops that take longer than they may. */
	public static class Slow implements LoopingWorker {

		@Override
		public void loop(WorkerContext context) {
			long due = System.nanoTime() + 5_000_000;
			while (System.nanoTime() < due) {
				LockSupport.parkNanos(due - System.nanoTime());
			}
		}

	}

	/** Has ten jobs at a time, and prints each. */
	public static class Batch implements BatchWorker {

		private int left = 10;

		private int idle;

		@Override
		public boolean next(WorkerContext context) {
			if (this.left == 0) {
				this.idle++;
				return false;
			}
			this.left--;
			System.out.println("job of " + ProcessHandle.current().pid());
			return true;
		}

		@ProcessAction("idle")
		public String idle() {
			return Integer.toString(this.idle);
		}

		@ProcessAction("more")
		public void more() {
			this.left = 10;
		}

	}

	/** Never gives memory back. */
	public static class Leaking implements BatchWorker {

		private final List<ByteBuffer> leaked = new ArrayList<>();

		@Override
		public boolean next(WorkerContext context) {
			ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 20);
			for (int i = 0; i < buffer.capacity(); i += 1024) {
				buffer.put(i, (byte) 1);
			}
			this.leaked.add(buffer);
			// Slow enough to be seen before the JVM has no memory left.
			LockSupport.parkNanos(5_000_000);
			return this.leaked.size() < 400;
		}

	}

	/** Answers with its pid. */
	public static class Pid implements MessageHandler {

		private final AtomicLong asked = new AtomicLong();

		@Override
		public String handle(String message, WorkerContext context) {
			return ProcessHandle.current().pid() + " " + this.asked.incrementAndGet();
		}

		@ProcessAction("pid")
		public String pid() {
			return Long.toString(ProcessHandle.current().pid());
		}

	}

	/** Runs until it is to stop. */
	public static class Runner implements Worker {

		@Override
		public void run(WorkerContext context) throws Exception {
			while (context.sleep(Duration.ofDays(1))) {
				System.out.println("woke");
			}
			System.out.println("stopped");
		}

	}

	/** Does not know what it is. */
	public static class Torn implements LoopingWorker, BatchWorker {

		@Override
		public void loop(WorkerContext context) {
		}

		@Override
		public boolean next(WorkerContext context) {
			return false;
		}

	}

}
