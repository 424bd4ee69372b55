package dev.processkit.actuate;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.annotation.RegisterReflectionForBinding;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;
import org.springframework.context.SmartLifecycle;

import dev.processkit.IllegalProcessStateException;
import dev.processkit.InvalidDefinitionException;
import dev.processkit.ReloadRefusedException;
import dev.processkit.ReloadReport;
import dev.processkit.RemoteFailure;
import dev.processkit.RequestFailedException;
import dev.processkit.UnknownProcessException;
import dev.processkit.operation.Invocation;
import dev.processkit.operation.LogDescriptor;
import dev.processkit.operation.ProcessAction;

/**
 * {@link EndpointWebExtension @EndpointWebExtension} that gives the refusals of the
 * {@link ProcessesEndpoint} their HTTP status and a body that says why: 400 for what is
 * not to be understood, 404 for an unknown target, 409 when the state does not allow it.
 *
 * @since 0.1
 */
@EndpointWebExtension(endpoint = ProcessesEndpoint.class)
@RegisterReflectionForBinding({ ProblemDescriptor.class, InvocationDescriptor.class, ReloadReport.class,
		LogDescriptor.class })
public class ProcessesEndpointWebExtension implements SmartLifecycle {

	private final ProcessesEndpoint delegate;

	private final LogWaits waits = new LogWaits();

	private final LogAnswers logs;

	/**
	 * Create an extension.
	 * @param delegate does the work
	 */
	public ProcessesEndpointWebExtension(ProcessesEndpoint delegate) {
		this.delegate = delegate;
		this.logs = new LogAnswers(delegate, this.waits);
	}

	@Override
	public void start() {
		this.waits.open();
	}

	/**
	 * Answer those who wait for lines. The last phase is the first to stop: the server,
	 * which waits for its requests, comes later.
	 */
	@Override
	public void stop() {
		this.waits.close();
	}

	@Override
	public boolean isRunning() {
		return this.waits.isOpen();
	}

	/**
	 * Show one process, or the members of a group.
	 * @param target a process, a group, an instance or a pid
	 * @return 200 with the snapshot, or 404
	 */
	@ReadOperation
	public WebEndpointResponse<Object> process(@Selector String target) {
		return answer(() -> {
			Object process = this.delegate.process(target);
			if (process == null) {
				throw new UnknownProcessException(target);
			}
			return new WebEndpointResponse<>(process);
		});
	}

	/**
	 * Show what a process has printed last, or has printed since. Blocks while it waits
	 * for a line.
	 * @param target a process, an instance or a pid
	 * @param part {@code log}
	 * @param lines how many lines of each instance
	 * @param after where to read on: the number of a line, or what {@code next} said
	 * @param wait how long to wait for a line after it, at most
	 * {@link dev.processkit.LogPage#LONGEST_WAIT}
	 * @param format text, or JSON
	 * @return 200 with the lines, 400, 404, 409 when they do not come through the
	 * application, or 429 when too many wait
	 */
	@ReadOperation(producesFrom = LogFormat.class)
	public WebEndpointResponse<Object> log(@Selector String target, @Selector String part, @Nullable String lines,
			@Nullable String after, @Nullable String wait, LogFormat format) {
		return this.logs.answer(target, part, new LogAnswers.Query(lines, after, wait), format);
	}

	/**
	 * Operate a process, or send a signal to all.
	 * @param target a process, a group, an instance or a pid; {@code all} for a signal to
	 * all
	 * @param action start, stop, restart, pause, resume, signal, scale or reopen
	 * @param signal the signal to send, with {@code signal} only
	 * @param instances how many, with {@code scale} only; text, so that what is no number
	 * gets an answer that says so
	 * @param rolling whether new processes come before old ones go, with {@code restart}
	 * only; text, too
	 * @param name the action of the worker, with {@code invoke} only
	 * @param argument what the action is given, with {@code invoke} only
	 * @return 200 with the new snapshot, or with the reply of the action; 400, 404, 409,
	 * 500 when the action has failed, or 504 when it took too long
	 */
	@WriteOperation
	public WebEndpointResponse<Object> operate(@Selector String target, @Nullable String action,
			@Nullable String signal, @Nullable String instances, @Nullable String rolling, @Nullable String name,
			@Nullable String argument) {
		if (Invocation.ACTION.equals(action)) {
			return answer(() -> new WebEndpointResponse<>(this.delegate.invoke(target, Invocation.of(name, argument))));
		}
		return answer(() -> {
			Invocation.refuse(name, argument, action);
			ProcessAction parsed = ProcessAction.parse(action, signal, instances, rolling);
			return new WebEndpointResponse<>(
					this.delegate.isAll(target) ? this.delegate.signalAll(ProcessAction.parseForAll(action, signal))
							: this.delegate.perform(target, parsed));
		});
	}

	/**
	 * Operate all processes at once.
	 * @param action reload
	 * @return 200 with the report, 400 with the reason when the configuration cannot work
	 * as it stands, 409
	 */
	@WriteOperation
	public WebEndpointResponse<Object> reload(@Nullable String action) {
		return answer(() -> new WebEndpointResponse<>(this.delegate.reload((action != null) ? action : "")));
	}

	/**
	 * Take a process down.
	 * @param target a process, a group, an instance or a pid
	 * @param signal the polite request; {@code null} for that of its stop policy
	 * @return 204, 400, 404 or 409
	 */
	@DeleteOperation
	public WebEndpointResponse<Object> kill(@Selector String target, @Nullable String signal) {
		return answer(() -> {
			this.delegate.kill(target, signal);
			return new WebEndpointResponse<>(WebEndpointResponse.STATUS_NO_CONTENT);
		});
	}

	private static WebEndpointResponse<Object> answer(Supplier<WebEndpointResponse<Object>> operation) {
		try {
			return operation.get();
		}
		catch (InvalidDefinitionException | ReloadRefusedException | UnsupportedOperationException ex) {
			return problem(400, "Bad Request", ex);
		}
		catch (UnknownProcessException ex) {
			return problem(404, "Not Found", ex);
		}
		catch (IllegalProcessStateException ex) {
			return problem(409, "Conflict", ex);
		}
		catch (RequestFailedException ex) {
			return failed(ex);
		}
	}

	private static WebEndpointResponse<Object> failed(RequestFailedException ex) {
		return switch (ex.kind()) {
			case TIMED_OUT -> problem(504, "Gateway Timeout", ex);
			case UNAVAILABLE, REJECTED, CANCELLED -> problem(409, "Conflict", ex);
			case WORKER_EXITED -> problem(500, "Internal Server Error", ex);
			case HANDLER_FAILED ->
				isArgument(ex.remote()) ? problem(400, "Bad Request", ex) : problem(500, "Internal Server Error", ex);
		};
	}

	/** Also what says that there is no such action. */
	private static boolean isArgument(@Nullable RemoteFailure failure) {
		return failure != null && failure.type().equals(IllegalArgumentException.class.getName());
	}

	private static WebEndpointResponse<Object> problem(int status, String error, RuntimeException ex) {
		return new WebEndpointResponse<>(new ProblemDescriptor(status, error, String.valueOf(ex.getMessage())), status);
	}

}
