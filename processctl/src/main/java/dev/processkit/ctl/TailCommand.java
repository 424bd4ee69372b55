package dev.processkit.ctl;

import java.util.List;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import dev.processkit.ctl.Output.OutputException;
import dev.processkit.ctl.console.ConsoleConnection;
import dev.processkit.ctl.console.ConsoleException;
import dev.processkit.ctl.view.LogView;

@Command(name = "tail", mixinStandardHelpOptions = true, sortOptions = false,
		description = "Shows the last lines that a target printed.")
class TailCommand implements Callable<Integer> {

	private static final String UNFOLLOW_METHOD = "log.unfollow";

	private static final int UNFOLLOW = -1;

	private final Processctl processctl;

	@Parameters(index = "0", paramLabel = "TARGET", description = "A process, a group, an instance or a pid.")
	private String target = "";

	@Option(names = { "-n", "--lines" }, paramLabel = "N", defaultValue = "20",
			description = "How many lines, ${DEFAULT-VALUE} unless you say.")
	private int lines;

	@Option(names = { "-f", "--follow" }, description = "Go on with each new line, until Ctrl-C.")
	private boolean follow;

	TailCommand(Processctl processctl) {
		this.processctl = processctl;
	}

	@Override
	public Integer call() {
		if (this.lines < 0) {
			throw new UsageException("--lines " + this.lines + " is negative");
		}
		LogView view = new LogView(this.processctl.screen(), this.target);
		ObjectNode params = Params.target(this.target).put("lines", this.lines);
		if (this.follow) {
			follow(params, view);
		}
		else {
			this.processctl.ask("log.tail", params, view::tail);
		}
		return ExitStatus.DONE;
	}

	private void follow(ObjectNode params, LogView view) {
		try (ConsoleConnection connection = this.processctl.connect()) {
			JsonNode subscription = connection.call("log.follow", params).path("subscription");
			ObjectNode unfollow = Params.none().set("subscription", subscription);
			Farewell farewell = new Farewell(() -> unfollow(connection, unfollow), () -> {
			});
			try {
				print(connection, subscription, view);
			}
			catch (OutputException ex) {
				connection.call(UNFOLLOW_METHOD, unfollow);
				throw ex;
			}
			finally {
				farewell.finish();
			}
		}
	}

	private void print(ConsoleConnection connection, JsonNode subscription, LogView view) {
		Output output = this.processctl.output();
		while (true) {
			if (!connection.hasNext()) {
				output.flush();
			}
			JsonNode message = connection.next();
			if (message.path("id").asInt(0) == UNFOLLOW) {
				output.flush();
				return;
			}
			JsonNode news = message.path("params");
			if (news.path("subscription").equals(subscription)) {
				output.lines(this.processctl.json() ? List.of(news.toString()) : view.follow(news));
			}
		}
	}

	private static void unfollow(ConsoleConnection connection, ObjectNode params) {
		try {
			connection.send(UNFOLLOW, UNFOLLOW_METHOD, params);
		}
		catch (ConsoleException ex) {
			// A connection that is gone has taken its subscriptions along.
			connection.close();
		}
	}

}
