package dev.processkit.ctl;

import java.util.concurrent.Callable;

import picocli.CommandLine.Command;

import dev.processkit.ctl.view.StatisticsView;

@Command(name = "stats", mixinStandardHelpOptions = true, sortOptions = false,
		description = "Shows the figures of the supervisor.")
class StatsCommand implements Callable<Integer> {

	private final Processctl processctl;

	StatsCommand(Processctl processctl) {
		this.processctl = processctl;
	}

	@Override
	public Integer call() {
		this.processctl.ask("statistics", Params.none(), new StatisticsView(this.processctl.screen())::show);
		return ExitStatus.DONE;
	}

}
