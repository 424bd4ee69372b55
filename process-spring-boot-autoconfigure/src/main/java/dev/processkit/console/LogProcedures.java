package dev.processkit.console;

import java.util.List;
import java.util.Map;

import dev.processkit.ProcessManager;

/**
 * The methods {@code log.*}: what processes print.
 */
final class LogProcedures {

	private static final long USUAL = 20;

	private static final long MOST = 10_000;

	private final ProcessManager manager;

	LogProcedures(ProcessManager manager) {
		this.manager = manager;
	}

	List<Procedure> all() {
		return List.of(
				new Procedure("log.tail", "Shows the last lines that a process printed",
						List.of(Parameter.required("target", "string"), Parameter.optional("lines", "integer")),
						"array", (arguments, client) -> tail(arguments)),
				new Procedure("log.follow", "Tells the last lines, then each further one, as notifications log.line",
						List.of(Parameter.required("target", "string"), Parameter.optional("lines", "integer")),
						"object", this::follow),
				new Procedure("log.unfollow", "Ends a subscription",
						List.of(Parameter.required("subscription", "integer")), "boolean", (arguments, client) -> client
							.unsubscribe(arguments.number("subscription", 0, 0, Long.MAX_VALUE))));
	}

	private Map<String, Long> follow(Arguments arguments, Client client) {
		String target = arguments.text("target");
		int lines = (int) arguments.number("lines", USUAL, 0, MOST);
		// What cannot be followed is refused now, not once the subscription is answered.
		this.manager.follow(target, 0, (line) -> {
		}).close();
		return Map.of("subscription",
				client.subscribe("log.line", (listener) -> this.manager.follow(target, lines, (line) -> {
					String instance = line.instance().toString();
					if (line.skipped() > 0) {
						listener.line(instance, "… " + line.skipped() + " lines skipped");
					}
					listener.line(instance, line.text());
				})));
	}

	private List<String> tail(Arguments arguments) {
		List<String> lines = this.manager.tail(arguments.text("target"));
		int wanted = (int) arguments.number("lines", USUAL, 0, MOST);
		return lines.subList(Math.max(0, lines.size() - wanted), lines.size());
	}

}
