package dev.processkit.ctl.view;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

import tools.jackson.databind.JsonNode;

/**
 * Shows processes: the descriptors that the console and the actuator share.
 *
 * @since 0.1
 */
public final class ProcessView {

	private final Screen screen;

	private final InstantSource time;

	/**
	 * Create a view.
	 * @param screen where it appears
	 * @param time what tells how long ago an exit was
	 */
	public ProcessView(Screen screen, InstantSource time) {
		this.screen = screen;
		this.time = time;
	}

	/**
	 * Show processes, a line each.
	 * @param processes an array of descriptors
	 * @return the lines
	 */
	public List<String> list(JsonNode processes) {
		Table table = new Table("NAME", "KIND", "STATE", "ACTIVITY", ">READY", ">RESTARTS", ">CPU", ">MEMORY",
				"ENDPOINT", "REASON");
		for (JsonNode process : processes) {
			JsonNode instances = process.path("instances");
			table.add(text(process, "name"), text(process, "kind"), State.cell(process), Cell.of(activities(instances)),
					Cell.of(count(instances) + "/" + instances.size()), Cell.of(sum(instances, "restarts")),
					Cell.of(cpu(instances)), Cell.of(memory(instances)), text(process, "endpoint"),
					text(process, "reason"));
		}
		return table.render(this.screen);
	}

	/**
	 * Show the instances of processes, a line each.
	 * @param processes an array of descriptors
	 * @return the lines
	 */
	public List<String> status(JsonNode processes) {
		Table table = new Table("INSTANCE", "STATE", "ACTIVITY", ">LOOPS", ">OVERRUNS", ">PID", ">UPTIME", ">RESTARTS",
				">CPU", ">MEMORY", "REASON");
		for (JsonNode process : processes) {
			for (JsonNode instance : process.path("instances")) {
				add(table, instance, text(process, "reason"));
			}
		}
		return table.render(this.screen);
	}

	/**
	 * Show all that is known of one process.
	 * @param process its descriptor
	 * @return the lines
	 */
	public List<String> details(JsonNode process) {
		List<String> lines = new ArrayList<>();
		Cell state = State.cell(process);
		lines.add(Style.HEADING.paint(text(process, "name").text(), this.screen.colour()) + " ("
				+ text(process, "kind").text() + ") is " + state.style().paint(state.text(), this.screen.colour())
				+ ": " + text(process, "reason").text());
		lines.add("runs " + text(process, "what").text()
				+ (process.path("endpoint").isString() ? " at " + text(process, "endpoint").text() : "")
				+ ((process.path("waiting").asInt(0) > 0) ? ", " + process.path("waiting") + " requests wait" : ""));
		JsonNode scaling = process.path("scaling");
		if (scaling.isObject()) {
			lines.add("follows its load between " + scaling.path("min") + " and " + scaling.path("max") + " instances, "
					+ text(scaling, "strategy").text());
		}
		lines.add("");
		lines.addAll(instances(process.path("instances")));
		return lines;
	}

	/**
	 * Show in a line each how processes or an instance are after something was done to
	 * them.
	 * @param target a descriptor, or an array of them
	 * @return the lines
	 */
	public List<String> summary(JsonNode target) {
		return target.isArray() ? target.valueStream().map(this::line).toList() : List.of(line(target));
	}

	private String line(JsonNode process) {
		List<String> states = process.path("instances").valueStream().map((instance) -> {
			Cell state = State.cell(instance);
			return text(instance, "id").text() + " " + state.style().paint(state.text(), this.screen.colour());
		}).toList();
		return (states.isEmpty() ? text(process, "name").text() : String.join(", ", states)) + ": "
				+ text(process, "reason").text();
	}

	private List<String> instances(JsonNode instances) {
		Table table = new Table("INSTANCE", "STATE", "ACTIVITY", ">LOOPS", ">OVERRUNS", ">PID", ">UPTIME", ">RESTARTS",
				">CPU", ">MEMORY", "LAST EXIT");
		for (JsonNode instance : instances) {
			add(table, instance, Cell.of(exit(instance.path("lastExit"))));
		}
		return table.render(this.screen);
	}

	private static void add(Table table, JsonNode instance, Cell last) {
		JsonNode activity = instance.path("activity");
		table.add(text(instance, "id"), State.cell(instance), text(activity, "state"), positive(activity, "loops"),
				positive(activity, "overruns"), text(instance, "pid"),
				Cell.of(Amounts.duration(instance.path("uptime"))), text(instance, "restarts"),
				Cell.of(Amounts.duration(instance.path("cpu"))), Cell.of(Amounts.size(instance.path("memory"))), last);
	}

	private String exit(JsonNode exit) {
		if (!exit.isObject()) {
			return Amounts.NONE;
		}
		String signal = exit.path("signal").asString("");
		String how = signal.isEmpty() ? "code " + exit.path("code").asInt(0) : "signal " + signal;
		String reason = exit.path("reason").asString("");
		return ago(exit.path("at").asString("")) + (reason.contains(how) ? reason : how + ": " + reason);
	}

	private String ago(String at) {
		try {
			return Amounts.duration(Duration.between(Instant.parse(at), this.time.instant())) + " ago, ";
		}
		catch (DateTimeParseException ex) {
			// Says nothing that a person could read.
			return "";
		}
	}

	private static Cell text(JsonNode node, String field) {
		return Cell.of(Amounts.text(node.path(field)));
	}

	private static Cell positive(JsonNode node, String field) {
		return (node.path(field).asLong(0) > 0) ? text(node, field) : Cell.of(Amounts.NONE);
	}

	/** What workers say that they are doing, with numbers where they differ. */
	private static String activities(JsonNode instances) {
		Map<String, Integer> numbers = new TreeMap<>();
		instances.valueStream()
			.map((each) -> each.path("activity").path("state").asString(""))
			.filter((activity) -> !activity.isEmpty())
			.forEach((activity) -> numbers.merge(activity, 1, Integer::sum));
		if (numbers.size() < 2) {
			return numbers.keySet().stream().findFirst().orElse(Amounts.NONE);
		}
		return String.join(", ",
				numbers.entrySet().stream().map((entry) -> entry.getValue() + " " + entry.getKey()).toList());
	}

	private static long count(JsonNode instances) {
		return instances.valueStream().filter((each) -> State.of(each) == State.READY).count();
	}

	private static long sum(JsonNode instances, String field) {
		return instances.valueStream().mapToLong((each) -> each.path(field).asLong(0)).sum();
	}

	private static String cpu(JsonNode instances) {
		List<Duration> known = instances.valueStream()
			.map((each) -> Amounts.read(each.path("cpu")))
			.filter(Objects::nonNull)
			.toList();
		return known.isEmpty() ? Amounts.NONE : Amounts.duration(known.stream().reduce(Duration.ZERO, Duration::plus));
	}

	private static String memory(JsonNode instances) {
		boolean known = instances.valueStream().anyMatch((each) -> each.path("memory").isNumber());
		return known ? Amounts.size(sum(instances, "memory")) : Amounts.NONE;
	}

}
