package dev.processkit.ctl;

import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

import dev.processkit.ctl.view.State;

@Command(name = "status", mixinStandardHelpOptions = true, sortOptions = false,
		description = { "Shows all instances, or all that is known of one target.",
				"Exits with 5 when something that should be up is not: starting, backing off or failed." })
class StatusCommand implements Callable<Integer> {

	private final Processctl processctl;

	@Parameters(index = "0", arity = "0..1", paramLabel = "TARGET", description = "A process, an instance or a pid.")
	private @Nullable String target;

	StatusCommand(Processctl processctl) {
		this.processctl = processctl;
	}

	@Override
	public Integer call() {
		boolean lacking;
		if (this.target == null) {
			JsonNode all = this.processctl.ask("process.list", null, this.processctl.processes()::status);
			lacking = all.valueStream().anyMatch(State::lacks);
		}
		else {
			lacking = State.lacks(this.processctl.ask("process.status", Params.target(this.target),
					this.processctl.processes()::details));
		}
		return lacking ? ExitStatus.NOT_UP : ExitStatus.DONE;
	}

}
