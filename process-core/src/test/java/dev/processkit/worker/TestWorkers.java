package dev.processkit.worker;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/**
 * Workers that run in the child JVMs of the tests.
 */
final class TestWorkers {

	private TestWorkers() {
	}

	/** Does what the message says. */
	public static class Talker implements MessageHandler {

		private static int depth;

		private final CountDownLatch gate = new CountDownLatch(1);

		private final AtomicInteger waiting = new AtomicInteger();

		@Override
		public @Nullable String handle(String message, WorkerContext context) throws Exception {
			return switch (message) {
				case "null" -> null;
				case "empty" -> "";
				case "throw" -> throw new IllegalStateException("as asked");
				case "throw-null" -> throw new IllegalStateException();
				case "overflow" -> String.valueOf(overflow());
				case "memory" -> String.valueOf(new long[Integer.MAX_VALUE - 8].length);
				case "exit" -> exit();
				case "print" -> print();
				case "thread" -> Thread.currentThread().getName();
				case "slow thread" -> slowly(Thread.currentThread().getName());
				case "slow virtual" -> slowly(Thread.currentThread().toString());
				case "who" -> context.name() + " " + context.instance() + " " + context.args();
				case "wait" -> await();
				case "waiting" -> String.valueOf(this.waiting.get());
				case "release" -> release();
				default -> "Hello " + message;
			};
		}

		private static String slowly(String reply) {
			long due = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(3);
			while (System.nanoTime() < due) {
				LockSupport.parkNanos(due - System.nanoTime());
			}
			return reply;
		}

		private String await() throws InterruptedException {
			this.waiting.incrementAndGet();
			System.out.println("waiting");
			this.gate.await();
			return "released";
		}

		private String release() {
			this.gate.countDown();
			return "open";
		}

		private static int overflow() {
			depth++;
			return overflow() + 1;
		}

		private static String exit() {
			System.exit(7);
			return "never";
		}

		private static String print() throws Exception {
			System.out.println("to System.out");
			try (FileOutputStream out = new FileOutputStream(FileDescriptor.out)) {
				out.write("to descriptor 1\n".getBytes());
			}
			return "stdin " + System.in.read();
		}

	}

	/** Gives bytes back. */
	public static class Echo implements MessageHandler.OfBytes {

		@Override
		public byte[] handle(byte[] message, WorkerContext context) {
			return message;
		}

	}

	/** Runs until it is stopped. */
	public static class Runner implements Worker {

		@Override
		public boolean readyAtStart() {
			return false;
		}

		@Override
		public void run(WorkerContext context) throws Exception {
			System.out.println("begun");
			context.ready();
			while (context.sleep(Duration.ofDays(1))) {
				System.out.println("woke early");
			}
			System.out.println("running " + context.running());
		}

	}

	/** Returns at once. */
	public static class Returner implements Worker {

		@Override
		public void run(WorkerContext context) {
			System.out.println("done " + context.args().get("colour.of.sky"));
		}

	}

	/** Throws at once. */
	public static class Thrower implements Worker {

		@Override
		public void run(WorkerContext context) {
			throw new IllegalStateException("cannot go on");
		}

	}

	/** Never stops by itself. */
	public static class Stubborn implements Worker {

		@Override
		public boolean readyAtStart() {
			return false;
		}

		@Override
		public void run(WorkerContext context) throws Exception {
			context.ready();
			new CountDownLatch(1).await();
		}

	}

	/** Runs and answers; returns from run at once when told so. */
	public static class Both extends Talker implements Worker {

		private volatile boolean ran;

		@Override
		public void run(WorkerContext context) {
			this.ran = true;
		}

		@Override
		public @Nullable String handle(String message, WorkerContext context) throws Exception {
			return message.equals("ran") ? String.valueOf(this.ran) : super.handle(message, context);
		}

	}

	/** Says by itself when it is ready. */
	public static class LateReady extends Runner {

		@Override
		public void run(WorkerContext context) throws Exception {
			context.sleep(Duration.ofMillis(Long.parseLong(context.args().get("delay"))));
			context.ready();
			super.run(context);
		}

	}

	/** Counts signals. */
	public static class Signalled implements MessageHandler {

		private final StringBuffer log = new StringBuffer();

		public Signalled(WorkerContext context) {
			context.onSignal("SIGUSR1", () -> this.log.append("1"));
			context.onSignal("usr1", () -> {
				this.log.append("2");
				throw new IllegalStateException("a handler that throws");
			});
			context.onSignal("HUP", () -> this.log.append("h"));
		}

		@Override
		public String handle(String message, WorkerContext context) {
			if (!message.isEmpty()) {
				context.onSignal(message, () -> {
				});
			}
			return this.log.toString();
		}

	}

	/** Uses the executor. */
	public static class Tasks implements MessageHandler {

		@Override
		public String handle(String message, WorkerContext context) throws Exception {
			CountDownLatch together = new CountDownLatch(100);
			for (int i = 0; i < 100; i++) {
				context.executor().execute(() -> {
					together.countDown();
					try {
						together.await();
					}
					catch (InterruptedException ex) {
						Thread.currentThread().interrupt();
					}
				});
			}
			together.await();
			return "together";
		}

	}

	/** Made by a factory. */
	public static class Made implements MessageHandler {

		private final String greeting;

		Made(String greeting) {
			this.greeting = greeting;
		}

		@Override
		public String handle(String message, WorkerContext context) {
			return this.greeting;
		}

	}

	/** Makes {@link Made}. */
	public static class Factory implements WorkerFactory {

		@Override
		public Object create(String type, WorkerContext context, Map<String, String> settings) {
			return new Made(settings.get("greeting") + ", " + type);
		}

		@Override
		public void close() {
			System.out.println("factory closed");
		}

	}

	/** Cannot be made. */
	public static class Failing implements MessageHandler {

		public Failing() {
			throw new IllegalArgumentException("no constructor today");
		}

		@Override
		public @Nullable String handle(String message, WorkerContext context) {
			return null;
		}

	}

	/** Has no usable constructor. */
	public static class Closed implements Worker {

		private final int number;

		public Closed(int number) {
			this.number = number;
		}

		@Override
		public void run(WorkerContext context) {
			System.out.println(this.number);
		}

	}

}
