package dev.processkit.console;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import dev.processkit.ProcessManager;
import dev.processkit.UnknownProcessException;
import dev.processkit.operation.Invocation;
import dev.processkit.operation.ProcessAction;
import dev.processkit.operation.ProcessDescriber;
import dev.processkit.operation.ProcessOperations;
import dev.processkit.operation.TargetStatus;

/**
 * The methods {@code process.*}: look, and act. Each act is logged with who asked for it.
 */
final class ProcessProcedures {

	/** A target that means each process that the act makes sense for. */
	static final String ALL = "all";

	private static final Log logger = LogFactory.getLog(ProcessProcedures.class);

	private static final Parameter TARGET = Parameter.required("target", "string");

	private final ProcessManager manager;

	private final ProcessDescriber describer;

	private final Duration patience;

	ProcessProcedures(ProcessManager manager, ProcessDescriber describer, Duration patience) {
		this.manager = manager;
		this.describer = describer;
		this.patience = patience;
	}

	List<Procedure> all() {
		List<Procedure> all = new ArrayList<>();
		all.add(new Procedure("process.list", "Shows all processes", List.of(), "array",
				(arguments, client) -> this.describer.describe(this.manager.status()).processes()));
		all.add(new Procedure("process.groups", "Shows the groups, with their members", List.of(), "object",
				(arguments, client) -> this.describer.describe(this.manager.status()).groups()));
		all.add(new Procedure("process.status",
				"Shows a process, with all its instances or the one that is asked for, or the members of a group",
				List.of(TARGET), "any", (arguments, client) -> status(arguments.text("target"))));
		all.add(act("start", "Starts what is down"));
		all.add(act("stop", "Stops, with the stop signal or another one, grace period and KILL; it stays down",
				Parameter.optional("signal", "string")));
		all.add(act("restart", "Stops and starts again; rolling, never with fewer ready instances",
				Parameter.optional("rolling", "boolean")));
		all.add(act("pause", "Lets ready instances take no more work"));
		all.add(act("resume", "Lets paused instances take work again"));
		all.add(act("signal", "Sends a signal and nothing else", Parameter.required("signal", "string")));
		all.add(act("reopen", "Writes on to new log files, once something else has moved the old ones"));
		all.add(act("scale", "Changes the number of instances", Parameter.required("instances", "integer")));
		all.add(new Procedure("process.reload", "Reads the configuration again and applies the difference", List.of(),
				"object", (arguments, client) -> reload(client)));
		all.add(new Procedure("process.invoke", "Has a worker perform an action of its own",
				List.of(TARGET, Parameter.required("name", "string"), Parameter.optional("argument", "string")),
				"string", this::invoke));
		return all;
	}

	private Procedure act(String action, String help, Parameter... more) {
		List<Parameter> parameters = new ArrayList<>(List.of(TARGET));
		parameters.addAll(List.of(more));
		return new Procedure("process." + action, help, parameters, "any",
				(arguments, client) -> perform(action, arguments, client));
	}

	private Object status(String target) {
		TargetStatus status = operations(this.manager).find(target);
		if (status == null) {
			throw new UnknownProcessException(target);
		}
		return this.describer.describe(status);
	}

	private Object perform(String name, Arguments arguments, Client client) {
		String target = arguments.text("target");
		String signal = arguments.optionalText("signal");
		ProcessAction action = name.equals("stop") ? ProcessAction.kill(signal) : ProcessAction.parse(name, signal,
				arguments.optionalText("instances"), arguments.optionalText("rolling"));
		logger.info("%s asks to %s '%s'".formatted(client.who(), name, target));
		ProcessOperations operations = operations(this.manager.because("asked for by " + client.who()));
		boolean everything = target.equals(ALL) && !name.equals("scale") && operations.find(ALL) == null;
		return this.describer
			.describe(everything ? operations.performOnAll(action) : operations.perform(target, action));
	}

	private Object reload(Client client) {
		logger.info(client.who() + " asks to reload the configuration");
		return operations(this.manager.because("asked for by " + client.who())).reload();
	}

	private @Nullable String invoke(Arguments arguments, Client client) {
		String target = arguments.text("target");
		Invocation invocation = Invocation.of(arguments.text("name"), arguments.optionalText("argument"));
		logger.info("%s asks '%s' to perform '%s'".formatted(client.who(), target, invocation.name()));
		return operations(this.manager).invoke(target, invocation);
	}

	private ProcessOperations operations(ProcessManager processes) {
		return new ProcessOperations(processes, this.patience);
	}

}
