package dev.processkit.ctl;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

import dev.processkit.ctl.console.ConsoleConnection;
import dev.processkit.ctl.console.RefusedException;

/**
 * The commands that change something, and print how it is then.
 */
final class Actions {

	private Actions() {
	}

	@Command(name = "start", description = "Starts what is stopped, completed or failed.")
	static class Start extends OnTargets {

		Start(Processctl processctl) {
			super(processctl, "process.start");
		}

	}

	@Command(name = "stop", description = "Stops processes or instances, which stay down until they are started.")
	static class Stop extends OnTargets {

		@Option(names = "--signal", paramLabel = "SIG", description = "Ask with this signal, such as INT.")
		private @Nullable String signal;

		Stop(Processctl processctl) {
			super(processctl, "process.stop");
		}

		@Override
		ObjectNode params(String target) {
			return (this.signal != null) ? super.params(target).put("signal", this.signal) : super.params(target);
		}

	}

	@Command(name = "restart", description = "Stops and starts again.")
	static class Restart extends OnTargets {

		@Option(names = "--rolling", description = "Have new processes ready before old ones go.")
		private boolean rolling;

		Restart(Processctl processctl) {
			super(processctl, "process.restart");
		}

		@Override
		ObjectNode params(String target) {
			return this.rolling ? super.params(target).put("rolling", true) : super.params(target);
		}

	}

	@Command(name = "pause", description = "Lets processes or instances run, but gives them no work.")
	static class Pause extends OnTargets {

		Pause(Processctl processctl) {
			super(processctl, "process.pause");
		}

	}

	@Command(name = "resume", description = "Gives work again to what is paused.")
	static class Resume extends OnTargets {

		Resume(Processctl processctl) {
			super(processctl, "process.resume");
		}

	}

	@Command(name = "reopen", description = "Has log files written anew, once something else has moved the old ones.")
	static class Reopen extends OnTargets {

		Reopen(Processctl processctl) {
			super(processctl, "process.reopen");
		}

	}

	@Command(name = "signal", description = "Sends a signal.")
	static class Signal extends Action {

		@Parameters(index = "0", paramLabel = "TARGET",
				description = "A process, a group, an instance, a pid or 'all'.")
		private String target = "";

		@Parameters(index = "1", paramLabel = "SIG", description = "A name or a number, such as HUP, SIGUSR1, 10.")
		private String signal = "";

		Signal(Processctl processctl) {
			super(processctl, "process.signal");
		}

		@Override
		List<String> targets() {
			return List.of(this.target);
		}

		@Override
		ObjectNode params(String target) {
			return super.params(target).put("signal", this.signal);
		}

	}

	@Command(name = "scale", description = "Sets how many instances a process has.")
	static class Scale extends Action {

		@Parameters(index = "0", paramLabel = "PROCESS", description = "A process.")
		private String target = "";

		@Parameters(index = "1", paramLabel = "N", description = "How many instances.")
		private int instances;

		Scale(Processctl processctl) {
			super(processctl, "process.scale");
		}

		@Override
		List<String> targets() {
			return List.of(this.target);
		}

		@Override
		ObjectNode params(String target) {
			return super.params(target).put("instances", this.instances);
		}

	}

	abstract static class OnTargets extends Action {

		@Parameters(arity = "1..*", paramLabel = "TARGET",
				description = "Processes, groups, instances or pids; 'all' for each process that it makes sense for.")
		private List<String> targets = new ArrayList<>();

		OnTargets(Processctl processctl, String method) {
			super(processctl, method);
		}

		@Override
		List<String> targets() {
			return this.targets;
		}

	}

	/**
	 * Asks for one target after the other; a refusal does not keep the next from its
	 * turn.
	 */
	@Command(mixinStandardHelpOptions = true, sortOptions = false)
	abstract static class Action implements Callable<Integer> {

		private final Processctl processctl;

		private final String method;

		Action(Processctl processctl, String method) {
			this.processctl = processctl;
			this.method = method;
		}

		abstract List<String> targets();

		ObjectNode params(String target) {
			return Params.target(target);
		}

		@Override
		public Integer call() {
			int status = ExitStatus.DONE;
			try (ConsoleConnection connection = this.processctl.connect()) {
				for (String target : targets()) {
					int outcome = act(connection, target);
					status = (status == ExitStatus.DONE) ? outcome : status;
				}
			}
			return status;
		}

		private int act(ConsoleConnection connection, String target) {
			try {
				this.processctl.print(connection.call(this.method, params(target)),
						this.processctl.processes()::summary);
				return ExitStatus.DONE;
			}
			catch (RefusedException ex) {
				return this.processctl.failures().report(ex);
			}
		}

	}

}
