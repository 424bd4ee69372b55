package dev.processkit.fire;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import dev.processkit.ProcessException;
import dev.processkit.ProcessManager;
import dev.processkit.ProcessSignal;
import dev.processkit.ProcessStatus;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Asks the bean, and waits until it is done.
 */
record BeanOperator(ProcessManager manager) implements Operator {

	@Override
	public String act(String action, String target, String signal) throws Exception {
		try {
			ask(action, target, ProcessSignal.parse(signal)).get(Reach.PATIENCE.toSeconds(), TimeUnit.SECONDS);
			return DONE;
		}
		catch (ExecutionException ex) {
			// Another operator may want the contrary before it is done.
			assertThat(ex.getCause()).isInstanceOf(ProcessException.class);
			return String.valueOf(ex.getCause().getMessage());
		}
	}

	private CompletableFuture<ProcessStatus> ask(String action, String target, ProcessSignal signal) {
		return switch (action) {
			case "start" -> this.manager.start(target);
			case "stop" -> this.manager.stop(target);
			case "restart" -> this.manager.restart(target);
			case "pause" -> this.manager.pause(target);
			case "resume" -> this.manager.resume(target);
			case "kill" -> this.manager.kill(target, signal);
			default -> this.manager.signal(target, signal);
		};
	}

}
