package dev.processkit;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * What an application injects to work with its processes. Thread-safe; no method blocks
 * but {@link #awaitAll}. A target is a process name ({@code mailer}), the name of a group
 * ({@code shop}), an instance id ({@code mailer-0}) or a pid, in this order; only what
 * this application started can be addressed, and a pid counts only together with its
 * start time.
 * <p>
 * A group stands for all instances of its members that are there. What one of them does
 * not allow is refused with its reason, and done with none; futures complete once all are
 * where they should be, with the status of the first member. With no member there, it is
 * an {@link IllegalProcessStateException}.
 * <p>
 * Futures of statuses complete on a thread of the common pool. Those of
 * {@link #send(String, String) messages} complete on the thread that reads the worker's
 * answers: do not block in what you attach to them, or attach it with an executor.
 *
 * @since 0.1
 */
public interface ProcessManager {

	/**
	 * Add a process and start it, at any time after the application is ready.
	 * @param definition what to run; its name must be free, or belong to a process added
	 * this way that has ended
	 * @return the status once every instance is ready; exceptionally a
	 * {@link ProcessException} when it cannot be added, fails, or is stopped before
	 */
	CompletableFuture<ProcessStatus> execute(ProcessDefinition definition);

	/**
	 * Add and start a standard process for a worker class under its simple name in kebab
	 * case, with the defaults of the configuration.
	 * @param type the worker class
	 * @param args its arguments; nested maps and lists are flattened to dotted keys
	 * @return as {@link #execute(ProcessDefinition)}
	 */
	CompletableFuture<ProcessStatus> execute(Class<?> type, Map<String, ?> args);

	/**
	 * Add and start a process for a worker class that answers a TCP endpoint.
	 * @param type the worker class
	 * @param args its arguments; {@code host} (127.0.0.1) and {@code port} (0, chosen by
	 * the operating system) say where it listens
	 * @return as {@link #execute(ProcessDefinition)}; the status holds the real address
	 */
	CompletableFuture<ProcessStatus> executeTcp(Class<?> type, Map<String, ?> args);

	/**
	 * Add and start a process for a worker class that answers a Unix-domain socket.
	 * @param type the worker class
	 * @param args its arguments; {@code socket-path} says where it listens, by default a
	 * path in the private runtime directory
	 * @return as {@link #execute(ProcessDefinition)}; the status holds the real address
	 */
	CompletableFuture<ProcessStatus> executeUnix(Class<?> type, Map<String, ?> args);

	/**
	 * Start what is stopped, completed or failed; without effect on what runs.
	 * @param target a process, a group or an instance
	 * @return the status once it is ready; exceptionally when it fails before, or when
	 * {@code max-processes} is reached
	 */
	CompletableFuture<ProcessStatus> start(String target);

	/**
	 * Stop: stop signal, grace period, KILL. It stays down until it is started.
	 * @param target a process, a group, an instance or a pid
	 * @return the status once it is down
	 */
	CompletableFuture<ProcessStatus> stop(String target);

	/**
	 * Stop and start again, not paused; not counted as a failure.
	 * @param target a process, a group, an instance or a pid
	 * @return the status once it is ready again
	 */
	CompletableFuture<ProcessStatus> restart(String target);

	/**
	 * Replace all ready instances by new processes without ever having fewer of them: an
	 * extra instance is started first, which takes one of {@code max-processes} for the
	 * while; then one instance after the other stops gracefully and starts again, each
	 * once all others are ready; then the extra one stops.
	 * @param process a process whose instances are READY, or down and to stay so
	 * @return the status once all are replaced; exceptionally an
	 * {@link IllegalProcessStateException} when it cannot begin, or a
	 * {@link ProcessException} as soon as a new process does not become ready, or one of
	 * them is stopped or paused meanwhile. Then nothing more is replaced, and the extra
	 * instance goes once the others are ready again.
	 */
	CompletableFuture<ProcessStatus> rollingRestart(String process);

	/**
	 * Forget a process that has ended: its name, its endpoint and what it printed.
	 * Requests to it fail until a process of the same name is added.
	 * @param process a process of which nothing is live nor will be by itself
	 * @return completes once it is forgotten; exceptionally an
	 * {@link IllegalProcessStateException} when it has not ended
	 */
	CompletableFuture<Void> remove(String process);

	/**
	 * Read the configuration files again and apply the difference to the processes that
	 * are declared in them: new ones start, deleted and disabled ones stop, changed ones
	 * are replaced, all others are left alone. All or nothing. Reloads happen one after
	 * the other; one that has not begun yet serves all who ask for it.
	 * @return what was done, as soon as it is decided: how the processes fare from there
	 * on shows in {@link #status()}; exceptionally a {@link ReloadRefusedException} when
	 * the configuration cannot work as it stands, or an
	 * {@link IllegalProcessStateException} when the application is not ready or is
	 * shutting down. Then nothing was changed.
	 */
	CompletableFuture<ReloadReport> reload();

	/**
	 * Change the number of instances; the highest indexes go first. A process that
	 * follows its load goes on with it from there.
	 * @param process a process
	 * @param instances how many, at least 1; within the bounds of a process that follows
	 * its load
	 * @return the status once those that stay are ready and the others are gone
	 */
	CompletableFuture<ProcessStatus> scale(String process, int instances);

	/**
	 * Let READY instances take no more work. Only what takes requests can be paused: a
	 * worker, or a command with a protocol. One that works in rounds ends the one that it
	 * has begun; its {@link InstanceStatus#activity() activity} tells when it has. What
	 * comes in the place of its process is paused, too, until the instance is resumed,
	 * stopped or restarted.
	 * @param target a process, a group or an instance
	 * @return the status once it is asked to
	 */
	CompletableFuture<ProcessStatus> pause(String target);

	/**
	 * Let paused instances take work again, also those that are getting a new process.
	 * @param target a process, a group or an instance
	 * @return the status at once; READY unless it is getting a new process
	 */
	CompletableFuture<ProcessStatus> resume(String target);

	/**
	 * Stop with another stop signal than its policy's: that signal, grace period, KILL.
	 * It stays down.
	 * @param target a process, a group, an instance or a pid
	 * @param signal the polite request
	 * @return the status once it is down
	 */
	CompletableFuture<ProcessStatus> kill(String target, ProcessSignal signal);

	/**
	 * The same by pid.
	 * @param pid a pid of ours
	 * @param signal the polite request
	 * @return the status once it is down
	 */
	default CompletableFuture<ProcessStatus> kill(long pid, ProcessSignal signal) {
		return kill(Long.toString(pid), signal);
	}

	/**
	 * Send a signal and nothing else: what the process makes of it, its restart policy
	 * judges.
	 * @param target a process, a group, an instance or a pid
	 * @param signal the signal
	 * @return the status after the signal was sent
	 */
	CompletableFuture<ProcessStatus> signal(String target, ProcessSignal signal);

	/**
	 * The same processes, operated for a reason: log, events and statuses give it where
	 * they would say "on request".
	 * @param reason who asks and how, for people
	 * @return a view of this manager
	 */
	ProcessManager because(String reason);

	/**
	 * Send a signal to every process that runs.
	 * @param signal the signal
	 * @return completes once it was sent, also if there is nobody to take it
	 */
	CompletableFuture<Void> signalAll(ProcessSignal signal);

	/**
	 * Write to the standard input of each live instance of a command with
	 * {@code stdin: pipe}.
	 * @param target a process, a group, an instance or a pid
	 * @param text what to write, as UTF-8; a line needs its end
	 * @return completes when the pipes have it, on a thread that writes: do not block in
	 * what you attach; exceptionally an {@link IllegalProcessStateException} when it is
	 * no such command, is not running, has had its input closed, ends before it has the
	 * text, or 64 KiB wait for it already
	 */
	CompletableFuture<Void> write(String target, String text);

	/**
	 * Let each live instance read the end of its standard input, behind what was written.
	 * @param target a process, a group, an instance or a pid
	 * @return completes at once; exceptionally as of {@link #write}
	 */
	CompletableFuture<Void> closeInput(String target);

	/**
	 * Whether at least one instance of a process is live.
	 * @param process a process name
	 * @return {@code false} also when there is no such process
	 */
	boolean isRunning(String process);

	/**
	 * Whether at least one live instance runs a worker class.
	 * @param type the class
	 * @return whether it runs under any name
	 */
	boolean isRunning(Class<?> type);

	/**
	 * All processes with at least one live instance.
	 * @return the processes, in the order in which they were added
	 */
	List<ProcessStatus> running();

	/**
	 * Everything, live or not.
	 * @return the snapshot; cheap, touches no live state
	 */
	SupervisorStatus status();

	/**
	 * The last lines that a target printed.
	 * @param target a process, a group or an instance
	 * @return the lines, oldest first; as many as its log policy keeps
	 * @throws UnknownProcessException if there is no such target
	 */
	List<String> tail(String target);

	/**
	 * Follow what a target prints: the last lines of each instance, then each further
	 * line, without a gap and in the order of the instance, also of instances that are
	 * launched later.
	 * @param target a process, a group or an instance
	 * @param lines how many of the last lines of each instance, as far as its log policy
	 * keeps them; at most {@link LogFollow#LINES}
	 * @param consumer takes them on a thread of its own and may block: then the oldest
	 * lines that wait are dropped, and the next one says how many. What it throws ends it
	 * @return to be closed
	 * @throws UnknownProcessException if there is no such target
	 * @throws InvalidDefinitionException if there cannot be so many lines
	 * @throws IllegalProcessStateException if what it prints does not come through the
	 * application ({@code log.to: inherit} or {@code discard}), or {@link LogFollow#MOST}
	 * follow already
	 */
	LogFollow follow(String target, int lines, Consumer<LogLine> consumer);

	/**
	 * Read on what a process or an instance prints, for those who come back again and
	 * again instead of {@link #follow following}: the lines after a position, as soon as
	 * there is one. Lines that have left the memory by then are counted. All that is to
	 * be read next is told by {@link LogPage#next()}, also of instances that are launched
	 * later.
	 * @param target a process or an instance
	 * @param after how far it was read; {@link LogPosition#START} for all in memory
	 * @param wait how long to wait for a line; zero for not at all, at most
	 * {@link LogPage#LONGEST_WAIT}
	 * @return the lines, on a thread of the common pool; without any when none came in
	 * time or all processes have ended with the application. Cancelling gives up waiting.
	 * @throws UnknownProcessException if there is no such target
	 * @throws InvalidDefinitionException if there is no such wait
	 * @throws IllegalProcessStateException if what it prints does not come through the
	 * application ({@code log.to: inherit} or {@code discard}), or {@link LogFollow#MOST}
	 * wait already
	 */
	CompletableFuture<LogPage> read(String target, LogPosition after, Duration wait);

	/**
	 * Have further lines written to whatever the names of the log files mean then, after
	 * something else has moved them. Without effect on what has no log file.
	 * @param target a process, a group, an instance or a pid
	 * @return the status once nothing more is written to what were the files
	 */
	CompletableFuture<ProcessStatus> reopenLog(String target);

	/**
	 * Send a message to the least busy ready instance of a process. While none is ready
	 * the message waits.
	 * @param process a process whose worker is a {@code MessageHandler}, or a command
	 * with a protocol
	 * @param message the message
	 * @return the reply, {@code null} when the handler has none; exceptionally a
	 * {@link RequestFailedException}. Cancelling gives up waiting, the worker goes on.
	 */
	CompletableFuture<String> send(String process, String message);

	/**
	 * The same with bytes.
	 * @param process a process whose worker is a {@code MessageHandler}, or a command
	 * with a protocol
	 * @param message the message
	 * @return as {@link #send(String, String)}
	 */
	CompletableFuture<byte[]> send(String process, byte[] message);

	/**
	 * Have one worker perform one of its actions, a method with {@code @ProcessAction}: a
	 * looping or batch worker between two rounds, others as they handle messages; a
	 * paused one, too. It has 30 seconds, its wait for the end of a loop included. What
	 * has not begun by then is dropped; what has is interrupted, and a worker that does
	 * not heed that within a second is replaced.
	 * @param target a process of one instance, an instance or a pid; READY or PAUSED
	 * @param action the name of the action
	 * @param argument what it is given; {@code null} for nothing
	 * @return what it returns, {@code null} for nothing; exceptionally an
	 * {@link UnknownProcessException}, an {@link IllegalProcessStateException} when the
	 * process has several instances, or a {@link RequestFailedException} with what the
	 * action has thrown, with the names of the actions there are, or why the instance
	 * takes none. Completes and can be cancelled as {@link #send(String, String)}.
	 */
	CompletableFuture<String> invoke(String target, String action, @Nullable String argument);

	/**
	 * Wait until no process is live any more and none will be relaunched by itself.
	 * Blocks.
	 * @param timeout how long to wait at most
	 * @return whether they all ended in time
	 * @throws InterruptedException if the thread is interrupted
	 */
	boolean awaitAll(Duration timeout) throws InterruptedException;

}
