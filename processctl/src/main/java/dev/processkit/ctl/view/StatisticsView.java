package dev.processkit.ctl.view;

import java.util.ArrayList;
import java.util.List;

import tools.jackson.databind.JsonNode;

/**
 * Shows statistics: the sums of each process, then those of the supervisor.
 *
 * @since 0.1
 */
public final class StatisticsView {

	private final Screen screen;

	/**
	 * Create a view.
	 * @param screen where it appears
	 */
	public StatisticsView(Screen screen) {
		this.screen = screen;
	}

	/**
	 * Show statistics.
	 * @param statistics an object with processes and supervisor
	 * @return the lines
	 */
	public List<String> show(JsonNode statistics) {
		Table table = new Table("NAME", ">READY", ">RUNNING", ">WAITING", ">RESTARTS", ">UPTIME", ">CPU", ">MEMORY");
		for (JsonNode process : statistics.path("processes")) {
			JsonNode instances = process.path("instances");
			JsonNode requests = process.path("requests");
			int count = instances.valueStream().mapToInt((each) -> each.asInt(0)).sum();
			table.add(Cell.of(Amounts.text(process.path("name"))),
					Cell.of(instances.path(State.READY.name()).asInt(0) + "/" + count),
					Cell.of(Amounts.text(requests.path("running"))), Cell.of(Amounts.text(requests.path("waiting"))),
					Cell.of(Amounts.text(process.path("restarts"))), Cell.of(Amounts.duration(process.path("uptime"))),
					Cell.of(Amounts.duration(process.path("cpu"))), Cell.of(Amounts.size(process.path("memory"))));
		}
		List<String> lines = new ArrayList<>(table.render(this.screen));
		lines.add("");
		lines.addAll(new Outline(this.screen).show(statistics.path("supervisor")));
		return lines;
	}

}
