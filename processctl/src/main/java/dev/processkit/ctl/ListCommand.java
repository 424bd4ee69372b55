package dev.processkit.ctl;

import java.util.concurrent.Callable;

import picocli.CommandLine.Command;

@Command(name = "list", mixinStandardHelpOptions = true, sortOptions = false,
		description = "Shows all processes, a line each.")
class ListCommand implements Callable<Integer> {

	private final Processctl processctl;

	ListCommand(Processctl processctl) {
		this.processctl = processctl;
	}

	@Override
	public Integer call() {
		this.processctl.ask("process.list", null, this.processctl.processes()::list);
		return ExitStatus.DONE;
	}

}
