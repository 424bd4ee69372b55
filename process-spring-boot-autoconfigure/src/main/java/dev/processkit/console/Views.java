package dev.processkit.console;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

import dev.processkit.ReloadReport;
import dev.processkit.operation.ActivityDescriptor;
import dev.processkit.operation.ExitDescriptor;
import dev.processkit.operation.InstanceDescriptor;
import dev.processkit.operation.ProcessDescriptor;

/**
 * Results as people read them.
 */
final class Views {

	private Views() {
	}

	static String processes(@Nullable Object result) {
		Table table = new Table("PROCESS", "KIND", "STATE", "?ACTIVITY", "INSTANCES", "ENDPOINT", "WHAT", "REASON");
		descriptors(result).forEach((process) -> table.row(process.name(), process.kind(), process.state(),
				activities(process), process.instances().size(), process.endpoint(), process.what(), process.reason()));
		return table.toString();
	}

	static String groups(@Nullable Object result) {
		Table table = new Table("GROUP", "MEMBERS");
		if (result instanceof Map<?, ?> groups) {
			groups.forEach((group, members) -> table.row(group,
					((List<?>) members).stream().map(String::valueOf).collect(Collectors.joining(", "))));
		}
		return table.toString();
	}

	static String instances(@Nullable Object result) {
		Table table = new Table("INSTANCE", "STATE", "?ACTIVITY", "?LOOPS", "?OVERRUNS", "PID", "UPTIME", "RESTARTS",
				"CPU", "MEMORY", "LAST EXIT");
		for (ProcessDescriptor process : descriptors(result)) {
			for (InstanceDescriptor instance : process.instances()) {
				ExitDescriptor exit = instance.lastExit();
				ActivityDescriptor activity = instance.activity();
				table.row(instance.id(), instance.state(), (activity != null) ? activity.state() : null,
						(activity != null) ? positive(activity.loops()) : null,
						(activity != null) ? positive(activity.overruns()) : null, instance.pid(),
						Table.time(instance.uptime()), instance.restarts(), Table.time(instance.cpu()),
						Table.size(instance.memory()), (exit != null) ? exit.reason() : null);
			}
		}
		return table.toString();
	}

	/**
	 * What the workers of a process say that they are doing, with numbers where they
	 * differ.
	 */
	private static @Nullable String activities(ProcessDescriptor process) {
		Map<String, Integer> numbers = new TreeMap<>();
		process.instances()
			.stream()
			.map(InstanceDescriptor::activity)
			.filter(Objects::nonNull)
			.forEach((activity) -> numbers.merge(activity.state(), 1, Integer::sum));
		return switch (numbers.size()) {
			case 0 -> null;
			case 1 -> numbers.keySet().iterator().next();
			default -> numbers.entrySet()
				.stream()
				.map((entry) -> entry.getValue() + " " + entry.getKey())
				.collect(Collectors.joining(", "));
		};
	}

	private static @Nullable Long positive(long number) {
		return (number > 0) ? number : null;
	}

	static String statistics(@Nullable Object result) {
		if (!(result instanceof Statistics statistics)) {
			throw new IllegalStateException("No statistics: " + result);
		}
		Table table = new Table("PROCESS", "INSTANCES", "RESTARTS", "RUNNING", "WAITING", "UPTIME", "CPU", "MEMORY");
		statistics.processes()
			.forEach((process) -> table.row(process.name(),
					process.instances()
						.entrySet()
						.stream()
						.map((entry) -> entry.getValue() + " " + entry.getKey())
						.collect(Collectors.joining(", ")),
					process.restarts(), process.requests().running(), process.requests().waiting(),
					Table.time(process.uptime()), Table.time(process.cpu()), Table.size(process.memory())));
		return table + "%d of at most %d processes are live\n".formatted(statistics.supervisor().live(),
				statistics.supervisor().max());
	}

	static String reload(@Nullable Object result) {
		if (!(result instanceof ReloadReport report)) {
			throw new IllegalStateException("No report: " + result);
		}
		StringBuilder text = new StringBuilder();
		names(text, "added", report.added());
		names(text, "changed", report.changed());
		names(text, "removed", report.removed());
		names(text, "unchanged", report.unchanged());
		names(text, "postponed until the next start", report.postponed());
		return text.isEmpty() ? "no processes are declared\n" : text.toString();
	}

	private static void names(StringBuilder text, String what, List<String> names) {
		if (!names.isEmpty()) {
			text.append(what).append(": ").append(String.join(", ", names)).append('\n');
		}
	}

	/**
	 * Texts as they are, lists of texts line by line, all else as JSON.
	 */
	static String any(JsonMapper mapper, @Nullable Object result) {
		if (result == null) {
			return "ok";
		}
		if (result instanceof String text) {
			return text;
		}
		if (result instanceof Collection<?> lines && lines.stream().allMatch(String.class::isInstance)) {
			return lines.stream().map(String.class::cast).collect(Collectors.joining("\n"));
		}
		try {
			return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(result);
		}
		catch (JacksonException | StackOverflowError ex) {
			throw ConsoleError.INTERNAL.because("The result cannot be written: " + ex.getMessage());
		}
	}

	private static List<ProcessDescriptor> descriptors(@Nullable Object result) {
		return (result instanceof List<?> list) ? list.stream().map(ProcessDescriptor.class::cast).toList()
				: List.of((ProcessDescriptor) Objects.requireNonNull(result));
	}

}
