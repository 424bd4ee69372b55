package dev.processkit.ctl;

import java.util.List;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

import dev.processkit.ctl.view.ProcessView;
import dev.processkit.ctl.view.State;

@Command(name = "status", mixinStandardHelpOptions = true, sortOptions = false,
		description = { "Shows all instances, or all that is known of one target.",
				"Exits with 5 when something that should be up is not: starting, backing off or failed." })
class StatusCommand implements Callable<Integer> {

	private final Processctl processctl;

	@Parameters(index = "0", arity = "0..1", paramLabel = "TARGET",
			description = "A process, a group, an instance or a pid.")
	private @Nullable String target;

	StatusCommand(Processctl processctl) {
		this.processctl = processctl;
	}

	@Override
	public Integer call() {
		JsonNode found = (this.target == null)
				? this.processctl.ask("process.list", null, this.processctl.processes()::status)
				: this.processctl.ask("process.status", Params.target(this.target), this::view);
		boolean lacking = found.isArray() ? found.valueStream().anyMatch(State::lacks) : State.lacks(found);
		return lacking ? ExitStatus.NOT_UP : ExitStatus.DONE;
	}

	/** A group has several. */
	private List<String> view(JsonNode found) {
		ProcessView processes = this.processctl.processes();
		return found.isArray() ? processes.status(found) : processes.details(found);
	}

}
