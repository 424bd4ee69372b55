package dev.processkit.ctl;

import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

import dev.processkit.ctl.view.Outline;

@Command(name = "invoke", mixinStandardHelpOptions = true, sortOptions = false,
		description = "Has a worker carry out one of its actions, and prints what it answers.")
class InvokeCommand implements Callable<Integer> {

	private final Processctl processctl;

	@Parameters(index = "0", paramLabel = "TARGET", description = "A process, an instance or a pid.")
	private String target = "";

	@Parameters(index = "1", paramLabel = "NAME", description = "The name of the action.")
	private String name = "";

	@Parameters(index = "2", arity = "0..1", paramLabel = "ARG", description = "What to give to it.")
	private @Nullable String argument;

	InvokeCommand(Processctl processctl) {
		this.processctl = processctl;
	}

	@Override
	public Integer call() {
		ObjectNode params = Params.target(this.target).put("name", this.name);
		if (this.argument != null) {
			params.put("argument", this.argument);
		}
		this.processctl.ask("process.invoke", params, new Outline(this.processctl.screen())::show);
		return ExitStatus.DONE;
	}

}
