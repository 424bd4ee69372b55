package dev.processkit.ctl;

import java.util.concurrent.Callable;

import picocli.CommandLine.Command;

import dev.processkit.ctl.view.Outline;

@Command(name = "reload", mixinStandardHelpOptions = true, sortOptions = false,
		description = "Applies what changed in the configuration, and says what that was.")
class ReloadCommand implements Callable<Integer> {

	private final Processctl processctl;

	ReloadCommand(Processctl processctl) {
		this.processctl = processctl;
	}

	@Override
	public Integer call() {
		this.processctl.ask("process.reload", Params.none(), new Outline(this.processctl.screen())::show);
		return ExitStatus.DONE;
	}

}
