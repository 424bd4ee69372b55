package dev.processkit.ctl;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import dev.processkit.ctl.view.Outline;

@Command(name = "call", mixinStandardHelpOptions = true, sortOptions = false,
		description = { "Calls any method of the console, such as those that the application adds.",
				"Values that are JSON are sent as such, others as text: n=4 on=true name=mailer 'id=\"007\"'." })
class CallCommand implements Callable<Integer> {

	private final Processctl processctl;

	@Parameters(index = "0", paramLabel = "METHOD", description = "The method.")
	private String method = "";

	@Parameters(index = "1..*", paramLabel = "PARAM", description = "KEY=VALUE each, or one JSON object or array.")
	private List<String> parameters = new ArrayList<>();

	CallCommand(Processctl processctl) {
		this.processctl = processctl;
	}

	@Override
	public Integer call() {
		this.processctl.ask(this.method, Params.parse(this.parameters), new Outline(this.processctl.screen())::show);
		return ExitStatus.DONE;
	}

}
