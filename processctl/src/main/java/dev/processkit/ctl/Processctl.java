package dev.processkit.ctl;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

import dev.processkit.ctl.console.ConsoleConnection;
import dev.processkit.ctl.view.ProcessView;
import dev.processkit.ctl.view.Screen;

/**
 * The command line of the admin console: one command a run, then the exit code says how
 * it went.
 *
 * @since 0.1
 */
@Command(name = "processctl", mixinStandardHelpOptions = true, sortOptions = false,
		versionProvider = Processctl.Version.class,
		description = "Looks after the background processes of an application, over its admin console.",
		footer = { "",
				"A TARGET is a process, one of its instances, a pid or a group; 'all' is each process that an act makes sense for.",
				"Whatever COMMAND, 'processctl help COMMAND' says more." })
public final class Processctl {

	private final Surroundings surroundings;

	private final Output output;

	private final Failures failures;

	@Mixin
	private final ConsoleOptions options = new ConsoleOptions();

	private Processctl(Surroundings surroundings) {
		this.surroundings = surroundings;
		this.output = new Output(surroundings.out());
		this.failures = new Failures(new PrintWriter(surroundings.err(), true, StandardCharsets.UTF_8));
	}

	/**
	 * Run a command, and exit with its code.
	 * @param arguments the command line
	 */
	public static void main(String[] arguments) {
		System.exit(run(Surroundings.ofThisProcess(), arguments));
	}

	static int run(Surroundings surroundings, String... arguments) {
		Processctl processctl = new Processctl(surroundings);
		return processctl.commandLine()
			.setOut(new PrintWriter(surroundings.out(), false, StandardCharsets.UTF_8))
			.setCaseInsensitiveEnumValuesAllowed(true)
			.setExecutionExceptionHandler(processctl.failures)
			.setParameterExceptionHandler(processctl.failures)
			.execute(arguments);
	}

	private CommandLine commandLine() {
		CommandLine commandLine = new CommandLine(this);
		for (Object command : new Object[] { new ListCommand(this), new StatusCommand(this), new WatchCommand(this),
				new Actions.Start(this), new Actions.Stop(this), new Actions.Restart(this), new Actions.Pause(this),
				new Actions.Resume(this), new Actions.Signal(this), new Actions.Scale(this), new Actions.Reopen(this),
				new ReloadCommand(this), new InvokeCommand(this), new TailCommand(this), new StatsCommand(this),
				new MethodsCommand(this), new CallCommand(this), new GenerateCompletion(),
				new CommandLine.HelpCommand() }) {
			commandLine.addSubcommand(command);
		}
		commandLine.getCommandSpec().usageMessage().exitCodeListHeading("%nExit codes:%n").exitCodeList(exitCodes());
		return commandLine;
	}

	private static Map<String, String> exitCodes() {
		Map<String, String> codes = new LinkedHashMap<>();
		codes.put("0", "done");
		codes.put("1", "the request was refused or failed");
		codes.put("2", "the command line is wrong");
		codes.put("3", "no connection, not let in, or no answer in time");
		codes.put("4", "unknown target");
		codes.put("5", "status: something that should be up is not");
		codes.put("130", "Ctrl-C ended watch or tail -f");
		codes.put("141", "nobody reads the output any more");
		return codes;
	}

	Output output() {
		return this.output;
	}

	Failures failures() {
		return this.failures;
	}

	boolean json() {
		return this.options.json;
	}

	Surroundings surroundings() {
		return this.surroundings;
	}

	Screen screen() {
		return new Screen(this.surroundings.terminal(), this.surroundings.columns(),
				this.options.colour.isOn(this.surroundings.terminal(), this.surroundings.environment()));
	}

	ProcessView processes() {
		return new ProcessView(screen(), Clock.systemUTC());
	}

	/**
	 * Connect to the console that the options name.
	 * @return the connection, to be closed
	 */
	ConsoleConnection connect() {
		Map<String, String> environment = this.surroundings.environment();
		return ConsoleConnection.open(this.options.address(environment), this.options.token(environment),
				this.options.timeout);
	}

	/**
	 * Ask one thing, and print the answer.
	 * @param method the method
	 * @param params its parameters; {@code null} for none
	 * @param view what shows the result to people
	 * @return the result
	 */
	JsonNode ask(String method, @Nullable JsonNode params, Function<JsonNode, Iterable<String>> view) {
		try (ConsoleConnection connection = connect()) {
			JsonNode result = connection.call(method, params);
			print(result, view);
			return result;
		}
	}

	void print(JsonNode result, Function<JsonNode, Iterable<String>> view) {
		if (this.options.json) {
			this.output.line(result.toString());
		}
		else {
			this.output.lines(view.apply(result));
		}
		this.output.flush();
	}

	static class Version implements IVersionProvider {

		@Override
		public String[] getVersion() {
			String version = Processctl.class.getPackage().getImplementationVersion();
			return new String[] { "processctl " + ((version != null) ? version : "(unpackaged)") };
		}

	}

}
