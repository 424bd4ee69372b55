package dev.processkit.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.processkit.benchmarks.report.Aim;
import dev.processkit.benchmarks.report.Row;
import dev.processkit.benchmarks.report.Series;
import dev.processkit.benchmarks.report.Unit;

/**
 * What contenders did in the same rounds. Not thread-safe.
 *
 * @since 0.1
 */
public final class Comparison {

	private final List<String> contenders;

	private final Map<String, Map<String, List<Double>>> values = new LinkedHashMap<>();

	Comparison(List<String> contenders) {
		this.contenders = new ArrayList<>(contenders);
	}

	void add(String contender, Map<String, Double> figures) {
		figures.forEach((figure, value) -> this.values.computeIfAbsent(figure, (key) -> new LinkedHashMap<>())
			.computeIfAbsent(contender, (key) -> new ArrayList<>())
			.add(value));
	}

	/** Rounds are compared with each other, so who missed one is out of all. */
	void remove(String contender) {
		this.contenders.remove(contender);
	}

	/**
	 * The values of one contender.
	 * @param figure the figure
	 * @param contender the contender
	 * @return the values
	 * @throws NullPointerException if there are none
	 */
	public Series series(String figure, String contender) {
		List<Double> found = this.values.getOrDefault(figure, Map.of()).get(contender);
		return new Series(contender,
				Objects.requireNonNull(found, () -> "'" + contender + "' has no values of '" + figure + "'"));
	}

	/**
	 * Make a line of the table.
	 * @param scenario the scenario it belongs to
	 * @param figure the figure as the contenders call it
	 * @param title the figure as readers see it
	 * @param unit what it is counted in
	 * @param aims what should be reached
	 * @return the row; all contenders but ours are references, in their order
	 */
	public Row row(String scenario, String figure, String title, Unit unit, Aim... aims) {
		List<Series> references = this.contenders.stream()
			.filter((contender) -> !contender.equals(Contender.OURS))
			.filter((contender) -> this.values.getOrDefault(figure, Map.of()).containsKey(contender))
			.map((contender) -> series(figure, contender))
			.toList();
		return new Row(scenario, title, unit, series(figure, Contender.OURS), references, List.of(aims));
	}

}
